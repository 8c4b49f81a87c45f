import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule({
  id: 'unknown-bottom',
  category: 'graph',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A layer reads a blob that no layer before it produces.',
  fix: 'unsafe',
});
