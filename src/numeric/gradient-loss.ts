/** Gradients that Caffe's losses send back at initialisation, for labels drawn at random. */
import { count, isKnown, type Shape } from '../shapes/shape.js';
import type { Gradient } from './gradient.js';
import { expectation, type Normalization } from './losses.js';
import type { Moments } from './moments.js';
import { rowMeans } from './moments.js';
import { UNITS } from './nodes.js';
import { softmax } from './softmax.js';

/** What the sum of all terms is divided by. */
function divisor(mode: Normalization, shape: Shape, axis: number, spatial: boolean): number {
  const known = (d: number | string): number => (isKnown(d) ? d : 1);
  const outer = known(count(shape, 0, axis));
  const inner = spatial ? known(count(shape, axis + 1)) : known(count(shape, axis));
  if (mode === 'NONE') return 1;
  return mode === 'BATCH_SIZE' ? outer : outer * inner;
}

const scaledBy = (g: Omit<Gradient, 'widen'>, factor: number, widen: number): Gradient => ({
  second: g.second * factor * factor,
  place: g.place * factor * factor,
  cross: g.cross * factor * factor,
  apart: g.apart * factor * factor,
  widen,
});

/**
 * SoftmaxWithLoss: p - [label]. Over random labels E g² = E p² + 1/K - 2/K², and two inputs have only
 * in common what their probabilities have.
 */
export function softmaxGradient(
  m: Moments,
  shape: Shape,
  axis: number,
  mode: Normalization,
  weight: number,
): Gradient | undefined {
  const at = axis < 0 ? axis + (shape?.length ?? 0) : axis;
  const classes = shape?.[at];
  if (!isKnown(classes) || classes < 1) return undefined;
  const p = softmax(m, classes);
  const second = p.second + 1 / classes - 2 / classes ** 2;
  const cross = Math.max(0, p.cross - 1 / classes ** 2);
  const factor = weight / Math.max(1, divisor(mode, shape, at, true));
  return scaledBy({ second, place: cross, cross, apart: cross }, factor, m.widen);
}

/** E f² and the mean over units of (E f)² of a function of the elements. */
function power(m: Moments, f: (x: number) => number): { second: number; level: number } {
  let level = 0;
  rowMeans(m.values.map(f)).forEach((v, u) => (level += UNITS.weight[u]! * v * v));
  return { second: expectation(m, (x) => f(x) ** 2), level };
}

/** SigmoidCrossEntropyLoss: σ(x) - t, targets as often 1 as 0. */
export function sigmoidGradient(m: Moments, shape: Shape, mode: Normalization, weight: number): Gradient {
  const { second, level } = power(m, (x) => 1 / (1 + Math.exp(-x)) - 0.5);
  const factor = weight / Math.max(1, divisor(mode, shape, 1, false));
  return scaledBy({ second: second + 0.25, place: level, cross: level, apart: level }, factor, m.widen);
}

/** EuclideanLoss: (a - b) / N. */
export function euclideanGradient(a: Moments, b: Moments, shape: Shape, weight: number): Gradient {
  const batch = isKnown(shape?.[0]) ? Math.max(1, shape[0]) : 1;
  const mixed = 2 * a.mean * b.mean;
  const second = a.second + b.second - mixed;
  const cross = Math.max(0, a.cross + b.cross - mixed);
  return scaledBy({ second, place: cross, cross, apart: cross }, weight / batch, Math.max(a.widen, b.widen));
}

/** HingeLoss: ±1 (or twice the excess) where the margin is violated, per class and item. */
export function hingeGradient(m: Moments, shape: Shape, norm: 1 | 2, weight: number): Gradient {
  const batch = isKnown(shape?.[0]) ? Math.max(1, shape[0]) : 1;
  const f = (x: number): number => (1 + x > 0 ? (norm === 1 ? 1 : 2 * (1 + x)) : 0);
  const { second, level } = power(m, f);
  return scaledBy({ second, place: level, cross: level, apart: level }, weight / batch, m.widen);
}

/** MultinomialLogisticLoss: -1/p at the label's place, p clamped at 1e-20. */
export function multinomialGradient(m: Moments, shape: Shape, weight: number): Gradient {
  const batch = isKnown(shape?.[0]) ? Math.max(1, shape[0]) : 1;
  const classes = isKnown(shape?.[1]) ? Math.max(1, shape[1]) : 1;
  const f = (p: number): number => 1 / Math.max(p, 1e-20);
  const { second, level } = power(m, f);
  const cross = level / classes ** 2;
  return scaledBy({ second: second / classes, place: cross, cross, apart: cross }, weight / batch, m.widen);
}
