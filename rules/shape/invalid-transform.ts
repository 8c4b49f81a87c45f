import { refusalRule } from '../graph/refusal-rule.js';

export const rule = refusalRule({
  id: 'invalid-transform',
  category: 'shape',
  severity: 'error',
  symptom: 'load-failure',
  description: '`transform_param` contradicts itself or its layer.',
  fix: 'unsafe',
});
