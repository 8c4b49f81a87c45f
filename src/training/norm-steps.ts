/** BatchNorm, LRN and softmax. */
import { at, compiled, floats } from './memory.js';
import type { Step, Tensor } from './tensor.js';

/** Looked up once, see random.ts. */
const { exp, floor } = Math;

/** Batch statistics per unit over samples and positions (batch_norm_layer.cpp); biased variance, as Caffe normalises. */
export function batchNorm(name: string, bottom: Tensor, top: Tensor, eps: number): Step {
  const kernels = compiled();
  const { units } = top;
  const rows = top.values.length / units;
  const deviation = at(floats(units));
  const [x, dx] = [at(bottom.values), at(bottom.gradient)];
  const [y, dy] = [at(top.values), at(top.gradient)];
  return {
    name,
    forward: () => kernels.batchNormForward(x, y, deviation, rows, units, eps),
    backward: () => kernels.batchNormBackward(y, dx, dy, deviation, rows, units),
  };
}

/** y = x (k + alpha · mean of x² over the window)^-beta (lrn_layer.cpp); the window is taken over units. */
export function lrn(
  name: string,
  bottom: Tensor,
  top: Tensor,
  { size, alpha, beta, k }: { size: number; alpha: number; beta: number; k: number },
): Step {
  const kernels = compiled();
  const { units } = top;
  const { length } = top.values;
  const rows = length / units;
  const half = floor(size / 2);
  const base = floats(length);
  /** base^-beta, which takes long, for the way back. */
  const scale = floats(length);
  const row = at(floats(units));
  const [x, dx] = [at(bottom.values), at(bottom.gradient)];
  const [y, dy] = [at(top.values), at(top.gradient)];
  const slope = (2 * alpha * beta) / size;
  return {
    name,
    forward() {
      kernels.lrnBase(x, at(base), row, rows, units, half, k, alpha / size);
      // Nearly every net has beta 0.75, which is two roots.
      if (beta === 0.75) kernels.lrnRoots(at(base), at(scale), length);
      else for (let i = 0; i < length; i++) scale[i] = base[i]! ** -beta;
      kernels.product(x, at(scale), y, length);
    },
    backward: () => kernels.lrnBackward(x, y, dx, dy, at(base), at(scale), row, rows, units, half, slope),
  };
}

/** Softmax over the units of each position. */
export function softmax(name: string, bottom: Tensor, top: Tensor): Step {
  const { units } = top;
  return {
    name,
    forward() {
      softmaxRows(bottom.values, top.values, units);
    },
    backward() {
      const y = top.values;
      const g = top.gradient;
      for (let row = 0; row < y.length; row += units) {
        let dot = 0;
        for (let u = 0; u < units; u++) dot += g[row + u]! * y[row + u]!;
        for (let u = 0; u < units; u++) bottom.gradient[row + u]! += y[row + u]! * (g[row + u]! - dot);
      }
    },
  };
}

/** softmax_layer.cpp: the maximum is subtracted first. */
export function softmaxRows(x: Float32Array, y: Float32Array, units: number): void {
  for (let row = 0; row < x.length; row += units) {
    let max = -Infinity;
    for (let u = 0; u < units; u++) if (!(x[row + u]! <= max)) max = x[row + u]!;
    let sum = 0;
    for (let u = 0; u < units; u++) sum += y[row + u] = exp(x[row + u]! - max);
    for (let u = 0; u < units; u++) y[row + u]! /= sum;
  }
}
