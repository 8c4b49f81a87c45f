/**
 * In-place layers that overwrite what a backward pass still reads. Caffe keeps one memory for a blob
 * and checks nothing of this (BVLC/caffe#2015).
 */
import type { BackwardReads } from '../layers/layer-type.js';
import type { LayerNode, NetView } from '../net/graph.js';
import { memoryOf, type Effect, type MemoryMap, type Write } from './memory.js';
import type { ShapedLayer, ShapedNet } from './shapes.js';

/** A layer that reads a blob after another layer has written over it. */
export interface Overwritten {
  write: Write;
  reader: LayerNode;
  /** Which of the reader's blobs. */
  blob: string;
  side: 'bottom' | 'top';
}

/** What must have stayed of a blob for the gradient to be right. */
type Need = 'sign' | 'value' | 'all';

/** Elementwise in what they read, or (LRN) reading it only times the gradient at the same place. */
const elementwise = new Set([
  'Sigmoid',
  'TanH',
  'ELU',
  'Exp',
  'Swish',
  'BNLL',
  'Log',
  'Power',
  'Clip',
  'LRN',
]);
const bySign = new Set(['ReLU', 'AbsVal']);

/** They keep a copy of their bottom when they work in-place. */
const keepsCopy = new Set(['PReLU', 'Scale']);

/** Is a layer's gradient right though its own output stands where its bottom was? */
function standsOwnWrite({ type, message }: LayerNode): boolean {
  if (type === 'ReLU') return message.msg('relu_param').num('negative_slope') >= 0;
  return type === 'ELU' && message.msg('elu_param').num('alpha') >= 0;
}

/** What backward passes read wrongly, in the order of the layers. Nothing where no gradient is known to flow. */
export function overwrittenInBackward(net: ShapedNet): Overwritten[] {
  const map = memoryOf(net.view);
  return net.layers.flatMap((layer) => readWrongly(layer, net, map));
}

function readWrongly(layer: ShapedLayer, net: ShapedNet, map: MemoryMap): Overwritten[] {
  const { node, type } = layer;
  if (!type || net.gradient.layers[node.index] !== true || !asksData(layer, net)) return [];
  const reads = readsOf(layer);
  const found: Overwritten[] = [];
  const look = (side: 'bottom' | 'top', tops: LayerNode['bottoms']): void => {
    for (const top of tops) {
      const memory = top && map.of.get(top);
      if (!memory) continue;
      const later = memory.writes.slice(map.seen.get(top));
      const own = later.some((w) => w.layer === node);
      if (own && keepsCopy.has(node.type)) continue;
      const write = later.find((w) =>
        w.layer === node ? !standsOwnWrite(node) : harms(w.effect, needOf(node)),
      );
      if (write) found.push({ write, reader: node, blob: top.name, side });
    }
  };
  if (reads.bottomData) look('bottom', node.bottoms);
  if (reads.topData) look('top', node.tops);
  return found;
}

function readsOf({ node, type }: ShapedLayer): BackwardReads {
  const reads = type?.backwardReads ?? {};
  return typeof reads === 'function' ? reads(node.message) : reads;
}

/** Layers with weights read data for the weights' gradient, the others for their bottoms'. */
function asksData(layer: ShapedLayer, net: ShapedNet): boolean {
  const weights = layer.params.filter((p) => p.blob.role === 'weight' || p.blob.role === 'scale');
  if (weights.length > 0) return weights.some((p) => p.lrMult !== 0);
  return (net.gradient.bottoms[layer.node.index] ?? []).includes(true);
}

function needOf({ type, message }: LayerNode): Need {
  if (bySign.has(type)) return message.msg('relu_param').num('negative_slope') >= 0 ? 'sign' : 'value';
  return elementwise.has(type) ? 'value' : 'all';
}

function harms(effect: Effect, need: Need): boolean {
  if (effect === 'none') return false;
  if (effect === 'gated') return need === 'all';
  if (effect === 'scaled' || effect === 'signed') return need !== 'sign';
  return true;
}

/**
 * Layers whose forward pass reads a blob that an in-place layer has changed meanwhile: the blob shares its
 * memory with another one (Flatten, Reshape), under whose name the in-place layer found it.
 */
export function overwrittenInForward(view: NetView): Overwritten[] {
  const map = memoryOf(view);
  return view.layers.flatMap((reader) =>
    reader.bottoms.flatMap((top): Overwritten[] => {
      const writes = (top && map.of.get(top)?.writes) ?? [];
      for (let i = map.seen.get(top!) ?? 0; i < writes.length; i++) {
        const write = writes[i]!;
        if (write.layer.index >= reader.index) break;
        if (write.effect !== 'none') return [{ write, reader, blob: top!.name, side: 'bottom' }];
      }
      return [];
    }),
  );
}

/** Layers that clear or overwrite the gradient they share with their top before they have read it. */
export function losesGradientInPlace({ type, message }: LayerNode): boolean {
  if (type === 'Power' || type === 'Log') return true;
  return type === 'MVN' && message.msg('mvn_param').bool('normalize_variance');
}
