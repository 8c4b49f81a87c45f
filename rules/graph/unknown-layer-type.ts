import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule({
  id: 'unknown-layer-type',
  category: 'graph',
  severity: 'error',
  symptom: 'load-failure',
  description: 'No layer of this type is registered.',
  fix: 'unsafe',
});
