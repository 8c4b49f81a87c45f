/**
 * Softmax over K classes whose logits are independent draws of one distribution, as they are at
 * initialisation. With L(t) = E exp(-t e^z), the sum S of e^z over n classes has E exp(-tS) = L(t)^n,
 * and E ln S = ∫ [exp(-e^-x) - L(e^-x)^n] dx: exact for any K and any distribution of z, where the
 * textbook ln K + s²/2 holds for small s only (beyond s ≈ √(2 ln K) the largest term rules: Derrida 1981).
 */
import { quantile } from './gaussian.js';
import { fromValues, newOrigin, rowMeans, type Moments } from './moments.js';
import { CELLS, DRAWS, UNITS } from './nodes.js';
import { corrected, valueShared } from './table.js';

/** -ln FLT_MIN: SoftmaxWithLoss clamps probabilities at the smallest normal float. */
export const CEILING = 87.33654475055310898657;
const EULER = 0.5772156649015329;

/** A distribution of one logit around its mean, over classes and inputs. */
export interface LogitDistribution {
  values: Float64Array;
  weights: Float64Array;
  std: number;
}

/**
 * Logits less what moves all classes together, which softmax does not see. Taken at the typical draw
 * of the weights: the median of a log-normal scale, not its mean.
 */
export function logitDistribution(m: Moments): LogitDistribution {
  const own = 1 - valueShared(m);
  const typical = Math.exp(-m.drawn / 4);
  const means = rowMeans(m.values);
  const values = new Float64Array(CELLS);
  const weights = new Float64Array(CELLS);
  let variance = 0;
  for (let u = 0, i = 0; u < UNITS.count; u++)
    for (let d = 0; d < DRAWS.count; d++, i++) {
      values[i] = typical * (means[u]! - m.mean + Math.sqrt(Math.max(0, own)) * (m.values[i]! - means[u]!));
      weights[i] = UNITS.weight[u]! * DRAWS.weight[d]!;
      variance += weights[i]! * values[i]! ** 2;
    }
  // What is left of large sums by rounding is no difference between classes: floats hold 7 digits.
  const std = variance <= 1e-14 * m.second ? 0 : Math.sqrt(variance);
  return { values, weights, std };
}

/** The same distribution in fewer points: equal slices of the sorted values, means kept. */
function binned(d: LogitDistribution, bins: number): LogitDistribution {
  const order = Array.from(d.values.keys()).sort((a, b) => d.values[a]! - d.values[b]!);
  const low = d.values[order[0]!]!;
  const high = d.values[order.at(-1)!]!;
  const width = (high - low) / bins || 1;
  const values = new Float64Array(bins);
  const weights = new Float64Array(bins);
  for (const i of order) {
    const bin = Math.min(bins - 1, Math.floor((d.values[i]! - low) / width));
    weights[bin]! += d.weights[i]!;
    values[bin]! += d.weights[i]! * d.values[i]!;
  }
  const used = Array.from(weights.keys()).filter((b) => weights[b]! > 0);
  return {
    values: Float64Array.from(used, (b) => values[b]! / weights[b]!),
    weights: Float64Array.from(used, (b) => weights[b]!),
    std: d.std,
  };
}

/** ln L(e^-x) on an even grid of x. */
interface Transform {
  start: number;
  step: number;
  logL: Float64Array;
}

function transform(d: LogitDistribution, classes: number): Transform {
  let low = Infinity;
  let high = -Infinity;
  for (const v of d.values) {
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  const step = Math.max(0.1, d.std / 24);
  // To the left L^n has vanished, to the right it is 1 - n E e^z e^-x; both to 1e-12.
  const start = low - 6;
  const end = high + Math.log(classes) + 28;
  const logL = new Float64Array(Math.ceil((end - start) / step) + 1);
  for (let i = 0; i < logL.length; i++) {
    const x = start + i * step;
    let sum = 0;
    for (let j = 0; j < d.values.length; j++) sum += d.weights[j]! * -Math.expm1(-Math.exp(d.values[j]! - x));
    logL[i] = sum < 1 ? Math.log1p(-sum) : -Infinity;
  }
  return { start, step, logL };
}

/** P(ln S + Gumbel ≤ x) for the sum over n classes. */
function distributionAt(t: Transform, n: number, x: number): number {
  const where = (x - t.start) / t.step;
  if (where <= 0) return 0;
  const i = Math.floor(where);
  if (i >= t.logL.length - 1) return 1;
  const a = Math.exp(n * t.logL[i]!);
  const b = Math.exp(n * t.logL[i + 1]!);
  return a + (b - a) * (where - i);
}

export interface SoftmaxLoss {
  /** Expected -ln p of a random label, clamped as Caffe clamps it. */
  loss: number;
  /** Share of the samples that stand at the ceiling. */
  ceiling: number;
}

/** Expected cross-entropy of a random label, at its start. */
export function softmaxLoss(distribution: LogitDistribution, classes: number): SoftmaxLoss {
  if (classes <= 1) return { loss: 0, ceiling: 0 };
  if (!Number.isFinite(distribution.std)) return { loss: CEILING, ceiling: 1 };
  if (distribution.std < 1e-9) return { loss: Math.log(classes), ceiling: 0 };
  // Beyond any scale that matters only the ranks count.
  const huge = Math.min(1, 1e6 / distribution.std);
  const d = binned(
    { ...distribution, values: distribution.values.map((v) => v * huge), std: distribution.std * huge },
    200,
  );
  const t = transform(d, classes);
  let below = 0;
  for (const logL of t.logL) below += t.step * Math.exp(classes * logL);
  // ∫ exp(-e^-x) dx up to x is x - γ.
  const logSum = t.start + t.step * (t.logL.length - 0.5) - EULER - below;
  const mean = d.values.reduce((sum, v, i) => sum + d.weights[i]! * v, 0);
  const { excess, below: under, ceiling } = aroundCeiling(t, d, classes - 1);
  // With a spread far beyond the ceiling the excess is all but everything: sum what lies under it instead.
  return { loss: d.std > CEILING ? under : Math.max(0, logSum - mean - excess), ceiling };
}

/**
 * How much of the loss lies above the ceiling and below it, and how often it is reached. The loss is close to
 * ln S of the other classes less the own logit there, and ln S is Gumbel's mean below its transform.
 */
function aroundCeiling(
  t: Transform,
  d: LogitDistribution,
  others: number,
): { excess: number; below: number; ceiling: number } {
  const reach = t.start + t.step * t.logL.length;
  const sum = { excess: 0, below: 0, ceiling: 0 };
  d.values.forEach((z, j) => {
    const w = d.weights[j]!;
    const from = CEILING + z + EULER;
    sum.ceiling += w * (1 - distributionAt(t, others, from));
    const steps = Math.min(400, Math.max(0, Math.ceil((reach - from) / t.step)));
    for (let i = 0; i < steps; i++) {
      const x = from + ((i + 0.5) * (reach - from)) / steps;
      sum.excess += ((w * (reach - from)) / steps) * (1 - distributionAt(t, others, x));
    }
    for (let i = 0; i < 20; i++) {
      const x = z + EULER + ((i + 0.5) * CEILING) / 20;
      sum.below += ((w * CEILING) / 20) * (1 - distributionAt(t, others, x));
    }
  });
  return sum;
}

/** Moments of the probabilities: mean 1/K; the sum over the other classes is taken at nodes of its distribution. */
export function softmax(m: Moments, classes: number): Moments {
  const d = logitDistribution(m);
  const rest = {
    spatial: m.spatial,
    pattern: m.pattern,
    low: 0,
    high: 1,
    origin: newOrigin(),
    closed: true as const,
  };
  const scale = Math.min(1, 1e6 / d.std);
  if (classes <= 1 || !(d.std > 1e-12))
    return fromValues(new Float64Array(CELLS).fill(1 / Math.max(1, classes)), rest);
  const others = d.std < 1 ? smallSums(d, classes - 1) : largeSums(d, classes - 1, scale);
  let second = 0;
  const values = d.values.map((z, i) => {
    let mean = 0;
    let square = 0;
    for (const x of others) {
      const p = 1 / (1 + Math.exp(x - z * scale));
      mean += p / others.length;
      square += (p * p) / others.length;
    }
    second += d.weights[i]! * square;
    return mean;
  });
  const table = fromValues(values, rest);
  const mean = 1 / classes;
  const variance = Math.max(0, second * (mean / table.mean) ** 2 - mean * mean);
  const spread = table.between + table.within;
  const between = spread > 0 ? (variance * table.between) / spread : 0;
  return fromValues(corrected(values, { mean, between, within: variance - between }), rest);
}

/** Midpoints of equal slices of ln S over n classes: log-normal with the moments of S (Fenton & Wilkinson). */
function smallSums(d: LogitDistribution, n: number): number[] {
  let mean = 0;
  let square = 0;
  d.values.forEach((z, i) => (mean += d.weights[i]! * Math.exp(z)));
  d.values.forEach((z, i) => (square += d.weights[i]! * Math.exp(2 * z)));
  const v = Math.log1p((square / (mean * mean) - 1) / n);
  const slices = 16;
  return Array.from(
    { length: slices },
    (_, i) => Math.log(n * mean) - v / 2 + Math.sqrt(v) * SLICE_STD * quantile((i + 0.5) / slices),
  );
}

/** The midpoints of 16 slices of a normal have a variance of .9237; this makes it 1. */
const SLICE_STD = 1.0405;

/** The same where single classes rule the sum. */
function largeSums(d: LogitDistribution, n: number, scale: number): number[] {
  const values = d.values.map((v) => v * scale);
  return quantiles(transform(binned({ ...d, values, std: d.std * scale }, 200), n + 1), n);
}

/** Midpoints of 16 equal slices of ln S over n classes. */
function quantiles(t: Transform, n: number): number[] {
  const found: number[] = [];
  const slices = 16;
  for (let i = 0; i < t.logL.length && found.length < slices; i++)
    while (found.length < slices && Math.exp(n * t.logL[i]!) >= (found.length + 0.5) / slices)
      found.push(t.start + i * t.step);
  // The transform smears ln S with a Gumbel variable; draw the slices together and down by as much.
  const mean = found.reduce((a, b) => a + b, 0) / found.length;
  const variance = found.reduce((a, b) => a + (b - mean) ** 2, 0) / found.length;
  const own = Math.sqrt(Math.max(0, 1 - Math.PI ** 2 / 6 / Math.max(variance, 1e-9)));
  return found.map((x) => mean - EULER + (x - mean) * own);
}
