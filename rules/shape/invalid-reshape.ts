import { refusalRule } from '../graph/refusal-rule.js';

export const rule = refusalRule({
  id: 'invalid-reshape',
  category: 'shape',
  severity: 'error',
  symptom: 'load-failure',
  description: 'A Reshape asks for a shape that does not hold the elements of its bottom.',
  fix: 'none',
});
