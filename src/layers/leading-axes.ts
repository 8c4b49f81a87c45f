/** Axes that a layer keeps before the one it works on. */
import { UNKNOWN } from '../shapes/shape.js';
import type { Dim, Shape } from '../shapes/shape.js';

/** kMaxBlobAxes: no blob has more, whatever number the text gives. */
const MAX_AXES = 32;

/** The first `n` dimensions of a shape; unknown ones where the shape is not known. */
export const leadingAxes = (shape: Shape, n: number): Dim[] =>
  shape ? shape.slice(0, n) : Array.from({ length: Math.min(n, MAX_AXES) }, () => UNKNOWN);
