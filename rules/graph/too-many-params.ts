import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule({
  id: 'too-many-params',
  category: 'graph',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A layer has more `param` blocks than parameter blobs.',
  fix: 'safe',
});
