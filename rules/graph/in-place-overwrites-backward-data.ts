import { losesGradientInPlace, overwrittenInBackward } from '../../src/analysis/overwritten.js';
import type { Overwritten } from '../../src/analysis/overwritten.js';
import type { LayerNode } from '../../src/net/graph.js';
import { netRule } from '../net-rule.js';
import { garbles } from './in-place-overwrites-input.js';
import { renameTop } from './rename-top.js';

export const rule = netRule(
  {
    id: 'in-place-overwrites-backward-data',
    category: 'graph',
    severity: 'error',
    symptom: 'wrong-result',
    description: 'A layer works in-place on numbers, or a gradient, that the backward pass still needs.',
    fix: 'unsafe',
  },
  ({ view, unit, report }) => {
    const reported = new Set<LayerNode>();
    const say = (writer: LayerNode, index: number, message: string): void => {
      // Its forward pass goes wrong already: in-place-overwrites-input.
      if (reported.has(writer) || garbles(writer) !== undefined) return;
      reported.add(writer);
      const fix = unit.analysis && renameTop(unit.analysis, writer.tops[index]!);
      report({ at: writer.message.at('top', index), message, view: view.name, ...(fix ? { fix } : {}) });
    };
    for (const { node } of view.layers) {
      const asked = view.gradient.layers[node.index] === true;
      if (!asked || view.gradient.bottoms[node.index]?.[0] !== true) continue;
      if (node.tops[0]?.inPlaceOf && losesGradientInPlace(node)) say(node, 0, lost(node));
    }
    for (const found of overwrittenInBackward(view))
      say(found.write.layer, found.write.top.index, words(found));
  },
  'TRAIN',
);

const lost = (node: LayerNode): string =>
  `${node.type} layer "${node.name}" works in-place, and its backward pass writes into the gradient of "${node.tops[0]!.name}" before it has read it, so every layer below gets a wrong gradient; give the top a name of its own`;

function words({ write, reader, blob, side }: Overwritten): string {
  const { layer } = write;
  if (layer === reader)
    return `${layer.type} layer "${layer.name}" works in-place, but its backward pass needs its input "${blob}" as it was before, so the gradient is silently wrong; give the top a name of its own`;
  const name = layer.tops[write.top.index]!.name;
  const what = side === 'top' ? 'its output' : 'its input';
  const memory = name === blob ? `"${blob}"` : `"${name}", which is the memory of "${blob}"`;
  return `${layer.type} layer "${layer.name}" writes in-place over ${memory}, and the backward pass of ${reader.type} layer "${reader.name}" still needs ${what} as it was, so its gradient is silently wrong; give the top of "${layer.name}" a name of its own`;
}
