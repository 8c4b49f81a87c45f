import type { ShapedNet } from '../../src/analysis/shapes.js';
import { refusalRule } from './refusal-rule.js';

const known = new WeakMap<ShapedNet, Set<string>>();

/** Names of the layers that have weights, or may have. */
function weighted(view: ShapedNet): Set<string> {
  let names = known.get(view);
  if (!names) {
    const layers = view.layers.filter((l) => l.params.length > 0 || !l.paramsKnown);
    known.set(view, (names = new Set(layers.map((l) => l.node.name))));
  }
  return names;
}

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
  (issue, view) => issue.layer !== undefined && weighted(view).has(issue.layer.name),
);
