/** Expected values of Caffe's losses at initialisation, and what they are divided by. */
import type { Message } from '../document/message.js';
import { count, isKnown, type Dim, type Shape } from '../shapes/shape.js';
import { softplus } from './activation.js';
import { constant, type LossReport, type Moments } from './moments.js';
import { DRAWS, UNITS } from './nodes.js';
import { logitDistribution, softmaxLoss } from './softmax.js';

export type Normalization = 'FULL' | 'VALID' | 'BATCH_SIZE' | 'NONE';

/** Mean of f over a blob's elements. */
export function expectation(m: Moments, f: (x: number) => number): number {
  let sum = 0;
  for (let u = 0, i = 0; u < UNITS.count; u++)
    for (let d = 0; d < DRAWS.count; d++, i++) sum += UNITS.weight[u]! * DRAWS.weight[d]! * f(m.values[i]!);
  return sum;
}

const known = (dim: Dim): number | undefined => (isKnown(dim) ? dim : undefined);

/**
 * LossParameter's mode: `normalization`, or the old `normalize`, or the layer's default. InfogainLoss and
 * SoftmaxWithLoss default to VALID, SigmoidCrossEntropyLoss to BATCH_SIZE.
 */
export function normalizationOf(param: Message, fallback: Normalization): Normalization {
  if (!param.has('normalization') && param.has('normalize'))
    return param.bool('normalize') ? 'VALID' : 'BATCH_SIZE';
  return param.has('normalization') ? (param.str('normalization') as Normalization) : fallback;
}

/** How many terms of the loss one unit of it sums: terms / normalizer. Undefined where a size is not known. */
export function termsPerLoss(mode: Normalization, outer: Dim, inner: Dim): number | undefined {
  const [o, i] = [known(outer), known(inner)];
  if (mode === 'FULL' || mode === 'VALID') return 1;
  if (mode === 'BATCH_SIZE') return i;
  return o === undefined || i === undefined ? undefined : o * i;
}

/** A scalar loss. */
export const lossTop = (
  value: number | undefined,
  widen: number,
  report?: LossReport,
): Moments | undefined =>
  value === undefined
    ? undefined
    : constant(value, { low: 0, high: Infinity, widen, ...(report && { loss: report }) });

/** SoftmaxWithLoss over the classes of `axis` (softmax_loss_layer.cpp). */
export function softmaxWithLoss(
  m: Moments,
  shape: Shape,
  axis: number,
  mode: Normalization,
): Moments | undefined {
  const at = axis < 0 ? axis + (shape?.length ?? 0) : axis;
  const classes = shape?.[at];
  if (!isKnown(classes)) return undefined;
  const terms = termsPerLoss(mode, count(shape, 0, at), count(shape, at + 1));
  if (terms === undefined) return undefined;
  const logits = logitDistribution(m);
  const { loss, ceiling } = softmaxLoss(logits, classes);
  return lossTop(loss * terms, m.widen, { ceiling, classes, logitStd: logits.std, inputStd: inputPart(m) });
}

/** Standard deviation that the input causes. */
const inputPart = (m: Moments): number => Math.sqrt(Math.max(0, (1 - m.pattern) * m.within));

/** Σ softplus(x) - x t per instance, with targets as often 1 as 0 (sigmoid_cross_entropy_loss_layer.cpp). */
export function sigmoidCrossEntropy(m: Moments, shape: Shape, mode: Normalization): Moments | undefined {
  const terms = termsPerLoss(mode, shape?.[0] ?? '?', count(shape, 1));
  if (terms === undefined) return undefined;
  const each = expectation(m, softplus) - m.mean / 2;
  return lossTop(each * terms, m.widen, {
    ceiling: 0,
    classes: 0,
    logitStd: Math.sqrt(m.between + m.within),
    inputStd: inputPart(m),
  });
}

/** Σ (a - b)² / 2N (euclidean_loss_layer.cpp). */
export function euclidean(a: Moments, b: Moments, shape: Shape): Moments | undefined {
  const each = known(count(shape, 1));
  if (each === undefined) return undefined;
  const square = a.second + b.second - 2 * a.mean * b.mean;
  return lossTop((each * square) / 2, Math.max(a.widen, b.widen));
}

/** Hinge: max(0, 1 ± x) summed over classes, per instance (hinge_loss_layer.cpp). */
export function hinge(m: Moments, shape: Shape, power: 1 | 2): Moments | undefined {
  const classes = known(count(shape, 1));
  if (classes === undefined) return undefined;
  const side = (sign: number): number => expectation(m, (x) => Math.max(0, 1 + sign * x) ** power);
  return lossTop((classes - 1) * side(1) + side(-1), m.widen);
}

/**
 * Half of the pairs alike: E[d²]/2 for those, max(margin - d, 0)²/2 for the others, d² = Σ (a - b)²
 * (contrastive_loss_layer.cpp). Two towers that share their weights differ in the input only.
 */
export function contrastive(
  a: Moments,
  b: Moments,
  shape: Shape,
  options: { margin: number; legacy: boolean },
): Moments | undefined {
  const dims = known(count(shape, 1));
  if (dims === undefined) return undefined;
  const alike = a.origin === b.origin || a.mean === b.mean;
  const square = alike
    ? dims * 2 * Math.max(0, a.second - a.cross)
    : dims * (a.second + b.second - 2 * a.mean * b.mean);
  const { margin, legacy } = options;
  const apart = legacy ? Math.max(0, margin - square) : Math.max(0, margin - Math.sqrt(square)) ** 2;
  return lossTop((square + apart) / 4, Math.max(a.widen, b.widen));
}

/** -ln max(p, floor) of a random class (multinomial_logistic_loss_layer.cpp clamps at 1e-20). */
export function multinomialLogistic(m: Moments, classes: Dim | undefined): Moments {
  const each = expectation(m, (p) => -Math.log(Math.max(p, 1e-20)));
  return lossTop(each, m.widen, {
    ceiling: expectation(m, (p) => (p <= 1e-20 ? 1 : 0)),
    classes: isKnown(classes) ? classes : 0,
    logitStd: NaN,
    inputStd: inputPart(m),
  })!;
}

/** Smooth L1 with threshold 1/σ² (the dialects' SmoothL1Loss), Σ / N, optionally less a target. */
export function smoothL1(
  a: Moments,
  target: Moments | undefined,
  shape: Shape,
  sigma: number,
): Moments | undefined {
  const each = known(count(shape, 1));
  if (each === undefined) return undefined;
  const shift = target?.mean ?? 0;
  const noise = target ? target.between + target.within : 0;
  const s2 = sigma * sigma;
  const scale = Math.sqrt(1 + noise / Math.max(a.between + a.within, 1e-30));
  const f = (x: number): number => {
    const d = Math.abs(a.mean - shift + scale * (x - a.mean));
    return d < 1 / s2 ? 0.5 * s2 * d * d : d - 0.5 / s2;
  };
  return lossTop(each * expectation(a, f), Math.max(a.widen, target?.widen ?? 0));
}
