import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule({
  id: 'missing-layer-type',
  category: 'graph',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A layer has no `type`.',
  fix: 'none',
});
