/** A plain forward pass over arrays, to hold the model against: blobs are N × C × H × W. */
import type { Random } from './random.js';

export interface Blob {
  n: number;
  c: number;
  h: number;
  w: number;
  data: Float64Array;
}

export function blob(n: number, c: number, h: number, w: number, fill: () => number): Blob {
  return { n, c, h, w, data: Float64Array.from({ length: n * c * h * w }, fill) };
}

export interface Conv {
  outputs: number;
  kernel: number;
  stride?: number;
  pad?: number;
  group?: number;
  weight: () => number;
  bias?: () => number;
}

export function convolve(x: Blob, conv: Conv): Blob {
  const { kernel: k, stride = 1, pad = 0, group = 1 } = conv;
  const inner = x.c / group;
  const weights = Float64Array.from({ length: conv.outputs * inner * k * k }, conv.weight);
  const biases = Float64Array.from({ length: conv.outputs }, conv.bias ?? (() => 0));
  const h = Math.floor((x.h + 2 * pad - k) / stride) + 1;
  const w = Math.floor((x.w + 2 * pad - k) / stride) + 1;
  const out = blob(x.n, conv.outputs, h, w, () => 0);
  let at = 0;
  for (let n = 0; n < x.n; n++)
    for (let o = 0; o < conv.outputs; o++) {
      const first = Math.floor((o * group) / conv.outputs) * inner;
      for (let y = 0; y < h; y++)
        for (let z = 0; z < w; z++) {
          let sum = biases[o]!;
          for (let c = 0; c < inner; c++)
            for (let a = 0; a < k; a++)
              for (let b = 0; b < k; b++) {
                const [i, j] = [y * stride - pad + a, z * stride - pad + b];
                if (i < 0 || j < 0 || i >= x.h || j >= x.w) continue;
                sum +=
                  weights[((o * inner + c) * k + a) * k + b]! *
                  x.data[((n * x.c + first + c) * x.h + i) * x.w + j]!;
              }
          out.data[at++] = sum;
        }
    }
  return out;
}

export const map = (x: Blob, f: (v: number) => number): Blob => ({ ...x, data: x.data.map(f) });

export const relu = (x: Blob): Blob => map(x, (v) => Math.max(0, v));

export function maxPool(x: Blob, k: number): Blob {
  const out = blob(x.n, x.c, x.h / k, x.w / k, () => -Infinity);
  for (let m = 0; m < x.n * x.c; m++)
    for (let y = 0; y < x.h; y++)
      for (let z = 0; z < x.w; z++) {
        const i = (m * out.h + Math.floor(y / k)) * out.w + Math.floor(z / k);
        out.data[i] = Math.max(out.data[i]!, x.data[(m * x.h + y) * x.w + z]!);
      }
  return out;
}

/** Cross-channel LRN. */
export function lrn(x: Blob, size: number, alpha: number, beta: number, k = 1): Blob {
  const out = { ...x, data: x.data.slice() };
  const plane = x.h * x.w;
  const half = (size - 1) / 2;
  for (let n = 0; n < x.n; n++)
    for (let c = 0; c < x.c; c++)
      for (let p = 0; p < plane; p++) {
        let sum = 0;
        for (let j = Math.max(0, c - half); j <= Math.min(x.c - 1, c + half); j++)
          sum += x.data[(n * x.c + j) * plane + p]! ** 2;
        const i = (n * x.c + c) * plane + p;
        out.data[i] = x.data[i]! * (k + (alpha / size) * sum) ** -beta;
      }
  return out;
}

export const gaussian =
  (r: Random, std: number, mean = 0): (() => number) =>
  () =>
    mean + std * r.normal();
