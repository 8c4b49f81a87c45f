/** Several blobs into one: Eltwise, Concat, and products of independent blobs. */
import { fromValues, newOrigin, type Moments } from './moments.js';
import { CELLS, DRAWS, UNITS } from './nodes.js';
import { mixed } from './spatial.js';
import { blended, corrected, valueShared, valueSpatial } from './table.js';

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const widest = (parts: readonly Moments[]): number => Math.max(...parts.map((m) => m.widen));

/** Σ c_i x_i. Blobs of one origin add cell by cell; others add their variances. */
export function weightedSum(terms: readonly { m: Moments; c: number }[]): Moments {
  const groups = new Map<number, { m: Moments; c: number }[]>();
  for (const term of terms) groups.set(term.m.origin, [...(groups.get(term.m.origin) ?? []), term]);
  const parts = [...groups.values()].map(together);
  return parts.length === 1 ? parts[0]! : independentSum(parts);
}

/** Terms of one origin: the same draws in all of them. */
function together(terms: readonly { m: Moments; c: number }[]): Moments {
  const first = terms[0]!;
  if (terms.length === 1 && first.c === 1) return first.m;
  const values = new Float64Array(CELLS);
  for (const { m, c } of terms) for (let i = 0; i < CELLS; i++) values[i]! += c * m.values[i]!;
  // A falling row is turned round: the hidden coordinate may change its sign, not the values their order.
  for (let u = 0; u < UNITS.count; u++) values.subarray(u * DRAWS.count, (u + 1) * DRAWS.count).sort();
  return fromValues(values, { ...first.m, ...support(terms), widen: widest(terms.map((t) => t.m)) });
}

function support(terms: readonly { m: Moments; c: number }[]): { low: number; high: number } {
  const side = (m: Moments, c: number, low: boolean): number =>
    c === 0 ? 0 : c * (c > 0 === low ? m.low : m.high);
  return {
    low: total(terms.map(({ m, c }) => side(m, c, true))),
    high: total(terms.map(({ m, c }) => side(m, c, false))),
  };
}

/** How far a sum of independent parts has moved to the normal shape: skewness falls by Σ s³ / (Σ s²)^1.5. */
function normality(variances: readonly number[]): number {
  const all = total(variances);
  return all > 0 ? 1 - total(variances.map((v) => v ** 1.5)) / all ** 1.5 : 0;
}

function independentSum(parts: readonly Moments[]): Moments {
  const values = new Float64Array(CELLS);
  for (const m of parts) for (let i = 0; i < CELLS; i++) values[i]! += m.values[i]!;
  const within = total(parts.map((m) => m.within));
  const between = total(parts.map((m) => m.between));
  const shape = blended(
    values,
    normality(parts.map((m) => m.within)),
    normality(parts.map((m) => m.between)),
  );
  const second = total(parts.map((m) => m.second));
  return fromValues(corrected(shape, { mean: total(parts.map((m) => m.mean)), between, within }), {
    ...shares(parts.map((m) => ({ m, weight: m.within }))),
    ...support(parts.map((m) => ({ m, c: 1 }))),
    origin: newOrigin(),
    widen: widest(parts),
    // Branches of one trunk share its draw of the weights.
    drawn: second > 0 ? total(parts.map((m) => (m.drawn * m.second) / second)) : 0,
  });
}

/** Spatial correlation, shared and fixed shares of a blob whose variance within is made up of these. */
function shares(parts: readonly { m: Moments; weight: number }[]) {
  const all = total(parts.map((p) => p.weight));
  const mean = (of: (m: Moments) => number): number =>
    all > 0 ? total(parts.map((p) => (p.weight / all) * of(p.m))) : 0;
  return {
    spatial: mixed(parts.map((p) => ({ spatial: valueSpatial(p.m), weight: p.weight * (1 - p.m.pattern) }))),
    shared: mean(valueShared),
    pattern: mean((m) => m.pattern),
  };
}

/** Channels of several blobs side by side; `weight` is each blob's share of the channels. */
export function concatenated(parts: readonly { m: Moments; weight: number }[]): Moments {
  const all = total(parts.map((p) => p.weight));
  const of = (f: (m: Moments) => number): number => total(parts.map((p) => (p.weight / all) * f(p.m)));
  if (parts.length === 1) return parts[0]!.m;
  const mean = of((m) => m.mean);
  const within = of((m) => m.within);
  const between = of((m) => m.between + (m.mean - mean) ** 2);
  const rows = parts.flatMap(({ m, weight }) =>
    Array.from({ length: UNITS.count }, (_, u) => {
      const row = m.values.subarray(u * DRAWS.count, (u + 1) * DRAWS.count);
      const level = row.reduce((sum, v, d) => sum + DRAWS.weight[d]! * v, 0);
      return { row, level, weight: (weight / all) * UNITS.weight[u]! };
    }),
  );
  rows.sort((a, b) => a.level - b.level);
  const values = new Float64Array(CELLS);
  let k = 0;
  let reached = rows[0]!.weight;
  let below = 0;
  for (let u = 0; u < UNITS.count; u++) {
    const middle = below + UNITS.weight[u]! / 2;
    below += UNITS.weight[u]!;
    while (reached < middle && k < rows.length - 1) reached += rows[++k]!.weight;
    values.set(rows[k]!.row, u * DRAWS.count);
  }
  const second = of((m) => m.second);
  return fromValues(corrected(values, { mean, between, within }), {
    ...shares(parts.map((p) => ({ m: p.m, weight: p.weight * p.m.within }))),
    low: Math.min(...parts.map((p) => p.m.low)),
    high: Math.max(...parts.map((p) => p.m.high)),
    origin: newOrigin(),
    widen: widest(parts.map((p) => p.m)),
    drawn: second > 0 ? of((m) => (m.drawn * m.second) / second) : 0,
  });
}

/** Product of blobs; those of one origin cell by cell, independent ones by their moments. */
export function product(parts: readonly Moments[]): Moments {
  const [a, b, ...rest] = parts;
  if (!a || !b) return a!;
  const pair = a.origin === b.origin ? sameProduct(a, b) : independentProduct(a, b);
  return product([pair, ...rest]);
}

function sameProduct(a: Moments, b: Moments): Moments {
  const values = a.values.map((v, i) => v * b.values[i]!);
  for (let u = 0; u < UNITS.count; u++) values.subarray(u * DRAWS.count, (u + 1) * DRAWS.count).sort();
  return fromValues(values, { ...a, ...productSupport(a, b) });
}

function productSupport(a: Moments, b: Moments): { low: number; high: number } {
  if (a.low >= 0 && b.low >= 0) return { low: a.low * b.low, high: a.high * b.high };
  return { low: -Infinity, high: Infinity };
}

function independentProduct(a: Moments, b: Moments): Moments {
  const mean = a.mean * b.mean;
  const levels = (a.mean ** 2 + a.between) * (b.mean ** 2 + b.between);
  const second = a.second * b.second;
  const relative = (m: Moments): number => (m.second > 0 ? 1 - m.mean ** 2 / m.second : 0);
  const shape = relative(a) >= relative(b) ? a : b;
  const other = shape === a ? b : a;
  const sign = Math.sign(other.mean) || 1;
  const values = shape.values.map((v) => sign * v);
  if (sign < 0)
    for (let u = 0; u < UNITS.count; u++) values.subarray(u * DRAWS.count, (u + 1) * DRAWS.count).reverse();
  return fromValues(
    corrected(values, {
      mean,
      between: Math.max(0, levels - mean * mean),
      within: Math.max(0, second - levels),
    }),
    {
      ...shape,
      ...productSupport(a, b),
      origin: newOrigin(),
      widen: a.widen + b.widen,
      drawn: a.drawn + b.drawn,
    },
  );
}

/** Element-wise maximum. */
export function maximum(parts: readonly Moments[]): Moments {
  const [a, b, ...rest] = parts;
  if (!a || !b) return a!;
  const pair = a.origin === b.origin ? a : independentMaximum(a, b);
  return maximum([pair, ...rest]);
}

function independentMaximum(a: Moments, b: Moments): Moments {
  let mean = 0;
  let cross = 0;
  let second = 0;
  for (let u = 0; u < UNITS.count; u++)
    for (let v = 0; v < UNITS.count; v++) {
      const pair = rowMaximum(a.values, u, b.values, v);
      const w = UNITS.weight[u]! * UNITS.weight[v]!;
      mean += w * pair.mean;
      cross += w * pair.mean ** 2;
      second += w * pair.second;
    }
  const shape = a.values.map((v, i) => Math.max(v, b.values[i]!));
  const within = Math.max(0, second - cross);
  return fromValues(corrected(shape, { mean, between: Math.max(0, cross - mean * mean), within }), {
    ...shares([a, b].map((m) => ({ m, weight: m.within }))),
    low: Math.max(a.low, b.low),
    high: Math.max(a.high, b.high),
    origin: newOrigin(),
    widen: Math.max(a.widen, b.widen),
    drawn: (a.drawn + b.drawn) / 2,
  });
}

/** Mean and second moment of the larger of a draw of one row and a draw of another. */
function rowMaximum(
  a: Float64Array,
  u: number,
  b: Float64Array,
  v: number,
): { mean: number; second: number } {
  let mean = 0;
  let second = 0;
  for (let i = 0; i < DRAWS.count; i++)
    for (let j = 0; j < DRAWS.count; j++) {
      const x = Math.max(a[u * DRAWS.count + i]!, b[v * DRAWS.count + j]!);
      const w = DRAWS.weight[i]! * DRAWS.weight[j]!;
      mean += w * x;
      second += w * x * x;
    }
  return { mean, second };
}
