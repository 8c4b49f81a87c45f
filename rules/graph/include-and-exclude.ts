import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule({
  id: 'include-and-exclude',
  category: 'graph',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A layer has both `include` and `exclude` rules.',
  fix: 'none',
});
