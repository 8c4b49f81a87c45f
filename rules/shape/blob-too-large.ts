import { refusalRule } from '../graph/refusal-rule.js';

export const rule = refusalRule(
  {
    id: 'blob-too-large',
    category: 'shape',
    severity: 'error',
    symptom: 'load-failure',
    description: 'A blob has more elements than an int can count.',
    fix: 'none',
  },
  // Forks for several devices divide the batch among them, or count in 64 bits.
  (_, doc) => (doc.dialects.length > 1 ? { severity: 'warn' } : {}),
);
