import type { ShapedLayer } from '../../src/analysis/shapes.js';
import type { LayerNode } from '../../src/net/graph.js';
import { listNames, netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'reaches-no-loss',
    category: 'graph',
    severity: 'warn',
    symptom: 'wrong-result',
    description: 'What a layer with weights computes reaches no loss, so that it never learns.',
    fix: 'none',
  },
  ({ view, report }) => {
    if (!view.view.layers.some((l) => l.tops.some((t) => (t.lossWeight ?? 0) !== 0))) return;
    const dead = view.layers.filter((l) => learns(l) && view.gradient.underLoss[l.node.index] === false);
    const ends = new Map<LayerNode, string[]>();
    for (const layer of dead) {
      const end = endOf(layer.node);
      if (end) ends.set(end, [...(ends.get(end) ?? []), layer.node.name]);
    }
    for (const [end, names] of ends) {
      const last = dead.findLast((l) => l.node.name === names.at(-1))!.node;
      const one = names.length === 1;
      const where = end.tops[0]
        ? `what ${one ? 'it' : 'they'} compute${one ? 's' : ''} ends in "${end.tops[0].name}", which no loss reads`
        : `it ends in ${end.type} layer "${end.name}"`;
      report({
        at: last.message.here(),
        view: view.name,
        message: `${listNames(names)} never learn${one ? 's' : ''}: ${where}; connect ${one ? 'it' : 'them'} to a loss, or leave ${one ? 'it' : 'them'} out of training`,
      });
    }
  },
  'TRAIN',
);

const learns = (layer: ShapedLayer): boolean =>
  layer.paramsKnown && layer.params.some((p) => p.lrMult !== 0 && p.blob.role !== 'statistics' && !p.owner);

/** Where the path from a layer ends; undefined where that is meant (Silence) or not known. */
function endOf(node: LayerNode): LayerNode | undefined {
  const seen = new Set<LayerNode>();
  const todo = [node];
  let end: LayerNode | undefined;
  for (let at = todo.pop(); at; at = todo.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (at.type === 'Silence' || at.type === 'Python' || at.signature === undefined) return undefined;
    const next = at.tops.flatMap((t) => t.consumers.map((c) => c.layer));
    if (next.length === 0 && (!end || end.index < at.index)) end = at;
    todo.push(...next);
  }
  return end;
}
