/** How each layer type enters the surrogate. */
import type { ShapedLayer } from '../analysis/shapes.js';
import type { Builder } from './build.js';
import { spatialSize } from './build.js';
import { inputScale } from './input-scale.js';
import { affineParam, deconvolution, denseBuilder } from './dense-builder.js';
import { concat, maximum, product, slice, sum } from './join-steps.js';
import { pool } from './linear-steps.js';
import { lossBuilders } from './loss-builders.js';
import { batchNorm, lrn, softmax } from './norm-steps.js';
import * as point from './pointwise-steps.js';
import { isTarget } from './targets.js';
import { tensor } from './tensor.js';
import { Unsupported } from './unsupported.js';

type Build = (b: Builder, layer: ShapedLayer) => void;

/** Units of a position of the input. */
const INPUT_UNITS = 16;

/** Widening of a maximum over a window whose positions the surrogate does not hold: measured 1.6 in the second moment. */
const MAX_LIFT = Math.sqrt(1.6);

const pass: Build = (b, layer) => {
  const bottom = b.bottom(layer);
  for (const top of layer.node.tops) b.tensors.set(top, bottom);
};

const pointwise =
  (make: (layer: ShapedLayer) => point.Pointwise): Build =>
  (b, layer) => {
    const [bottom, top] = b.like(layer);
    b.steps.push(point.pointwise(layer.node.name, bottom, top, make(layer)));
  };

const source: Build = (b, layer) => {
  layer.node.tops.forEach((top, i) => {
    const shape = layer.tops[i];
    if (!shape) throw new Unsupported('input');
    const map = spatialSize(shape);
    const label = i > 0 && map === 1;
    if (isTarget(top)) b.targets.add(top);
    if (label || (shape.length === 1 && i > 0) || isTarget(top)) return;
    const positions = b.positions(map);
    const channels = Number(shape[1] ?? 1);
    const made = tensor(b.batch, positions, map > 1 ? INPUT_UNITS : Math.min(48, channels), channels);
    b.tensors.set(top, made);
    const { mean, std } = b.options.change.healthyInput
      ? { mean: 0, std: 1 }
      : inputScale(layer, b.net.knowledge);
    b.data.add(made, mean, std);
  });
};

const pooling: Build = (b, layer) => {
  const param = layer.node.message.msg('pooling_param');
  const bottom = b.bottom(layer);
  const top = b.top(layer, 0, bottom.units);
  if (top.positions > bottom.positions || bottom.positions % top.positions !== 0)
    throw new Unsupported('pooling');
  const max = param.str('pool') === 'MAX';
  const window = param.bool('global_pooling') || param.num('kernel_size') > 1 || param.num('kernel_h') > 1;
  const lift = max && window && top.positions === bottom.positions ? MAX_LIFT : 1;
  b.steps.push(pool(layer.node.name, bottom, top, max, lift));
};

const eltwise: Build = (b, layer) => {
  const param = layer.node.message.msg('eltwise_param');
  const bottoms = layer.node.bottoms.map((_, i) => b.bottom(layer, i));
  const [first] = bottoms;
  if (!first || bottoms.some((t) => t.values.length !== first.values.length))
    throw new Unsupported('Eltwise');
  const [, top] = b.like(layer);
  const operation = param.str('operation');
  const name = layer.node.name;
  b.steps.push(
    operation === 'PROD'
      ? product(name, bottoms, top)
      : operation === 'MAX'
        ? maximum(name, bottoms, top)
        : sum(name, bottoms, top, param.nums('coeff')),
  );
};

const join: Build = (b, layer) => {
  const bottoms = layer.node.bottoms.map((_, i) => b.bottom(layer, i));
  const param = layer.node.message.msg('concat_param');
  const axis = param.has('axis') ? param.num('axis') : param.num('concat_dim');
  const positions = bottoms[0]?.positions;
  if (axis !== 1 || bottoms.some((t) => t.positions !== positions)) throw new Unsupported('Concat');
  const top = b.top(
    layer,
    0,
    bottoms.reduce((n, t) => n + t.units, 0),
  );
  if (top.positions !== positions) throw new Unsupported('Concat');
  b.steps.push(concat(layer.node.name, bottoms, top));
};

const cut: Build = (b, layer) => {
  const bottom = b.bottom(layer);
  const param = layer.node.message.msg('slice_param');
  const axis = param.has('axis') ? param.num('axis') : param.num('slice_dim');
  const whole = Number(layer.bottoms[0]?.[1]);
  if (axis !== 1 || bottom.units < layer.node.tops.length) throw new Unsupported('Slice');
  let channels = 0;
  layer.node.tops.forEach((_, i) => {
    // As many units as the share of the channels; each at least one.
    const from = Math.max(i, Math.floor((channels / whole) * bottom.units));
    channels += Number(layer.tops[i]?.[1]);
    const last = bottom.units - (layer.node.tops.length - 1 - i);
    const to = Math.max(from + 1, Math.min(last, Math.floor((channels / whole) * bottom.units)));
    const top = b.top(layer, i, to - from);
    if (top.positions !== bottom.positions) throw new Unsupported('Slice');
    b.steps.push(slice(layer.node.name, bottom, top, from));
  });
};

const normalise: Build = (b, layer) => {
  const param = layer.node.message.msg('batch_norm_param');
  const [bottom, top] = b.like(layer);
  const eps = param.num('eps');
  const name = layer.node.name;
  if (param.bool('use_global_stats') && !b.options.change.batchStatistics)
    // Stored statistics of a net that was never trained: mean 0, variance 0 (batch_norm_layer.cpp).
    b.steps.push(point.pointwise(name, bottom, top, point.power(1, 1 / Math.sqrt(eps), 0)));
  else b.steps.push(batchNorm(name, bottom, top, eps));
};

const response: Build = (b, layer) => {
  if (b.options.change.plainLayers) return pass(b, layer);
  const param = layer.node.message.msg('lrn_param');
  const [bottom, top] = b.like(layer);
  b.steps.push(
    lrn(layer.node.name, bottom, top, {
      size: param.num('local_size'),
      alpha: param.num('alpha'),
      beta: param.num('beta'),
      k: param.num('k'),
    }),
  );
};

const scale: Build = (b, layer) => {
  if (layer.node.bottoms.length > 1) throw new Unsupported('Scale by a second bottom');
  const [bottom, top] = b.like(layer);
  const factor = layer.params.find((p) => p.blob.role === 'scale');
  const addend = layer.params.find((p) => p.blob.role === 'bias');
  b.steps.push(
    point.affine(
      layer.node.name,
      bottom,
      top,
      factor && affineParam(b, factor, bottom, 1),
      addend && affineParam(b, addend, bottom, 0),
    ),
  );
};

const prelu: Build = (b, layer) => {
  const [bottom, top] = b.like(layer);
  const slope = layer.params[0];
  if (!slope) throw new Unsupported('PReLU');
  b.steps.push(point.prelu(layer.node.name, bottom, top, affineParam(b, slope, bottom, 0.25)));
};

const dropout: Build = (b, layer) => {
  if (b.options.change.plainLayers) return pass(b, layer);
  const [bottom, top] = b.like(layer);
  const ratio = layer.node.message.msg('dropout_param').num('dropout_ratio');
  b.steps.push(point.dropout(layer.node.name, bottom, top, ratio, b.random));
};

const flatten: Build = (b, layer) => {
  const bottom = b.bottom(layer);
  const top = layer.node.tops[0];
  if (!top) return;
  // The same memory, read as one position.
  const same = { ...bottom, positions: 1, units: bottom.positions * bottom.units };
  b.tensors.set(top, { ...same, real: Number(layer.tops[0]?.[1] ?? bottom.real) });
};

const soft: Build = (b, layer) => {
  if (b.options.change.bareLogits) return pass(b, layer);
  const [bottom, top] = b.like(layer);
  b.steps.push(softmax(layer.node.name, bottom, top));
};

const nothing: Build = () => undefined;

/** Is this the logits' own activation, between the last weights and the loss? */
const onLogits = (layer: ShapedLayer): boolean =>
  layer.node.tops[0]?.consumers.some((c) => c.layer.signature?.loss && c.bottomIndex === 0) === true;

const saturating =
  (f: point.Pointwise): Build =>
  (b, layer) =>
    pointwise(() => (b.options.change.rectifiers ? point.relu(0) : f))(b, layer);

const unlessBare =
  (build: Build): Build =>
  (b, layer) =>
    b.options.change.bareLogits && onLogits(layer) ? pass(b, layer) : build(b, layer);

export const builders: ReadonlyMap<string, Build> = new Map<string, Build>([
  ['source', source],
  ['Convolution', denseBuilder],
  ['InnerProduct', denseBuilder],
  ['Deconvolution', deconvolution],
  ['DepthwiseConvolution', denseBuilder],
  ['ConvolutionDepthwise', denseBuilder],
  ['ReLU', unlessBare(pointwise((l) => point.relu(l.node.message.msg('relu_param').num('negative_slope'))))],
  ['ReLU6', unlessBare(pointwise(() => point.relu(0)))],
  ['Sigmoid', unlessBare(saturating(point.sigmoid))],
  ['TanH', unlessBare(saturating(point.tanh))],
  ['ELU', pointwise((l) => point.elu(l.node.message.msg('elu_param').num('alpha')))],
  ['AbsVal', pointwise(() => point.absolute)],
  ['BNLL', pointwise(() => point.softplus)],
  [
    'Power',
    pointwise((l) => {
      const p = l.node.message.msg('power_param');
      return point.power(p.num('power'), p.num('scale'), p.num('shift'));
    }),
  ],
  [
    'Exp',
    pointwise((l) => {
      const p = l.node.message.msg('exp_param');
      return point.exponential(p.num('base'), p.num('scale'), p.num('shift'));
    }),
  ],
  [
    'Log',
    pointwise((l) => {
      const p = l.node.message.msg('log_param');
      return point.logarithm(p.num('base'), p.num('scale'), p.num('shift'));
    }),
  ],
  ['PReLU', prelu],
  ['Dropout', dropout],
  ['Pooling', pooling],
  ['LRN', response],
  ['BatchNorm', normalise],
  ['Scale', scale],
  ['Bias', scale],
  ['Eltwise', eltwise],
  ['Concat', join],
  ['Slice', cut],
  ['Flatten', flatten],
  ['Softmax', soft],
  ['Split', pass],
  ['Silence', nothing],
  ['Accuracy', nothing],
  ...lossBuilders,
]);
