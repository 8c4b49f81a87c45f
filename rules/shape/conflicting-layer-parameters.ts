import { refusalRule } from '../graph/refusal-rule.js';

export const rule = refusalRule({
  id: 'conflicting-layer-parameters',
  category: 'shape',
  severity: 'error',
  symptom: 'load-failure',
  description: 'Two parameters of a layer contradict each other.',
  fix: 'safe',
});
