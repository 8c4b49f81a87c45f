/** Operations on the tabulated values of a blob: pointwise functions, correction to exact moments, sorting. */
import { cumulative } from './gaussian.js';
import { fromValues, rowMeans, type Moments } from './moments.js';
import { CELLS, DRAWS, ORDERS, UNITS } from './nodes.js';
import { isWhite, mapped, type Spatial } from './spatial.js';

/** Probability up to the middle of each node. */
const MIDDLE = Float64Array.from(DRAWS.z, (z) => cumulative(z));

/** A row's value at any position of the draw coordinate; straight on beyond its ends. */
export function rowAt(values: Float64Array, row: number, z: number): number {
  const offset = row * DRAWS.count;
  const where = (z - DRAWS.z[0]!) / DRAWS.step;
  const i = Math.min(DRAWS.count - 2, Math.max(0, Math.floor(where)));
  const a = values[offset + i]!;
  const b = values[offset + i + 1]!;
  return a + (b - a) * (where - i);
}

/** Make a row ascending again by sorting its values with their weights. True if it was not. */
function sortRow(values: Float64Array, row: number): boolean {
  const offset = row * DRAWS.count;
  const n = DRAWS.count;
  let rising = true;
  let falling = true;
  for (let i = 1; i < n; i++) {
    const step = values[offset + i]! - values[offset + i - 1]!;
    if (step < 0) rising = false;
    if (step > 0) falling = false;
  }
  if (rising) return false;
  if (falling) {
    values.subarray(offset, offset + n).reverse();
    return false;
  }
  const cells = Array.from({ length: n }, (_, i) => ({ v: values[offset + i]!, w: DRAWS.weight[i]! }));
  placeSorted(cells, values, row);
  return true;
}

/** Fill a row with the quantiles of weighted values, with their mean and variance exact. */
function placeSorted(cells: { v: number; w: number }[], values: Float64Array, row: number): void {
  cells.sort((a, b) => a.v - b.v);
  const offset = row * DRAWS.count;
  let below = 0;
  const middles = cells.map(({ w }) => {
    below += w;
    return below - w / 2;
  });
  let k = 0;
  for (let i = 0; i < DRAWS.count; i++) {
    const p = MIDDLE[i]! * below;
    while (k < cells.length - 2 && middles[k + 1]! < p) k++;
    const [a, b] = [cells[k]!, cells[k + 1]!];
    const t = Math.min(1, Math.max(0, (p - middles[k]!) / (middles[k + 1]! - middles[k]!)));
    values[offset + i] = a.v + (b.v - a.v) * t;
  }
  const weights = Float64Array.from(cells, ({ w }) => w);
  const target = spread(
    cells.map(({ v }) => v),
    weights,
  );
  const placed = values.subarray(offset, offset + DRAWS.count);
  const now = spread(placed, DRAWS.weight);
  if (!(now.std > 0)) return;
  placed.forEach((v, i) => (placed[i] = target.mean + ((v - now.mean) * target.std) / now.std));
}

function spread(values: ArrayLike<number>, weights: Float64Array): { mean: number; std: number } {
  let mean = 0;
  let square = 0;
  for (let i = 0; i < values.length; i++) mean += weights[i]! * values[i]!;
  for (let i = 0; i < values.length; i++) square += weights[i]! * (values[i]! - mean) ** 2;
  return { mean, std: Math.sqrt(square) };
}

/**
 * How correlations of the draw coordinate become correlations of values: the Hermite expansion of each
 * row, v = Σ a_k He_k/√k!, gives Cov = Σ a_k² ρ^k (Mehler's formula). `unit` for two places of one unit,
 * `common` for two different units.
 */
export function expansion(m: Moments): { unit(rho: number): number; common(rho: number): number } {
  const unit = new Float64Array(ORDERS + 1);
  const common = new Float64Array(ORDERS + 1);
  for (let k = 1; k <= ORDERS; k++) {
    const h = DRAWS.hermite[k]!;
    let mean = 0;
    for (let u = 0, i = 0; u < UNITS.count; u++) {
      let a = 0;
      for (let d = 0; d < DRAWS.count; d++, i++) a += DRAWS.weight[d]! * h[d]! * m.values[i]!;
      unit[k]! += UNITS.weight[u]! * a * a;
      mean += UNITS.weight[u]! * a;
    }
    common[k] = mean * mean;
  }
  const rest = Math.max(0, m.within - unit.reduce((a, b) => a + b, 0));
  const restCommon = Math.max(0, varianceOfMeanRow(m.values) - common.reduce((a, b) => a + b, 0));
  const polynomial = (c: Float64Array, beyond: number) => (rho: number) => {
    if (!(m.within > 0)) return rho;
    let power = 1;
    let sum = 0;
    for (let k = 1; k <= ORDERS; k++) sum += c[k]! * (power *= rho);
    return Math.min(1, Math.max(0, (sum + beyond * power * rho * rho * rho) / m.within));
  };
  return { unit: polynomial(unit, rest), common: polynomial(common, restCommon) };
}

/** Variance over draws of the mean over units. */
function varianceOfMeanRow(values: Float64Array): number {
  const row = new Float64Array(DRAWS.count);
  for (let u = 0, i = 0; u < UNITS.count; u++)
    for (let d = 0; d < DRAWS.count; d++, i++) row[d]! += UNITS.weight[u]! * values[i]!;
  return spread(row, DRAWS.weight).std ** 2;
}

/** Correlation of the values themselves between two places of one unit. */
export const valueSpatial = (m: Moments): Spatial =>
  isWhite(m.spatial) ? m.spatial : mapped(m.spatial, expansion(m).unit);

/** Share of the variance within a unit that all units at a place have in common. */
export const valueShared = (m: Moments): number => (m.shared === 0 ? 0 : expansion(m).common(m.shared));

/** Inverse of a rising map of [0, 1] onto itself. */
function inverse(f: (x: number) => number, y: number): number {
  let a = 0;
  let b = 1;
  for (let i = 0; i < 30; i++) {
    const middle = (a + b) / 2;
    if (f(middle) < y) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

export interface PointwiseOptions {
  /** f(cx) = c f(x) for c > 0: the uncertainty of scale passes through unchanged. */
  homogeneous?: boolean;
  low?: number;
  high?: number;
}

/** Apply a function to every element. */
export function pointwise(m: Moments, f: (x: number) => number, options: PointwiseOptions = {}): Moments {
  const values = m.values.map(f);
  const straight = values.slice();
  let shuffled = false;
  for (let u = 0; u < UNITS.count; u++) if (sortRow(values, u)) shuffled = true;
  const rest = {
    ...m,
    values,
    low: options.low ?? -Infinity,
    high: options.high ?? Infinity,
    drawn: m.drawn * (options.homogeneous || m.drawn === 0 ? 1 : elasticity(m, f) ** 2),
  };
  const out = fromValues(values, rest);
  if (!shuffled || (isWhite(m.spatial) && m.shared === 0)) return out;
  // Ranks were folded: find the correlation of the new ranks that gives the values' own.
  const before = expansion({ ...out, values: straight });
  const after = expansion(out);
  const translate = (rho: number): number => inverse(after.unit, before.unit(rho));
  return { ...out, spatial: mapped(m.spatial, translate), shared: translate(m.shared) };
}

/** d ln E[f(x)²] / d ln E[x²]. */
function elasticity(m: Moments, f: (x: number) => number): number {
  const step = 1.05;
  const second = (c: number): number =>
    fromValues(
      m.values.map((x) => f(c * x)),
      { origin: m.origin },
    ).second;
  const a = second(1 / step);
  const b = second(step);
  return a > 0 && b > 0 && Number.isFinite(a + b) ? Math.log(b / a) / (4 * Math.log(step)) : 1;
}

/** Shift and stretch a table so that its mean and its variances between and within units are exact. */
export function corrected(
  values: Float64Array,
  target: { mean: number; between: number; within: number },
): Float64Array {
  const means = rowMeans(values);
  let mean = 0;
  let between = 0;
  let within = 0;
  for (let u = 0; u < UNITS.count; u++) mean += UNITS.weight[u]! * means[u]!;
  for (let u = 0, i = 0; u < UNITS.count; u++) {
    between += UNITS.weight[u]! * (means[u]! - mean) ** 2;
    for (let d = 0; d < DRAWS.count; d++, i++)
      within += UNITS.weight[u]! * DRAWS.weight[d]! * (values[i]! - means[u]!) ** 2;
  }
  const tiny = 1e-24 * mean * mean;
  const a = between > tiny ? Math.sqrt(Math.max(0, target.between) / between) : 0;
  const b = within > tiny ? Math.sqrt(Math.max(0, target.within) / within) : 0;
  // Where the table has no spread of its own to stretch, take the normal one.
  const a0 = between > tiny ? 0 : Math.sqrt(Math.max(0, target.between));
  const b0 = within > tiny ? 0 : Math.sqrt(Math.max(0, target.within));
  const out = new Float64Array(CELLS);
  for (let u = 0, i = 0; u < UNITS.count; u++)
    for (let d = 0; d < DRAWS.count; d++, i++)
      out[i] =
        target.mean +
        a * (means[u]! - mean) +
        a0 * UNITS.z[u]! +
        b * (values[i]! - means[u]!) +
        b0 * DRAWS.z[d]!;
  return out;
}

/** Move a table's shape towards the normal one: `draws` of the way within units, `units` of the way between. */
export function blended(values: Float64Array, draws: number, units: number): Float64Array {
  if (draws < 1e-6 && units < 1e-6) return values;
  const means = rowMeans(values);
  let mean = 0;
  for (let u = 0; u < UNITS.count; u++) mean += UNITS.weight[u]! * means[u]!;
  let between = 0;
  for (let u = 0; u < UNITS.count; u++) between += UNITS.weight[u]! * (means[u]! - mean) ** 2;
  const b = Math.sqrt(between);
  const out = new Float64Array(CELLS);
  for (let u = 0; u < UNITS.count; u++) {
    const offset = u * DRAWS.count;
    let variance = 0;
    for (let d = 0; d < DRAWS.count; d++)
      variance += DRAWS.weight[d]! * (values[offset + d]! - means[u]!) ** 2;
    const s = Math.sqrt(variance);
    const middle = mean + (1 - units) * (means[u]! - mean) + units * b * UNITS.z[u]!;
    for (let d = 0; d < DRAWS.count; d++)
      out[offset + d] = middle + (1 - draws) * (values[offset + d]! - means[u]!) + draws * s * DRAWS.z[d]!;
  }
  return out;
}
