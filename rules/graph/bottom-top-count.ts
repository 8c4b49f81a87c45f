import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule({
  id: 'bottom-top-count',
  category: 'graph',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A layer has too few or too many bottoms or tops for its type.',
  fix: 'none',
});
