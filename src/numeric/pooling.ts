/** Pooling of tabulated distributions: maximum and average over windows of correlated values (pooling_layer.cpp). */
import { isKnown, type Dim } from '../shapes/shape.js';
import { upperQuantile, upperTail } from './gaussian.js';
import { fromValues, type Moments } from './moments.js';
import { CELLS, DRAWS, UNITS } from './nodes.js';
import { LONGEST, pairMean, samplePlaces, trimmed, windowMean, type Spatial } from './spatial.js';
import { blended, corrected, rowAt, valueSpatial } from './table.js';

export interface PoolAxis {
  input: Dim;
  output: Dim;
  kernel: number;
  stride: number;
  pad: number;
}

interface Windows {
  /** Mean number of inputs in a window. */
  inside: number;
  /** Mean and mean square of inputs / divisor; AVE divides by the window with its padding. */
  share: number;
  shareSquare: number;
  /** Mean of (inputs / divisor)² times the mean correlation of the inputs. */
  kept: number;
}

/** Of more windows along an axis, evenly spaced ones stand for all. */
const MOST_PLACES = 1 << 16;

/** Windows along one axis, clipped as Forward_cpu clips them. */
function windows(axis: PoolAxis, lags: readonly number[]): Windows {
  const { input, output, kernel, stride, pad } = axis;
  if (!isKnown(input) || !isKnown(output))
    return { inside: kernel, share: 1, shareSquare: 1, kept: pairMean(lags, kernel) };
  const sum = { inside: 0, share: 0, shareSquare: 0, kept: 0 };
  const known = new Map<number, number>();
  const places = samplePlaces(output, MOST_PLACES);
  for (const o of places) {
    const start = o * stride - pad;
    const size = Math.min(start + kernel, input + pad) - start;
    const inside = Math.max(0, Math.min(start + kernel, input) - Math.max(start, 0));
    let mean = known.get(inside);
    if (mean === undefined) known.set(inside, (mean = inside > 0 ? pairMean(lags, inside) : 0));
    const share = size > 0 ? inside / size : 0;
    sum.inside += inside / places.length;
    sum.share += share / places.length;
    sum.shareSquare += share ** 2 / places.length;
    sum.kept += (share ** 2 * mean) / places.length;
  }
  return sum;
}

/** Correlation of windows by distance: shared and correlated inputs; `tie` maps what they share to the result's correlation. */
function pooledSpatial(s: Spatial, y: PoolAxis, x: PoolAxis, tie: (c: number) => number): Spatial {
  const within = windowMean(s, y.kernel, x.kernel);
  if (!(within > 0) || x.output === 1) return { floor: 0, lags: [1] };
  const floor = tie(Math.min(1, s.floor / within));
  if (floor > 1 - 1e-9) return { floor: 1, lags: [1] };
  const across = pairMean(s.lags, y.kernel);
  const lags = Array.from({ length: LONGEST }, (_, d) => {
    const between = s.floor + (1 - s.floor) * across * pairMean(s.lags, x.kernel, d * x.stride);
    return Math.max(0, (tie(Math.min(1, between / within)) - floor) / (1 - floor));
  });
  lags[0] = 1;
  return { floor, lags: trimmed(lags) };
}

const maxima = new Map<number, { g: Float64Array; mean: number; variance: number }>();

/** The maximum of n independent normals as a function of a normal coordinate: Φ(g(z)) = Φ(z)^(1/n). */
function independentMaximum(n: number): { g: Float64Array; mean: number; variance: number } {
  const key = Math.round(n * 8);
  const known = maxima.get(key);
  if (known) return known;
  const g = DRAWS.z.map((z) => upperQuantile(-Math.expm1(Math.log1p(-upperTail(z)) / n)));
  let mean = 0;
  let variance = 0;
  g.forEach((x, i) => (mean += DRAWS.weight[i]! * x));
  g.forEach((x, i) => (variance += DRAWS.weight[i]! * (x - mean) ** 2));
  const made = { g, mean, variance };
  maxima.set(key, made);
  return made;
}

/**
 * Maximum over windows. Values rise with the hidden coordinate, so the maximum of the values is the value at
 * the maximum coordinate; that of n coordinates with mean correlation ρ is √ρ Z + √(1-ρ) M_n.
 */
export function maxPool(m: Moments, y: PoolAxis, x: PoolAxis): Moments {
  const n = windows(y, [1]).inside * windows(x, [1]).inside;
  if (!(n > 1)) return { ...m, spatial: pooledSpatial(m.spatial, y, x, (c) => c) };
  const overall = windowMean(m.spatial, y.kernel, x.kernel);
  const size = y.kernel * x.kernel;
  const rho = size > 1 ? Math.min(1, Math.max(0, (size * overall - 1) / (size - 1))) : 0;
  const { g, mean, variance } = independentMaximum(n);
  const stretch = Math.sqrt((rho + (1 - rho) * variance) / variance);
  const values = new Float64Array(CELLS);
  for (let u = 0, i = 0; u < UNITS.count; u++)
    for (let d = 0; d < DRAWS.count; d++, i++)
      values[i] = rowAt(m.values, u, Math.sqrt(1 - rho) * mean + stretch * (g[d]! - mean));
  const spatial = pooledSpatial(m.spatial, y, x, tiedMaxima);
  return fromValues(clamped(values, m), { ...m, spatial });
}

/**
 * Correlation of the maxima of two windows whose averages correlate by c. Windows that share f of their
 * independent inputs have the same maximum with probability f / (2 - f), a lower bound; c is the upper.
 */
const tiedMaxima = (c: number): number => (2 * c + c / (2 - c)) / 3;

/** Values beyond the table's ends were drawn on straight; keep them inside what is certain. */
function clamped(values: Float64Array, m: Moments): Float64Array {
  return values.map((v) => Math.min(m.high, Math.max(m.low, v)));
}

/** Average over windows, divided by the window with its padding. */
export function averagePool(m: Moments, y: PoolAxis, x: PoolAxis): Moments {
  const spatial = valueSpatial(m);
  const [a, b] = [windows(y, spatial.lags), windows(x, spatial.lags)];
  const share = a.share * b.share;
  const square = a.shareSquare * b.shareSquare;
  const kept = spatial.floor * square + (1 - spatial.floor) * a.kept * b.kept;
  const fixed = m.pattern * m.within;
  const whole = y.output === 1 && x.output === 1;
  const level = m.mean * m.mean + m.between;
  const pattern = whole ? 0 : fixed * square + level * Math.max(0, square - share * share);
  const within = (m.within - fixed) * kept + pattern;
  const shape = blended(m.values, 1 - Math.sqrt(Math.min(1, kept / Math.max(square, 1e-12))), 0);
  const values = corrected(shape, {
    mean: m.mean * share,
    between: m.between * share * share,
    within,
  });
  return fromValues(values, {
    ...m,
    spatial: pooledSpatial(spatial, y, x, (c) => c),
    pattern: within > 0 ? pattern / within : 0,
    low: Math.min(0, m.low),
    high: Math.max(0, m.high),
  });
}
