/** In what two layers that should do the same differ: the fields that decide weights or results. */
import type { Message } from '../document/message.js';
import { own } from '../text/own.js';

export interface Difference {
  /** What differs, as the text calls it. */
  field: string;
  a: string;
  b: string;
  /** The weights of one do not fit the other. */
  weights: boolean;
}

interface Compared {
  param: string;
  /** Fields that decide the shape of the weights. */
  weights: readonly string[];
  /** Fields that decide the result only. */
  result: readonly string[];
}

const convolution: Compared = {
  param: 'convolution_param',
  weights: ['num_output', 'bias_term', 'group', 'kernel'],
  result: ['pad', 'stride', 'dilation', 'axis'],
};

const compared: Readonly<Record<string, Compared>> = {
  Convolution: convolution,
  Deconvolution: convolution,
  InnerProduct: {
    param: 'inner_product_param',
    weights: ['num_output', 'bias_term', 'transpose'],
    result: ['axis'],
  },
  Embed: { param: 'embed_param', weights: ['num_output', 'input_dim', 'bias_term'], result: [] },
  Scale: { param: 'scale_param', weights: ['bias_term', 'axis', 'num_axes'], result: [] },
  PReLU: { param: 'prelu_param', weights: ['channel_shared'], result: [] },
  LSTM: { param: 'recurrent_param', weights: ['num_output'], result: [] },
  RNN: { param: 'recurrent_param', weights: ['num_output'], result: [] },
  BatchNorm: { param: 'batch_norm_param', weights: [], result: ['eps'] },
  Pooling: {
    param: 'pooling_param',
    weights: [],
    result: ['pool', 'kernel', 'pad', 'stride', 'global_pooling', 'round_mode'],
  },
  LRN: { param: 'lrn_param', weights: [], result: ['local_size', 'alpha', 'beta', 'norm_region', 'k'] },
  ReLU: { param: 'relu_param', weights: [], result: ['negative_slope'] },
  ELU: { param: 'elu_param', weights: [], result: ['alpha'] },
  Power: { param: 'power_param', weights: [], result: ['power', 'scale', 'shift'] },
  Eltwise: { param: 'eltwise_param', weights: [], result: ['operation', 'coeff'] },
  Concat: { param: 'concat_param', weights: [], result: ['axis'] },
  MVN: { param: 'mvn_param', weights: [], result: ['normalize_variance', 'across_channels', 'eps'] },
};

/** Types whose layers carry weights that are known by the layer's name. */
export const hasWeights = (type: string): boolean => (own(compared, type)?.weights.length ?? 0) > 0;

/** The first field in which two layers (LayerParameter) of one type differ. */
export function layerDifference(a: Message, b: Message): Difference | undefined {
  const what = own(compared, a.str('type'));
  if (!what || a.str('type') !== b.str('type')) return undefined;
  const [x, y] = [a.msg(what.param), b.msg(what.param)];
  for (const field of [...what.weights, ...what.result]) {
    const [s, t] = [valueOf(x, field), valueOf(y, field)];
    if (s === undefined || t === undefined || s === t) continue;
    return { field, a: s, b: t, weights: what.weights.includes(field) };
  }
  return undefined;
}

/** A field's effective value as text; of a side of a window, height and width. Undefined where the schema has no such field. */
function valueOf(param: Message, field: string): string | undefined {
  if (field === 'kernel') return windowOf(param, 'kernel_size', 'kernel_h', 'kernel_w', '0');
  if (field === 'pad') return windowOf(param, 'pad', 'pad_h', 'pad_w', '0');
  if (field === 'stride') return windowOf(param, 'stride', 'stride_h', 'stride_w', '1');
  if (field === 'dilation') return sides(param.nums('dilation'), '1');
  const descriptor = param.type.fields.get(field);
  if (!descriptor) return undefined;
  if (field === 'coeff') {
    const coeffs = param.nums('coeff');
    return coeffs.every((c) => c === 1) ? 'all 1' : coeffs.join(', ');
  }
  switch (descriptor.type) {
    case 'bool':
      return String(param.bool(field));
    case 'enum':
    case 'string':
      return param.str(field);
    default:
      return String(param.num(field));
  }
}

function windowOf(param: Message, both: string, h: string, w: string, fallback: string): string {
  if (param.has(h) || param.has(w)) return sides([param.num(h), param.num(w)], fallback);
  return sides(param.nums(both), fallback);
}

function sides(values: readonly number[], fallback: string): string {
  if (values.length === 0) return fallback;
  return values.every((v) => v === values[0]) ? String(values[0]) : values.join('x');
}
