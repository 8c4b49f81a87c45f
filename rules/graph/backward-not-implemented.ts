import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule({
  id: 'backward-not-implemented',
  category: 'graph',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A gradient is asked of a layer that has no backward pass.',
  fix: 'none',
});
