import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule({
  id: 'loss-weight-count',
  category: 'graph',
  severity: 'error',
  symptom: 'load-failure',
  description: '`loss_weight` is not given once per top.',
  fix: 'safe',
});
