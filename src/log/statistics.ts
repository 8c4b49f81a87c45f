/** Robust statistics: none of them is moved by a few wild values. */

/** Middle value; NaN of nothing. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Linear interpolation between order statistics; NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  const high = sorted[Math.ceil(at)]!;
  return low + (high - low) * (at - Math.floor(at));
}

/** Standard deviation as the median absolute deviation tells it: 1.4826 MAD, which is sigma of a normal distribution. */
export function spreadOf(values: readonly number[]): number {
  const middle = median(values);
  return 1.4826 * median(values.map((v) => Math.abs(v - middle)));
}

/**
 * Standard deviation of independent noise on a curve that is straight over three neighbours, from the
 * median distance of a value to the middle of its neighbours (whose variance is 1.5 times the noise's).
 */
export function noiseOf(values: readonly number[]): number {
  const bends = values.slice(1, -1).map((v, i) => Math.abs(v - (values[i]! + values[i + 2]!) / 2));
  return bends.length > 0 ? (1.4826 * median(bends)) / Math.sqrt(1.5) : 0;
}

/** Running median over `width` (odd) neighbours; one-sided at the ends, so that no single value stands for itself. */
export function medianFilter(values: readonly number[], width: number): number[] {
  const half = width >> 1;
  return values.map((_, i) => median(values.slice(Math.max(0, i - half), i + half + 1)));
}

export interface Line {
  slope: number;
  intercept: number;
}

/**
 * Theil–Sen line: the median of the slopes between all pairs (Sen 1968), so that up to 29 % of wild
 * values do not move it. O(n²): give it a few hundred points.
 */
export function theilSen(x: readonly number[], y: readonly number[]): Line {
  const slopes: number[] = [];
  for (let i = 0; i < x.length; i++)
    for (let j = i + 1; j < x.length; j++) {
      const run = x[j]! - x[i]!;
      if (run !== 0) slopes.push((y[j]! - y[i]!) / run);
    }
  const slope = slopes.length > 0 ? median(slopes) : 0;
  return { slope, intercept: median(y.map((v, i) => v - slope * x[i]!)) };
}

/**
 * Mann–Kendall test for a monotone trend: z of the number of rising minus falling pairs, corrected
 * for ties (Kendall 1975), and for the lag-1 correlation of the values around their line, which
 * `average_loss` makes large, by the number of values that are worth as many independent ones.
 */
export function mannKendall(y: readonly number[], residuals: readonly number[] = y): number {
  const n = y.length;
  let s = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) s += Math.sign(y[j]! - y[i]!);
  if (s === 0) return 0;
  const ties = new Map<number, number>();
  for (const v of y) ties.set(v, (ties.get(v) ?? 0) + 1);
  let variance = n * (n - 1) * (2 * n + 5);
  for (const t of ties.values()) variance -= t * (t - 1) * (2 * t + 5);
  variance /= 18;
  if (variance <= 0) return 0;
  const r = Math.min(0.95, Math.max(0, lag1(residuals)));
  const worth = (1 - r) / (1 + r);
  return ((s - Math.sign(s)) / Math.sqrt(variance)) * Math.sqrt(worth);
}

/** Correlation of neighbours. */
export function lag1(values: readonly number[]): number {
  const n = values.length;
  if (n < 4) return 0;
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  let product = 0;
  let square = 0;
  for (let i = 0; i < n; i++) {
    const d = values[i]! - mean;
    square += d * d;
    if (i > 0) product += d * (values[i - 1]! - mean);
  }
  return square > 0 ? product / square : 0;
}
