/**
 * Second moments of gradients at initialisation, backwards through the net. As usual in this theory
 * (Schoenholz et al. 2017), gradients are taken to be independent of the forward values and to flow
 * through weights of their own.
 */
import type { ParamBlob } from '../shapes/param-blob.js';
import { count, isKnown, type Shape } from '../shapes/shape.js';
import { cumulative } from './gaussian.js';
import { fromValues, type ForwardContext, type Moments } from './moments.js';
import { DRAWS, UNITS } from './nodes.js';
import { windowMean } from './spatial.js';
import { expansion, valueSpatial } from './table.js';

/** Products of two gradients of the loss at one unit of a blob. */
export interface Gradient {
  /** E[g²]. */
  second: number;
  /** At two places of one input, on the average over all pairs of places. */
  place: number;
  /** At one place, for two inputs of the batch. */
  cross: number;
  /** At two places of two inputs. */
  apart: number;
  /** ln of the factor by which it may be off. */
  widen: number;
  /** Only the largest of so many values gets it (behind MAX pooling). */
  among?: number;
  /** The element-wise function it came through last: gradient above it, and slope at each cell of the values' table. */
  gate?: { above: Gradient; slopes: Float64Array };
}

/** Of a parameter's elements. */
export interface ParamGradient {
  /** E[(dL/dw)²]. */
  second: number;
  /** E[w²]. */
  weight: number;
}

export interface BackwardContext extends ForwardContext {
  tops: readonly (Moments | undefined)[];
  gradients: readonly (Gradient | undefined)[];
  /** What each top counts in the loss. */
  lossWeights: readonly number[];
}

export interface BackwardResult {
  bottoms: (Gradient | undefined)[];
  params?: (ParamGradient | undefined)[];
}

export type Backward = (c: BackwardContext) => BackwardResult;

/** Two parts of one gradient that have nothing to do with each other. */
export const plus = (a: Gradient, b: Gradient): Gradient => ({
  second: a.second + b.second,
  place: a.place + b.place,
  cross: a.cross + b.cross,
  apart: a.apart + b.apart,
  widen: Math.max(a.widen, b.widen),
});

/** A gradient whose square is multiplied by `power`. */
export const times = (g: Gradient, power: number): Gradient => ({
  second: g.second * power,
  place: g.place * power,
  cross: g.cross * power,
  apart: g.apart * power,
  widen: g.widen,
});

/** Each of the four products multiplied by its own factor. */
const each = (g: Gradient, second: number, place: number, cross: number, apart: number): Gradient => ({
  second: g.second * second,
  place: g.place * place,
  cross: g.cross * cross,
  apart: g.apart * apart,
  widen: g.widen,
});

/** Sizes of a batch of maps. What is not known counts 1. */
export function sizesOf(shape: Shape): { inputs: number; places: number; height: number; width: number } {
  const known = (d: number | string | undefined): number => (isKnown(d) ? Math.max(1, d) : 1);
  const maps = (shape?.length ?? 0) > 2;
  return {
    inputs: known(shape?.[0]),
    places: maps ? known(count(shape, 2)) : 1,
    height: maps ? known(shape?.[2]) : 1,
    width: maps ? known(shape?.[3] ?? 1) : 1,
  };
}

/** The products of the forward values that go with those of a gradient. */
export function productsOf(m: Moments, shape: Shape): Omit<Gradient, 'widen'> {
  const { places, height, width } = sizesOf(shape);
  const level = m.mean * m.mean + m.between;
  const moving = (1 - m.pattern) * m.within;
  const overall = places > 1 ? windowMean(valueSpatial(m), height, width) : 1;
  const near = places > 1 ? Math.max(0, (places * overall - 1) / (places - 1)) : 0;
  return { second: m.second, place: level + moving * near, cross: m.cross, apart: level };
}

/** Sum over a batch and over places of gradient times value: Σ Σ' of products. */
export function summed(g: Gradient, x: Omit<Gradient, 'widen'>, inputs: number, places: number): number {
  const own = g.second * x.second + (places - 1) * g.place * x.place;
  const others = g.cross * x.cross + (places - 1) * g.apart * x.apart;
  return Math.max(0, inputs * places * (own + (inputs - 1) * others));
}

/**
 * Σ of gradient times a value that the gradient's own gate depends on: behind a rectifier the values that
 * pass are all positive, so that the products do not average out.
 */
export function summedThroughGate(
  g: Gradient,
  m: Moments,
  inputs: number,
  places: number,
): number | undefined {
  if (!g.gate) return undefined;
  const { above, slopes } = g.gate;
  const passed = fromValues(
    m.values.map((v, i) => v * slopes[i]!),
    { origin: m.origin },
  );
  const level = passed.mean ** 2 + passed.between;
  return summed(above, { second: passed.second, place: level, cross: level, apart: level }, inputs, places);
}

/** A value of 1 everywhere: the gradient of a bias. */
export const ONES: Omit<Gradient, 'widen'> = { second: 1, place: 1, cross: 1, apart: 1 };

/** Weights of the draws for the largest of n: the density n Φ^(n-1) φ. */
function winnerWeights(n: number): Float64Array {
  const weights = DRAWS.weight.map((w, d) => w * cumulative(DRAWS.z[d]!) ** (n - 1));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
}

/** Through an element-wise function with this derivative. */
export function gated(g: Gradient, m: Moments, derivative: (x: number) => number, shape: Shape): Gradient {
  const slopes = m.values.map(derivative);
  const weights = g.among === undefined ? DRAWS.weight : winnerWeights(g.among);
  let second = 0;
  let cross = 0;
  for (let u = 0, i = 0; u < UNITS.count; u++) {
    let mean = 0;
    for (let d = 0; d < DRAWS.count; d++, i++) {
      mean += weights[d]! * slopes[i]!;
      second += UNITS.weight[u]! * weights[d]! * slopes[i]! ** 2;
    }
    cross += UNITS.weight[u]! * mean * mean;
  }
  const { places, height, width } = sizesOf(shape);
  const overall = places > 1 ? windowMean(m.spatial, height, width) : 0;
  const near = places > 1 ? Math.max(0, (places * overall - 1) / (places - 1)) : 0;
  const variance = Math.max(0, second - cross);
  const within = near > 0 ? expansion({ ...m, values: slopes, within: variance }).unit(near) : 0;
  return { ...each(g, second, cross + within * variance, cross, cross), gate: { above: g, slopes } };
}

/** `backward` of an element-wise layer. */
export const throughFunction =
  (derivative: (c: BackwardContext) => (x: number) => number): Backward =>
  (c) => {
    const [g, m] = [c.gradients[0], c.bottoms[0]];
    return { bottoms: [g && m && gated(g, m, derivative(c), c.bottomShapes[0])] };
  };

/** `backward` of layers that move or copy values: each bottom gets what its tops get, together. */
export const passedBack: Backward = (c) => {
  const known = c.gradients.filter((g) => g !== undefined);
  const sum = known.length > 0 ? known.reduce(plus) : undefined;
  return { bottoms: c.bottoms.map((_, i) => (i === 0 ? sum : undefined)) };
};

/** E[w²] of a filled parameter. */
export const powerOf = (stats: { mean: number; variance: number }): number =>
  stats.mean ** 2 + stats.variance;

/** Number of a parameter's elements, where known. */
export const sizeOfParam = (blob: ParamBlob): number | undefined => {
  const n = count(blob.shape);
  return isKnown(n) ? n : undefined;
};
