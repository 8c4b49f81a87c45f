/** Which versions of blobs lie in one memory, and when it is written: what in-place layers overwrite. */
import type { Message } from '../document/message.js';
import type { LayerNode, NetView, Top } from '../net/graph.js';

/** An in-place layer's pass over a memory. */
export interface Write {
  layer: LayerNode;
  top: Top;
  effect: Effect;
}

/**
 * What a write does to the numbers, as far as a gradient can tell: nothing; nothing where the gradient
 * is not 0; a positive factor there; the sign is kept; anything.
 */
export type Effect = 'none' | 'gated' | 'scaled' | 'signed' | 'any';

export interface Memory {
  /** The version that brought the memory; layers that share data pass it on. */
  origin: Top;
  /** In the order of the forward pass. */
  writes: Write[];
}

export interface MemoryMap {
  of: ReadonlyMap<Top, Memory>;
  /** How many writes of its memory a version has seen when it is complete. */
  seen: ReadonlyMap<Top, number>;
}

/** Layers whose tops are their bottom's memory: ShareData in the layer's Reshape or Forward. */
function shares(layer: LayerNode): boolean {
  if (layer.type === 'Flatten' || layer.type === 'Reshape' || layer.type === 'Split') return true;
  if (layer.type === 'Concat') return layer.bottoms.length === 1;
  return layer.type === 'Slice' && layer.tops.length === 1;
}

/** Follow every memory of a view through the forward pass. Splits are shared memory and need no mention. */
export function memoryOf(view: NetView): MemoryMap {
  const of = new Map<Top, Memory>();
  const seen = new Map<Top, number>();
  for (const layer of view.layers)
    for (const top of layer.tops) {
      const before = top.inPlaceOf ?? (shares(layer) ? layer.bottoms[0] : undefined);
      const memory: Memory = (before && of.get(before)) ?? { origin: top, writes: [] };
      if (top.inPlaceOf && !shares(layer)) memory.writes.push({ layer, top, effect: effectOf(layer) });
      of.set(top, memory);
      seen.set(top, memory.writes.length);
    }
  return { of, seen };
}

/** Values of parameters decide: ReLU without a slope keeps what it lets through. */
function effectOf({ type, phase, message }: LayerNode): Effect {
  switch (type) {
    case 'Dropout':
      return phase === 'TEST' || message.msg('dropout_param').num('dropout_ratio') === 0 ? 'none' : 'scaled';
    case 'ReLU': {
      const slope = message.msg('relu_param').num('negative_slope');
      return slope === 0 ? 'gated' : slope > 0 ? 'signed' : 'any';
    }
    case 'PReLU':
    case 'TanH':
    case 'Swish':
      return 'signed';
    case 'ELU':
      return message.msg('elu_param').num('alpha') >= 0 ? 'signed' : 'any';
    case 'LRN': {
      const param = message.msg('lrn_param');
      return param.num('alpha') >= 0 && param.num('k') > 0 ? 'signed' : 'any';
    }
    case 'Power':
      return powerEffect(message.msg('power_param'));
    default:
      return 'any';
  }
}

function powerEffect(param: Message): Effect {
  if (param.num('shift') !== 0 || param.num('power') !== 1) return 'any';
  const scale = param.num('scale');
  return scale === 1 ? 'none' : scale > 0 ? 'scaled' : 'any';
}
