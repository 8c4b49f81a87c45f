import { refusalRule } from '../graph/refusal-rule.js';

export const rule = refusalRule({
  id: 'indivisible-group',
  category: 'shape',
  severity: 'error',
  symptom: 'load-failure',
  description: '`group` does not divide the channels or the outputs.',
  fix: 'none',
});
