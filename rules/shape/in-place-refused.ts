import { refusalRule } from '../graph/refusal-rule.js';

export const rule = refusalRule({
  id: 'in-place-refused',
  category: 'shape',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A layer works in-place that cannot.',
  fix: 'none',
});
