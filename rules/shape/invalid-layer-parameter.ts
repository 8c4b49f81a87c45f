import { refusalRule } from '../graph/refusal-rule.js';

export const rule = refusalRule({
  id: 'invalid-layer-parameter',
  category: 'shape',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A parameter has a value that the layer refuses.',
  fix: 'unsafe',
});
