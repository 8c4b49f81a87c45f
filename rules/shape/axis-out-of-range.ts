import { refusalRule } from '../graph/refusal-rule.js';

export const rule = refusalRule({
  id: 'axis-out-of-range',
  category: 'shape',
  severity: 'error',
  symptom: 'load-failure',
  description: 'An axis does not exist in the blob it is applied to.',
  fix: 'none',
});
