/**
 * Which versions of a blob hold exact zeros, and which hold numbers of both signs, in practically every
 * batch whatever the weights are. A rectifier behind weights cuts some of its inputs to 0, Dropout sets
 * zeros, a mean-free blob has both signs; what none of this says of a blob stays open.
 */
import type { LayerNode, Top } from '../net/graph.js';
import type { Message } from '../document/message.js';
import { fillsZero } from './liveness.js';
import type { ShapedLayer, ShapedNet } from './shapes.js';

export interface Signs {
  /** Some elements are exactly 0. */
  zeros: boolean;
  /** Some elements are negative. */
  negative: boolean;
  /** No element is negative. */
  neverNegative: boolean;
}

const OPEN: Signs = { zeros: false, negative: false, neverNegative: false };
const MIXED: Signs = { zeros: false, negative: true, neverNegative: false };
const POSITIVE: Signs = { zeros: false, negative: false, neverNegative: true };

/** Layers that move numbers without changing them, or multiply them by something positive. */
const keeping = new Set([
  'Split',
  'Flatten',
  'Reshape',
  'Slice',
  'Permute',
  'Tile',
  'LRN',
  'TanH',
  'BatchReindex',
]);

/** Signs of every version of every blob. */
export function valueSigns(net: ShapedNet): ReadonlyMap<Top, Signs> {
  const known = new Map<Top, Signs>();
  for (const layer of net.layers) {
    const bottoms = layer.node.bottoms.map((b) => (b && known.get(b)) ?? OPEN);
    const signs = layer.refused ? OPEN : signsOf(layer, bottoms);
    for (const top of layer.node.tops) known.set(top, signs);
  }
  return known;
}

function signsOf(layer: ShapedLayer, bottoms: readonly Signs[]): Signs {
  const { node } = layer;
  const first = bottoms[0] ?? OPEN;
  if (keeping.has(node.type)) return first;
  switch (node.type) {
    case 'Convolution':
    case 'Deconvolution':
    case 'InnerProduct':
      return centred(layer) ? MIXED : OPEN;
    case 'ReLU':
      return rectified(node, first);
    case 'Dropout':
      return node.phase === 'TRAIN' && node.message.msg('dropout_param').num('dropout_ratio') > 0
        ? { ...first, zeros: true }
        : first;
    case 'Pooling':
      return pooled(node, first);
    case 'Concat':
      return {
        zeros: bottoms.some((b) => b.zeros),
        negative: bottoms.some((b) => b.negative),
        neverNegative: bottoms.every((b) => b.neverNegative),
      };
    case 'Eltwise':
      return multiplied(node, bottoms);
    case 'AbsVal':
      return { zeros: first.zeros, negative: false, neverNegative: true };
    case 'Sigmoid':
    case 'Softmax':
    case 'Exp':
      return POSITIVE;
    default:
      return OPEN;
  }
}

/** Random weights around 0 and no bias that outweighs them: outputs of both signs. */
function centred({ params }: ShapedLayer): boolean {
  const [weight, bias] = params;
  if (weight?.blob.role !== 'weight' || !weight.blob.filler || !spreadsAroundZero(weight.blob.filler))
    return false;
  return bias === undefined || (bias.blob.filler !== undefined && fillsZero(bias.blob.filler));
}

/** Independent of the blob's shape, which may not be known. */
function spreadsAroundZero(filler: Message): boolean {
  switch (filler.str('type')) {
    case 'xavier':
    case 'msra':
      return true;
    case 'gaussian':
      return filler.num('mean') === 0 && filler.num('std') > 0;
    case 'uniform':
      return filler.num('max') > 0 && filler.num('min') === -filler.num('max');
    default:
      return false;
  }
}

function rectified(node: LayerNode, signs: Signs): Signs {
  if (node.message.msg('relu_param').num('negative_slope') !== 0) return signs;
  return { zeros: signs.zeros || signs.negative, negative: false, neverNegative: true };
}

/** A window as small as 3x3 lies on zeros alone now and then; a large one need not. */
function pooled(node: LayerNode, signs: Signs): Signs {
  const param = node.message.msg('pooling_param');
  const size = Math.max(param.num('kernel_size'), param.num('kernel_h'), param.num('kernel_w'));
  const small = !param.bool('global_pooling') && size <= 3;
  return {
    zeros: signs.zeros && signs.neverNegative && small,
    negative: false,
    neverNegative: signs.neverNegative,
  };
}

function multiplied(node: LayerNode, bottoms: readonly Signs[]): Signs {
  const param = node.message.msg('eltwise_param');
  const neverNegative = bottoms.every((b) => b.neverNegative);
  if (param.str('operation') === 'PROD')
    return { zeros: bottoms.some((b) => b.zeros), negative: false, neverNegative };
  const added = param.nums('coeff').every((c) => c >= 0);
  return { zeros: false, negative: false, neverNegative: neverNegative && added };
}
