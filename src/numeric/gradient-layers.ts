/** Gradients through the layers that are neither weights nor element-wise functions. */
import { count, isKnown, type Shape } from '../shapes/shape.js';
import {
  ONES,
  productsOf,
  sizesOf,
  summed,
  times,
  type Gradient,
  type ParamGradient,
  summedThroughGate,
} from './gradient.js';
import type { FillerStats } from './filler.js';
import type { Moments } from './moments.js';
import type { PoolAxis } from './pooling.js';

/** Maximum or average over windows. Each output sends its gradient to one input, or a share to all. */
export function throughPooling(
  g: Gradient,
  [y, x]: readonly [PoolAxis, PoolAxis],
  max: boolean,
  bottom: Shape,
  top: Shape,
): Gradient {
  const size = y.kernel * x.kernel;
  const places = sizesOf(bottom).places;
  const known = isKnown(count(bottom, 2)) && isKnown(count(top, 2));
  const ratio = known ? sizesOf(top).places / places : 1 / (y.stride * x.stride);
  const far = ratio * ratio;
  if (max) {
    const { place, cross, apart, widen } = times(g, far);
    return { second: ratio * g.second, place, cross, apart, widen, among: size };
  }
  const windows = Math.max(1, ratio * size);
  const joined = (one: number, other: number): number =>
    (windows * one + windows * (windows - 1) * other) / size ** 2;
  // Of an input's partners, those in its own windows have the very same gradient.
  const partners = Math.max(1, places - 1);
  const near = Math.min(1, (windows * (size - 1)) / partners);
  const spread = (one: number, other: number): number =>
    ((windows * (size - 1)) / (size ** 2 * partners)) * one + (1 - near) * far * other;
  return {
    second: joined(g.second, g.place),
    place: spread(g.second, g.place),
    cross: joined(g.cross, g.apart),
    apart: spread(g.cross, g.apart),
    widen: g.widen,
  };
}

/** BatchNorm over the batch: the mean gradient of each channel goes, the rest is divided by its deviation. */
export function throughBatchNorm(g: Gradient, m: Moments, eps: number, shape: Shape): Gradient {
  const { inputs, places } = sizesOf(shape);
  const mean = summed(g, ONES, inputs, places) / (inputs * places) ** 2;
  const power = m.within > 0 ? 1 / (m.within + eps) : 0;
  return {
    second: Math.max(0, g.second - mean) * power,
    place: (g.place - mean) * power,
    cross: (g.cross - mean) * power,
    apart: (g.apart - mean) * power,
    widen: g.widen,
  };
}

/** A learned scale and bias: gradients of the input, of γ and of β. */
export function throughScale(
  g: Gradient,
  m: Moments,
  gamma: FillerStats,
  shape: Shape,
): { bottom: Gradient; gamma: number; beta: number } {
  const { inputs, places } = sizesOf(shape);
  return {
    bottom: times(g, gamma.mean ** 2 + gamma.variance),
    gamma: summedThroughGate(g, m, inputs, places) ?? summed(g, productsOf(m, shape), inputs, places),
    beta: summed(g, ONES, inputs, places),
  };
}

/** One of the bottoms of a product: the gradient times the others. */
export function throughProduct(g: Gradient, others: readonly Moments[], shape: Shape): Gradient {
  return others.reduce((sum, m) => {
    const p = productsOf(m, shape);
    return {
      second: sum.second * p.second,
      place: sum.place * p.place,
      cross: sum.cross * p.cross,
      apart: sum.apart * p.apart,
      widen: Math.max(sum.widen, m.widen),
    };
  }, g);
}

/** Only one element in `parts` gets the gradient (Eltwise MAX, values that are cut off, Crop). */
export function throughChoice(g: Gradient, parts: number): Gradient {
  const square = 1 / (parts * parts);
  return {
    widen: g.widen,
    second: g.second / parts,
    place: g.place * square,
    cross: g.cross * square,
    apart: g.apart * square,
  };
}

/** Parts of one blob, each with its own gradient and its share of the elements. */
export function joined(parts: readonly { g: Gradient | undefined; weight: number }[]): Gradient | undefined {
  const all = parts.reduce((sum, p) => sum + p.weight, 0);
  const mean = (of: (g: Gradient) => number): number =>
    parts.reduce((sum, { g, weight }) => sum + (g ? (weight / all) * of(g) : 0), 0);
  if (!(all > 0) || parts.every(({ g }) => g === undefined)) return undefined;
  return {
    second: mean((g) => g.second),
    place: mean((g) => g.place),
    cross: mean((g) => g.cross),
    apart: mean((g) => g.apart),
    widen: Math.max(...parts.map(({ g }) => g?.widen ?? 0)),
  };
}

/** A normalisation that divides by a size computed from the blob itself: top over bottom, squared. */
export const throughRatio = (g: Gradient, bottom: Moments, top: Moments): Gradient =>
  times(g, bottom.second > 0 ? top.second / bottom.second : 0);

/** Softmax: p ⊙ (g - Σ p g). */
export function throughSoftmax(g: Gradient, p: Moments): Gradient {
  return {
    widen: g.widen,
    second: g.second * p.second,
    place: g.place * p.cross,
    cross: g.cross * p.cross,
    apart: g.apart * p.cross,
  };
}

/** A row of an embedding gets a gradient from the items that chose it. */
export const embedGradient = (g: Gradient, items: number, words: number, weight: number): ParamGradient => ({
  second: (items / Math.max(1, words)) * g.second,
  weight,
});
