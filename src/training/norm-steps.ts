/** BatchNorm, LRN and softmax. */
import type { Step, Tensor } from './tensor.js';

/** Batch statistics per unit over samples and positions (batch_norm_layer.cpp); biased variance, as Caffe normalises. */
export function batchNorm(name: string, bottom: Tensor, top: Tensor, eps: number): Step {
  const { units } = top;
  const rows = top.values.length / units;
  const deviation = new Float64Array(units);
  return {
    name,
    forward() {
      const x = bottom.values;
      for (let u = 0; u < units; u++) {
        let sum = 0;
        for (let r = 0; r < rows; r++) sum += x[r * units + u]!;
        const mean = sum / rows;
        let square = 0;
        for (let r = 0; r < rows; r++) square += (x[r * units + u]! - mean) ** 2;
        const s = Math.sqrt(square / rows + eps);
        deviation[u] = s;
        for (let r = 0; r < rows; r++) top.values[r * units + u] = (x[r * units + u]! - mean) / s;
      }
    },
    backward() {
      const y = top.values;
      const g = top.gradient;
      for (let u = 0; u < units; u++) {
        let mean = 0;
        let dot = 0;
        for (let r = 0; r < rows; r++) {
          mean += g[r * units + u]!;
          dot += g[r * units + u]! * y[r * units + u]!;
        }
        mean /= rows;
        dot /= rows;
        for (let r = 0; r < rows; r++) {
          const i = r * units + u;
          bottom.gradient[i]! += (g[i]! - mean - y[i]! * dot) / deviation[u]!;
        }
      }
    },
  };
}

/** y = x (k + alpha · mean of x² over the window)^-beta (lrn_layer.cpp); the window is taken over units. */
export function lrn(
  name: string,
  bottom: Tensor,
  top: Tensor,
  { size, alpha, beta, k }: { size: number; alpha: number; beta: number; k: number },
): Step {
  const { units } = top;
  const half = Math.floor(size / 2);
  const base = new Float64Array(top.values.length);
  /** base^-beta, which takes long, for the way back. */
  const scale = new Float64Array(top.values.length);
  return {
    name,
    forward() {
      const x = bottom.values;
      for (let i = 0; i < base.length; i++) {
        const row = i - (i % units);
        const u = i - row;
        let sum = 0;
        const end = row + Math.min(units - 1, u + half);
        for (let j = row + Math.max(0, u - half); j <= end; j++) sum += x[j]! * x[j]!;
        base[i] = k + (alpha / size) * sum;
        scale[i] = base[i]! ** -beta;
        top.values[i] = x[i]! * scale[i]!;
      }
    },
    backward() {
      const x = bottom.values;
      const g = top.gradient;
      for (let i = 0; i < base.length; i++) {
        const row = i - (i % units);
        const u = i - row;
        let cross = 0;
        const end = row + Math.min(units - 1, u + half);
        for (let j = row + Math.max(0, u - half); j <= end; j++) cross += (g[j]! * top.values[j]!) / base[j]!;
        bottom.gradient[i]! += g[i]! * scale[i]! - ((2 * alpha * beta) / size) * x[i]! * cross;
      }
    },
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
    for (let u = 0; u < units; u++) sum += y[row + u] = Math.exp(x[row + u]! - max);
    for (let u = 0; u < units; u++) y[row + u]! /= sum;
  }
}
