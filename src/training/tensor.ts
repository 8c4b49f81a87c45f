/**
 * Blobs and parameters of the surrogate. A blob holds `batch` samples, each with a few positions of a
 * few units: [sample][position][unit]. Single precision, so that it overflows where Caffe's does.
 */

import { floats } from './memory.js';

export interface Tensor {
  batch: number;
  positions: number;
  units: number;
  /** Real channels or features that the units stand for. */
  real: number;
  values: Float32Array;
  gradient: Float32Array;
}

export function tensor(batch: number, positions: number, units: number, real: number): Tensor {
  const size = batch * positions * units;
  return {
    batch,
    positions,
    units,
    real,
    values: floats(size),
    gradient: floats(size),
  };
}

/**
 * A parameter of the surrogate. Its gradient is that of the surrogate; a real gradient element is
 * `gradient / spread`.
 */
export interface Weights {
  values: Float32Array;
  gradient: Float32Array;
  /** Real fan-in over the surrogate's (1 for a bias). */
  fan: number;
  /** sqrt(real outputs / the surrogate's). */
  spread: number;
  /** How far the surrogate's weight moves for a real step of 1. */
  reach: number;
  lrMult: number;
  decayMult: number;
  /** First and second history of the solver. */
  first: Float32Array;
  second: Float32Array;
}

export function weights(
  size: number,
  fan: number,
  spread: number,
  more: { lrMult: number; decayMult: number; steps: 'unit' | 'function' },
): Weights {
  return {
    values: floats(size),
    gradient: floats(size),
    fan,
    spread,
    reach: more.steps === 'unit' ? fan : fan * spread,
    lrMult: more.lrMult,
    decayMult: more.decayMult,
    first: floats(size),
    second: floats(size),
  };
}

/** One layer of the surrogate; `backward` adds to its bottoms' gradients. */
export interface Step {
  name: string;
  forward(): void;
  backward?(): void;
}
