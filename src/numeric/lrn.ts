/**
 * Local response normalisation (lrn_layer.cpp): y = x (k + α/n Σ x²)^-β over channels, or over a window of
 * places. With D^-p = ∫ t^(p-1) e^(-tD) dt / Γ(p), the mean over the other values of the sum is a product:
 * E[y^r | x] = x^r ∫ t^(p-1) e^(-t(k + αx²/n)) φ(t)^others dt / Γ(p), φ(t) = E e^(-tαx²/n), p = rβ.
 * Exact for independent others, dead units included.
 */
import { fromValues, rowMeans, type Moments } from './moments.js';
import { CELLS, DRAWS, UNITS } from './nodes.js';
import { corrected, valueSpatial } from './table.js';
import { windowMean } from './spatial.js';

export interface Denominator {
  k: number;
  alpha: number;
  beta: number;
  /** Number of values in the sum. */
  size: number;
}

/** Three nodes and weights for a standard normal: exact for the first five moments. */
const POINTS = [
  { z: -Math.sqrt(3), w: 1 / 6 },
  { z: 0, w: 2 / 3 },
  { z: Math.sqrt(3), w: 1 / 6 },
] as const;

/** E[f(y) | z] at each node z, for y correlated with z by `rho`; f is given at the nodes. */
function given(f: Float64Array, rho: number): Float64Array {
  const mean = f.reduce((sum, v, d) => sum + DRAWS.weight[d]! * v, 0);
  if (rho === 0) return f.map(() => mean);
  const rest = Math.sqrt(Math.max(0, 1 - rho * rho));
  return f.map((_, d) => {
    let sum = 0;
    for (const { z, w } of POINTS) {
      const where = (rho * DRAWS.z[d]! + rest * z - DRAWS.z[0]!) / DRAWS.step;
      const i = Math.min(DRAWS.count - 2, Math.max(0, Math.floor(where)));
      const t = Math.min(1, Math.max(0, where - i));
      sum += w * (f[i]! + (f[i + 1]! - f[i]!) * t);
    }
    return sum;
  });
}

const STEP = 0.8;

/** Even steps of ln t over which the integrand is not negligible, for sums up to `largest`. */
function times(k: number, largest: number): Float64Array {
  const from = Math.log(1e-5 / (k + largest));
  const to = Math.log(45 / Math.max(k, 1e-6 * largest, 1e-30));
  return Float64Array.from({ length: Math.ceil((to - from) / STEP) + 1 }, (_, i) =>
    Math.exp(from + i * STEP),
  );
}

/** Table of E[y] and E[y²] per cell; `phi(t)` answers E e^(-t a x²) of one other value, per cell. */
function damped(
  m: Moments,
  d: Denominator,
  others: number,
  phi: (a: number, t: number) => (u: number, draw: number) => number,
): Moments {
  const a = d.alpha / d.size;
  let largest = 0;
  for (const v of m.values) largest = Math.max(largest, v * v);
  const first = new Float64Array(CELLS);
  const second = new Float64Array(CELLS);
  let [norm1, norm2] = [0, 0];
  const grid = times(d.k, Math.abs(a) * largest * (others + 1));
  // Γ(p) by the same rule, so that its error cancels.
  const middle = grid[grid.length >> 1]!;
  for (const t of grid) {
    const at = phi(a, t);
    const [w1, w2] = [t ** d.beta, t ** (2 * d.beta)];
    norm1 += (t / middle) ** d.beta * Math.exp(-t / middle);
    norm2 += (t / middle) ** (2 * d.beta) * Math.exp(-t / middle);
    for (let u = 0, i = 0; u < UNITS.count; u++)
      for (let draw = 0; draw < DRAWS.count; draw++, i++) {
        const kept = Math.exp(-t * (d.k + a * m.values[i]! ** 2)) * at(u, draw) ** others;
        first[i]! += w1 * kept;
        second[i]! += w2 * kept;
      }
  }
  return assembled(
    m,
    first.map((v) => v / norm1),
    second.map((v) => v / norm2),
    d,
    others,
  );
}

/** Moments from E[D^-β] and E[D^-2β] per cell. */
function assembled(
  m: Moments,
  first: Float64Array,
  second: Float64Array,
  d: Denominator,
  others: number,
): Moments {
  const levels = rowMeans(first.map((f, i) => f * m.values[i]!));
  let mean = 0;
  let square = 0;
  let between = 0;
  levels.forEach((v, u) => (mean += UNITS.weight[u]! * v));
  levels.forEach((v, u) => (between += UNITS.weight[u]! * (v - mean) ** 2));
  const values = new Float64Array(CELLS);
  for (let u = 0, i = 0; u < UNITS.count; u++) {
    for (let draw = 0; draw < DRAWS.count; draw++, i++) {
      values[i] = m.values[i]! * Math.sqrt(second[i]!);
      square += UNITS.weight[u]! * DRAWS.weight[draw]! * values[i]! ** 2;
    }
    values.subarray(u * DRAWS.count, (u + 1) * DRAWS.count).sort();
  }
  const within = Math.max(0, square - mean * mean - between);
  const sum = (d.alpha / d.size) * (others + 1) * m.second;
  // d ln E[y²] / d ln E[x²]: 1 where the denominator is k, 1 - 2β where the squares rule it.
  const passed = 1 - (2 * d.beta * sum) / Math.max(1e-30, d.k + sum);
  return fromValues(corrected(values, { mean, between, within }), {
    ...m,
    low: m.low >= 0 ? 0 : -Infinity,
    high: m.high <= 0 ? 0 : Infinity,
    drawn: m.drawn * passed * passed,
  });
}

/** ACROSS_CHANNELS: the other channels of the window are other units at the same place. */
export function acrossChannels(m: Moments, d: Denominator, channels: number): Moments {
  // Windows at the first and last channels are cut short.
  const reach = (d.size - 1) / 2;
  const inside = channels > 0 ? Math.min(channels, d.size - (reach * (reach + 1)) / channels) : d.size;
  return damped(m, d, Math.max(0, inside - 1), (a, t) => {
    const byDraw = new Float64Array(DRAWS.count);
    for (let u = 0, i = 0; u < UNITS.count; u++)
      for (let draw = 0; draw < DRAWS.count; draw++, i++)
        byDraw[draw]! += UNITS.weight[u]! * Math.exp(-t * a * m.values[i]! ** 2);
    const phi = given(byDraw, m.shared);
    return (_, draw) => phi[draw]!;
  });
}

/** WITHIN_CHANNEL: the others are places of the same unit, `size` × `size` of them; padding counts in the divisor. */
export function withinChannel(m: Moments, d: Omit<Denominator, 'k'>): Moments {
  const places = d.size * d.size;
  const overall = windowMean(valueSpatial(m), d.size, d.size);
  const rho = places > 1 ? Math.max(0, (places * overall - 1) / (places - 1)) : 0;
  return damped(m, { ...d, k: 1, size: places }, places - 1, (a, t) => {
    const rows = Array.from({ length: UNITS.count }, (_, u) =>
      given(
        m.values.subarray(u * DRAWS.count, (u + 1) * DRAWS.count).map((v) => Math.exp(-t * a * v * v)),
        rho,
      ),
    );
    return (u, draw) => rows[u]![draw]!;
  });
}
