import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule({
  id: 'shared-param-mismatch',
  category: 'graph',
  severity: 'error',
  symptom: 'load-failure',
  description: 'Parameters shared by name differ in shape or in their multipliers.',
  fix: 'unsafe',
});
