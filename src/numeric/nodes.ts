/**
 * Nodes of the two hidden normal coordinates that a blob's values are tabulated over: which unit
 * (channel, feature), and which draw within it (input, position). Evenly spaced nodes with the
 * normal density as weight: for smooth functions this trapezoid rule converges geometrically, and
 * nodes that straddle 0 keep its error small at the kink of a rectifier.
 */
import { density } from './gaussian.js';

export interface Nodes {
  readonly count: number;
  readonly step: number;
  /** Positions, ascending. */
  readonly z: Float64Array;
  /** Weights, summing to 1, with Σ w z² = 1. */
  readonly weight: Float64Array;
  /** hermite[k][i] = He_k(z_i) / √k!, the orthonormal Hermite polynomials up to `ORDERS`. */
  readonly hermite: readonly Float64Array[];
}

/** Highest order of the Hermite expansion kept. */
export const ORDERS = 5;

function nodes(count: number, step: number): Nodes {
  const z = new Float64Array(count);
  const weight = new Float64Array(count);
  let total = 0;
  for (let i = 0; i < count; i++) {
    z[i] = (i - (count - 1) / 2) * step;
    total += weight[i] = density(z[i]!);
  }
  let variance = 0;
  for (let i = 0; i < count; i++) {
    weight[i]! /= total;
    variance += weight[i]! * z[i]! * z[i]!;
  }
  const stretch = 1 / Math.sqrt(variance);
  for (let i = 0; i < count; i++) z[i]! *= stretch;
  const hermite = [new Float64Array(count).fill(1), z.slice()];
  for (let k = 2; k <= ORDERS; k++) {
    const a = hermite[k - 1]!;
    const b = hermite[k - 2]!;
    hermite.push(z.map((x, i) => (x * a[i]! - Math.sqrt(k - 1) * b[i]!) / Math.sqrt(k)));
  }
  return { count, step: step * stretch, z, weight, hermite };
}

/** Over the units of a blob. */
export const UNITS = nodes(16, 0.52);
/** Over inputs and positions, within one unit. */
export const DRAWS = nodes(32, 0.28);
export const CELLS = UNITS.count * DRAWS.count;
