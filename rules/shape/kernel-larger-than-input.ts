import { refusalRule } from '../graph/refusal-rule.js';

export const rule = refusalRule({
  id: 'kernel-larger-than-input',
  category: 'shape',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A kernel is larger than the padded map it slides over.',
  fix: 'none',
});
