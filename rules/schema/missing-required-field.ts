import { issueRule } from './issue-rule.js';

export const rule = issueRule('missing-required-field', {
  id: 'missing-required-field',
  category: 'schema',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A field that the schema marks as required is not set.',
  fix: 'none',
});
