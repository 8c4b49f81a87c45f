import { refusalRule } from '../graph/refusal-rule.js';

export const rule = refusalRule({
  id: 'invalid-filler',
  category: 'shape',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A filler is unknown, or used where it cannot be.',
  fix: 'unsafe',
});
