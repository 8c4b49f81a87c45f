import { issueRule } from '../schema/issue-rule.js';

export const rule = issueRule('missing-brace', {
  id: 'missing-brace',
  category: 'syntax',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A layer begins inside another layer: the closing brace of the first is missing.',
  fix: 'none',
});
