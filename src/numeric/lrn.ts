/** Local response normalisation (lrn_layer.cpp): x (k + α/n Σ x²)^-β over channels, or over a window of places. */
import { fromValues, type Moments } from './moments.js';
import { CELLS, DRAWS, UNITS } from './nodes.js';
import { pointwise, valueSpatial } from './table.js';
import { windowMean } from './spatial.js';

/** Three nodes and weights for a standard normal: exact for the first five moments. */
const POINTS = [
  { z: -Math.sqrt(3), w: 1 / 6 },
  { z: 0, w: 2 / 3 },
  { z: Math.sqrt(3), w: 1 / 6 },
] as const;

/** Values of a sum with this mean and variance, positive and skewed as a χ² sum is (Wilson & Hilferty 1931). */
function sumPoints(mean: number, variance: number): { value: number; weight: number }[] {
  if (!(mean > 0)) return [{ value: 0, weight: 1 }];
  const c = Math.min(0.3, variance / (9 * mean * mean));
  return POINTS.map(({ z, w }) => ({ value: mean * Math.max(0, 1 - c + z * Math.sqrt(c)) ** 3, weight: w }));
}

/** Mean square of y = x d(x² + S)^-β over the points of S, with the sign of x. */
function damped(x: number, others: readonly { value: number; weight: number }[], d: Denominator): number {
  let square = 0;
  for (const { value, weight } of others)
    square += weight * (d.k + (d.alpha / d.size) * (x * x + value)) ** (-2 * d.beta);
  return x * Math.sqrt(square);
}

interface Denominator {
  k: number;
  alpha: number;
  beta: number;
  /** Number of values in the sum. */
  size: number;
}

function fourth(m: Moments): number {
  let sum = 0;
  for (let u = 0, i = 0; u < UNITS.count; u++)
    for (let d = 0; d < DRAWS.count; d++, i++) sum += UNITS.weight[u]! * DRAWS.weight[d]! * m.values[i]! ** 4;
  return sum;
}

/** ACROSS_CHANNELS: the other channels of the window are independent draws of the whole blob. */
export function acrossChannels(m: Moments, d: Denominator, channels: number): Moments {
  // Windows at the first and last channels are cut short.
  const reach = (d.size - 1) / 2;
  const inside = channels > 0 ? Math.min(channels, d.size - (reach * (reach + 1)) / channels) : d.size;
  const others = Math.max(0, inside - 1);
  const points = sumPoints(others * m.second, others * Math.max(0, fourth(m) - m.second ** 2));
  return pointwise(m, (x) => damped(x, points, d), {
    low: m.low >= 0 ? 0 : -Infinity,
    high: m.high <= 0 ? 0 : Infinity,
  });
}

/** WITHIN_CHANNEL: the others are places of the same unit, `size` × `size` of them; padding counts in the divisor. */
export function withinChannel(m: Moments, d: Omit<Denominator, 'k'>): Moments {
  const places = d.size * d.size;
  const overall = windowMean(valueSpatial(m), d.size, d.size);
  const rho = places > 1 ? Math.max(0, (places * overall - 1) / (places - 1)) : 0;
  const values = new Float64Array(CELLS);
  for (let u = 0; u < UNITS.count; u++) {
    const row = m.values.subarray(u * DRAWS.count, (u + 1) * DRAWS.count);
    let second = 0;
    let square = 0;
    row.forEach((v, i) => (second += DRAWS.weight[i]! * v * v));
    row.forEach((v, i) => (square += DRAWS.weight[i]! * (v * v - second) ** 2));
    const others = places - 1;
    row.forEach((v, i) => {
      // Correlated neighbours are like the value itself.
      const mean = others * (second + rho * rho * (v * v - second));
      const points = sumPoints(mean, others * square * (1 - rho * rho));
      values[u * DRAWS.count + i] = damped(v, points, { k: 1, alpha: d.alpha, beta: d.beta, size: places });
    });
    values.subarray(u * DRAWS.count, (u + 1) * DRAWS.count).sort();
  }
  return fromValues(values, { ...m, low: m.low >= 0 ? 0 : -Infinity, high: m.high <= 0 ? 0 : Infinity });
}
