import { issueRule } from './issue-rule.js';

export const rule = issueRule('unknown-enum-value', {
  id: 'unknown-enum-value',
  category: 'schema',
  severity: 'error',
  symptom: 'load-failure',
  description: 'An enum field has a value that the schema does not list.',
  fix: 'safe',
});
