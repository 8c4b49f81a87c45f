import { refusalRule } from '../graph/refusal-rule.js';

export const rule = refusalRule({
  id: 'bottom-shape-mismatch',
  category: 'shape',
  severity: 'error',
  symptom: 'load-failure',
  description: 'The bottoms of a layer do not fit together.',
  fix: 'none',
});
