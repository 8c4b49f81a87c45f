import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule({
  id: 'duplicate-top',
  category: 'graph',
  severity: 'error',
  symptom: 'load-failure',
  description: 'Two layers of one phase produce the same blob.',
  fix: 'unsafe',
});
