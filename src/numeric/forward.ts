/** Small parts that the layers' forward functions are put together from. */
import type { ParamBlob } from '../shapes/param-blob.js';
import { isKnown, type Dim, type Shape } from '../shapes/shape.js';
import { dropped } from './activation.js';
import { fillerStats, type FillerStats } from './filler.js';
import { fromValues, type ForwardContext, type Moments } from './moments.js';

export type Forward = (c: ForwardContext) => (Moments | undefined)[];

/** A function of the first bottom, for every top. */
export const ofFirst =
  (f: (m: Moments, c: ForwardContext) => Moments | undefined): Forward =>
  (c) => {
    const m = c.bottoms[0];
    const made = m && f(m, c);
    return c.topShapes.map(() => made);
  };

/** The same for the first top only: what further tops hold is not known. */
export const firstTop =
  (f: (m: Moments, c: ForwardContext) => Moments | undefined): Forward =>
  (c) => {
    const m = c.bottoms[0];
    const made = m && f(m, c);
    return c.topShapes.map((_, i) => (i === 0 ? made : undefined));
  };

/** Layers that move or copy values. */
export const passed: Forward = ofFirst((m) => m);

/** The same, by a factor of e^`by` less sure. */
export const widened = (by: number): Forward => ofFirst((m) => ({ ...m, widen: m.widen + by }));

/** How a parameter blob is filled: by trained weights, or by its filler. */
export const paramStats = (blob: ParamBlob | undefined): FillerStats =>
  blob === undefined
    ? { mean: 0, variance: 0, known: false }
    : (blob.trained ?? fillerStats(blob.filler, blob.shape, blob.constant ?? 0));

/** The number of classes along an axis, counted from the end when negative. */
export function along(shape: Shape, axis: number): number | undefined {
  const dim = shape?.[axis < 0 ? axis + shape.length : axis];
  return isKnown(dim) ? dim : undefined;
}

/** One in `times` places keeps its value, the others are 0 (unpooling). */
export function scattered(m: Moments, times: number): Moments {
  const kept = dropped(m, 1 - 1 / times);
  return fromValues(
    kept.values.map((v) => v / times),
    kept,
  );
}

export const knownOr = (dim: Dim | undefined, fallback: number): number => (isKnown(dim) ? dim : fallback);
