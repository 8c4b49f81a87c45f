import { issueRule } from './issue-rule.js';

export const rule = issueRule('wrong-type', {
  id: 'wrong-type',
  category: 'schema',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A value does not have the type of its field, so protobuf refuses the file.',
  fix: 'safe',
});
