import { refusalRule } from '../graph/refusal-rule.js';

export const rule = refusalRule({
  id: 'label-count-mismatch',
  category: 'shape',
  severity: 'error',
  symptom: 'load-failure',
  description: 'There is not one label for each prediction.',
  fix: 'none',
});
