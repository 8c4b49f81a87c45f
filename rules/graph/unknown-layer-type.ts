import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule(
  {
    id: 'unknown-layer-type',
    category: 'graph',
    severity: 'error',
    symptom: 'load-failure',
    description: 'No layer of this type is registered.',
    fix: 'unsafe',
  },
  // Caffe has many forks; unless the type is a misspelling, one of those that we do not know may have it.
  ({ suggestion }, doc) => (doc.strict || suggestion ? {} : { severity: 'warn' }),
);
