import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule(
  {
    id: 'duplicate-layer-name',
    category: 'graph',
    severity: 'warn',
    symptom: 'wrong-result',
    description: 'Two layers of one phase have the same name, and at least one of them has weights.',
    fix: 'none',
  },
  undefined,
  // Names matter where weights are saved and loaded; two layers without any may share one.
  (issue, view) =>
    view.layers.some((l) => l.node.name === issue.layer?.name && (l.params.length > 0 || !l.paramsKnown)),
);
