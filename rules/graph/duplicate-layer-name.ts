import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule({
  id: 'duplicate-layer-name',
  category: 'graph',
  severity: 'warn',
  symptom: 'wrong-result',
  description: 'Two layers of one phase have the same name.',
  fix: 'none',
});
