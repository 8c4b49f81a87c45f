import { issueRule } from './issue-rule.js';

export const rule = issueRule('unknown-field', {
  id: 'unknown-field',
  category: 'schema',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A message has no field of this name in any schema that fits the file.',
  fix: 'safe',
});
