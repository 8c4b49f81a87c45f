import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule({
  id: 'propagate-down-count',
  category: 'graph',
  severity: 'error',
  symptom: 'load-failure',
  description: '`propagate_down` is not given once per bottom.',
  fix: 'safe',
});
