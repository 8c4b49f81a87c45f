import { refusalRule } from '../graph/refusal-rule.js';

export const rule = refusalRule({
  id: 'missing-layer-parameter',
  category: 'shape',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A layer lacks a parameter without which Caffe cannot set it up.',
  fix: 'none',
});
