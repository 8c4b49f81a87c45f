/** Where a curve comes from, where it is, and where it is going. */
import { spread } from './series.js';
import type { Point } from './series.js';
import { mannKendall, median, medianFilter, quantile, spreadOf, theilSen } from './statistics.js';
import { MATERIAL, MIN_RECENT, SAMPLE, SIGNIFICANT } from './thresholds.js';

export type Direction = 'falling' | 'rising' | 'flat';

export interface Trend {
  direction: Direction;
  /** Iterations it was taken over, and how many points. */
  from: number;
  to: number;
  points: number;
  /** Change along the Theil–Sen line over the window. */
  change: number;
  /** Spread of the values around that line (1.4826 MAD). */
  noise: number;
  /** Mann–Kendall's z, corrected for correlation of neighbours. */
  z: number;
}

export interface Curve {
  points: Point[];
  /** The first finite value. */
  start: number;
  /** Where it is now: median of the recent window, or of its end while it moves. */
  level: number;
  /** Lowest point of the curve smoothed by a median of five. */
  best: { value: number; iteration: number };
  recent: Trend;
  whole: Trend;
  /** Iteration from which it has stayed within noise, or 2 % of `scale`, of its present level. */
  flatSince: number;
  /** Share of the iterations since then. */
  flatShare: number;
  /** Quartiles of the recent window. */
  quartiles: [number, number];
  /** Share of the recent points that stick out: above four times the level and a quarter of `scale`. */
  spikes: number;
}

/** Direction of a stretch: significant (Mann–Kendall) and worth mentioning against `scale` (Theil–Sen). */
export function trendOf(points: readonly Point[], scale: number): Trend {
  const x = points.map((p) => p.iteration);
  const y = points.map((p) => p.value);
  const line = theilSen(x, y);
  const residuals = y.map((v, i) => v - line.intercept - line.slope * x[i]!);
  const z = mannKendall(y, residuals);
  const from = x[0] ?? 0;
  const to = x.at(-1) ?? 0;
  const change = line.slope * (to - from);
  const moves = Math.abs(z) >= SIGNIFICANT && Math.abs(change) >= MATERIAL * scale && change * z > 0;
  const direction: Direction = !moves ? 'flat' : change < 0 ? 'falling' : 'rising';
  return { direction, from, to, points: points.length, change, noise: spreadOf(residuals), z };
}

/** The last third of the iterations, and at least a dozen points. */
function recentOf(points: readonly Point[]): Point[] {
  const from = points[0]?.iteration ?? 0;
  const to = points.at(-1)?.iteration ?? 0;
  const late = points.filter((p) => p.iteration >= to - (to - from) / 3);
  return late.length >= MIN_RECENT ? late : points.slice(-MIN_RECENT);
}

/**
 * Describe a curve of at least two finite points. `scale` is what a change is measured against: the
 * loss at chance, or where that is not known the first loss.
 */
export function curveOf(all: readonly Point[], scale: number): Curve {
  const finite = all.filter((p) => Number.isFinite(p.value));
  const points = spread(finite, SAMPLE);
  const values = points.map((p) => p.value);
  // The exact recent points tell more than the even sample of the whole.
  const recentPoints = spread(recentOf(finite), SAMPLE);
  const recentValues = recentPoints.map((p) => p.value);
  const recent = trendOf(recentPoints, scale);
  const last = recentValues.slice(-Math.max(5, Math.ceil(recentValues.length / 4)));
  const level = recent.direction === 'flat' ? median(recentValues) : median(last);
  const smooth = medianFilter(values, 5);
  let at = 0;
  smooth.forEach((v, i) => {
    if (v < smooth[at]!) at = i;
  });
  const flat = flatFrom(points, smooth, level, recent.noise, scale);
  const span = (points.at(-1)?.iteration ?? 0) - (points[0]?.iteration ?? 0);
  // What is flat over the recent window is so at least since its start.
  const flatSince = Math.min(
    points[flat]?.iteration ?? 0,
    recent.direction === 'flat' ? recent.from : Infinity,
  );
  const high = Math.max(4 * Math.abs(level), scale / 4);
  return {
    points,
    start: finite[0]?.value ?? NaN,
    level,
    best: { value: smooth[at] ?? NaN, iteration: points[at]?.iteration ?? 0 },
    recent,
    whole: trendOf(points, scale),
    flatSince,
    flatShare: span > 0 ? ((points.at(-1)?.iteration ?? 0) - flatSince) / span : 1,
    quartiles: [quantile(recentValues, 0.25), quantile(recentValues, 0.75)],
    spikes: recentValues.filter((v) => v > high).length / Math.max(1, recentValues.length),
  };
}

/**
 * Index from which a curve has stayed at its level. Medians of up to twenty stretches are compared,
 * each with the error a median of so many noisy values has; a slow decline under the noise shows in
 * them. The stretch in which it arrived is then searched point by point.
 */
function flatFrom(
  points: readonly Point[],
  smooth: readonly number[],
  level: number,
  noise: number,
  scale: number,
): number {
  const n = points.length;
  const size = Math.max(4, Math.ceil(n / 20));
  const small = 0.02 * scale;
  const band = Math.max(small, (3 * 1.25 * noise) / Math.sqrt(size));
  let from = n;
  while (from > 0) {
    const begin = Math.max(0, from - size);
    const stretch = points.slice(begin, from).map((p) => p.value);
    if (Math.abs(median(stretch) - level) > band) break;
    from = begin;
  }
  const arrived = Math.max(0, from - size);
  while (from > arrived && Math.abs(smooth[from - 1]! - level) <= small) from--;
  return Math.min(from, n - 1);
}
