import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule({
  id: 'label-backprop',
  category: 'graph',
  severity: 'error',
  symptom: 'load-failure',
  description: 'The label of a loss depends on a layer that learns.',
  fix: 'unsafe',
});
