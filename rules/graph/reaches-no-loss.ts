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
    if (dead.length === 0) return;
    const ends = endsOf(view.view.layers);
    const branches = new Map<LayerNode, LayerNode[]>();
    for (const { node } of dead) {
      const end = ends.get(node);
      if (!end) continue;
      const branch = branches.get(end);
      if (branch) branch.push(node);
      else branches.set(end, [node]);
    }
    for (const [end, branch] of branches) {
      const names = branch.map((node) => node.name);
      const last = branch.at(-1)!;
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

/** Where the path from each layer ends last; undefined where that is meant (Silence) or not known. */
function endsOf(layers: readonly LayerNode[]): Map<LayerNode, LayerNode | undefined> {
  const ends = new Map<LayerNode, LayerNode | undefined>();
  for (const node of [...layers].reverse()) {
    const next = new Set(node.tops.flatMap((t) => t.consumers.map((c) => c.layer)));
    let end: LayerNode | undefined = node;
    if (node.type === 'Silence' || node.type === 'Python' || node.signature === undefined) end = undefined;
    else if (next.size > 0) {
      const theirs = [...next].map((n) => ends.get(n));
      end = theirs.includes(undefined) ? undefined : theirs.reduce((a, b) => (b!.index > a!.index ? b : a));
    }
    ends.set(node, end);
  }
  return ends;
}
