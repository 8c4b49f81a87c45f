import { overwrittenInForward } from '../../src/analysis/overwritten.js';
import type { LayerNode } from '../../src/net/graph.js';
import { netRule } from '../net-rule.js';
import { renameTop } from './rename-top.js';

export const rule = netRule(
  {
    id: 'in-place-overwrites-input',
    category: 'graph',
    severity: 'error',
    symptom: 'wrong-result',
    description: 'A layer works in-place on numbers that it, or another layer, still has to read.',
    fix: 'unsafe',
  },
  ({ view, unit, report }) => {
    const say = (writer: LayerNode, index: number, message: string, severity?: 'warn'): void => {
      const fix = unit.analysis && renameTop(unit.analysis, writer.tops[index]!);
      report({
        at: writer.message.at('top', index),
        message: `${message}; give the top of "${writer.name}" a name of its own`,
        view: view.name,
        ...(fix ? { fix } : {}),
        ...(severity ? { severity } : {}),
      });
    };
    for (const { node, refused } of view.layers) {
      const top = node.tops.find((t) => t.inPlaceOf);
      const why = top && !refused ? garbles(node) : undefined;
      if (!top || why === undefined) continue;
      const text = `${node.type} layer "${node.name}" works in-place on "${top.name}", and ${why}: its output is garbage, without a word from Caffe`;
      say(node, top.index, text, node.type === 'Eltwise' && operation(node) === 'MAX' ? 'warn' : undefined);
    }
    const told = new Set<LayerNode>();
    for (const { write, reader, blob } of overwrittenInForward(view.view)) {
      if (told.has(write.layer)) continue;
      told.add(write.layer);
      const text = `${write.layer.type} layer "${write.layer.name}" writes in-place over "${write.top.name}", which is the memory of "${blob}" (reshaping copies nothing), so layer "${reader.name}" gets the changed numbers when it reads "${blob}" afterwards`;
      say(write.layer, write.top.index, text);
    }
  },
);

const mixing = new Set([
  ...['Convolution', 'Deconvolution', 'DepthwiseConvolution', 'InnerProduct', 'Pooling', 'Im2col', 'Embed'],
  ...['ArgMax', 'Reduction', 'Tile', 'Crop', 'LSTM', 'RNN', 'SPP', 'BatchReindex'],
]);

const operation = (node: LayerNode): string => node.message.msg('eltwise_param').str('operation');

/** Why the forward pass goes wrong in-place. */
export function garbles(node: LayerNode): string | undefined {
  if (mixing.has(node.type)) return 'each of its outputs needs inputs that it has written over by then';
  if (node.type === 'Concat' || node.type === 'Slice')
    return node.bottoms.length + node.tops.length > 2
      ? 'it moves numbers to places it still has to read'
      : undefined;
  if (node.type !== 'Eltwise') return undefined;
  if (operation(node) === 'PROD')
    return node.bottoms.slice(2).includes(node.bottoms[0])
      ? 'it has written over its first input when it reads it again'
      : undefined;
  return `${operation(node)} clears its output first, and its first input with it`;
}
