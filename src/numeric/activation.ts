/** Element-wise functions of Caffe's activation layers, and Dropout, on tabulated distributions. */
import { fromValues, type Moments } from './moments.js';
import { CELLS, DRAWS, UNITS } from './nodes.js';
import { cumulative, quantile } from './gaussian.js';
import { mapped } from './spatial.js';
import { corrected, pointwise, rowAt } from './table.js';

/** max(x, 0) + slope · min(x, 0) (relu_layer.cpp, prelu_layer.cpp). */
export function rectified(m: Moments, slope = 0): Moments {
  const low = Math.min(m.low >= 0 ? m.low : slope * m.low || 0, Math.max(0, m.low));
  return pointwise(m, (x) => (x > 0 ? x : slope * x), {
    homogeneous: true,
    low: slope === 0 ? Math.max(0, m.low) : low,
    high: slope < 0 ? Infinity : m.high > 0 ? m.high : slope * m.high,
  });
}

export const sigmoid = (m: Moments): Moments =>
  pointwise(m, (x) => 1 / (1 + Math.exp(-x)), { low: 0, high: 1 });

export const hyperbolicTangent = (m: Moments): Moments => pointwise(m, Math.tanh, { low: -1, high: 1 });

export const exponentialLinear = (m: Moments, alpha: number): Moments =>
  pointwise(m, (x) => (x > 0 ? x : alpha * Math.expm1(x)), { low: m.low >= 0 ? 0 : -alpha });

/** ln(1 + eˣ) without overflow. */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** BNLL (bnll_layer.cpp). */
export const softplusOf = (m: Moments): Moments => pointwise(m, softplus, { low: 0 });

/** x σ(βx) (swish_layer.cpp). */
export const swish = (m: Moments, beta: number): Moments =>
  pointwise(m, (x) => x / (1 + Math.exp(-beta * x)));

/** (shift + scale x)^power (power_layer.cpp). */
export function powered(m: Moments, power: number, scale: number, shift: number): Moments {
  const affine = power === 1;
  const bounds =
    affine && scale > 0 ? { low: shift + scale * m.low || 0, high: shift + scale * m.high || 0 } : {};
  return pointwise(m, (x) => (affine ? shift + scale * x : (shift + scale * x) ** power), {
    ...bounds,
    homogeneous: shift === 0 && power === 1,
  });
}

/**
 * Dropout in training: 0 with probability `ratio`, else x / (1 - ratio) (dropout_layer.cpp). The mean
 * stays, E[x²] grows by 1 / (1 - ratio), and what places and units have in common is left as it was.
 */
export function dropped(m: Moments, ratio: number): Moments {
  if (ratio <= 0) return m;
  const keep = 1 - ratio;
  if (keep <= 0) return pointwise(m, () => NaN);
  const values = new Float64Array(CELLS);
  for (let u = 0, i = 0; u < UNITS.count; u++) {
    let negative = 0;
    for (let d = 0; d < DRAWS.count; d++)
      if (m.values[u * DRAWS.count + d]! < 0) negative += DRAWS.weight[d]!;
    for (let d = 0; d < DRAWS.count; d++, i++) {
      const p = cumulative(DRAWS.z[d]!);
      const below = negative * keep;
      const q = p < below ? p / keep : p > below + ratio ? (p - ratio) / keep : undefined;
      values[i] = q === undefined ? 0 : rowAt(m.values, u, quantile(q)) / keep;
    }
  }
  const level = m.mean * m.mean + m.between;
  const within = m.second / keep - level;
  const ratioKept = within > 0 ? m.within / within : 1;
  return fromValues(corrected(values, { mean: m.mean, between: m.between, within }), {
    ...m,
    low: Math.min(0, m.low / keep),
    high: Math.max(0, m.high / keep),
    // Values of other places and units are dropped independently: covariances stay, the variance grows.
    spatial: mapped(m.spatial, (rho) => (rho >= 1 ? 1 : rho * ratioKept)),
    shared: m.shared * ratioKept,
    pattern: m.pattern * ratioKept,
  });
}
