/** Train falls, test does not follow. */
import type { Confidence, Evidence } from './evidence.js';
import { shown } from './number.js';
import type { Reason } from './reason.js';
import { median } from './statistics.js';
import type { Curve } from './trends.js';

/** Tests from which "flat" means something: Mann–Kendall cannot call fewer than seven values a trend. */
const FLAT_TESTS = 8;

/**
 * Over-fitting: the test loss has risen from its best by more than its own noise and a tenth, or it
 * stands still, clearly above the training loss, while that goes on falling.
 */
export function overfitting(
  { tests, scale, expectation }: Evidence,
  curve: Curve,
  trainFalls: boolean,
): { reason: Reason; confidence: Confidence } | undefined {
  const { best, level, trend, noise } = tests;
  if (!best || level === undefined || !trend) return undefined;
  const now = curve.level;
  // Against a known chance level a gap must matter; else it is compared with the test loss itself.
  if (level - now < (expectation.chance === undefined ? 0.5 * level : 0.05 * scale)) return undefined;
  const before = trainAround(curve, best.iteration);
  const rise = level - best.value;
  const last = tests.loss.at(-1)?.iteration ?? 0;
  // The best test lies before the last quarter, and training went on gaining after it.
  const earlier = best.iteration < last - 0.25 * (last - (tests.loss[0]?.iteration ?? 0));
  if (earlier && rise > Math.max(3 * noise, 0.1 * best.value, 0.01 * scale) && now <= before)
    return {
      confidence: rise > 0.5 * best.value ? 'high' : 'medium',
      reason: {
        id: 'test-rises',
        message: `the test loss was best around iteration ${best.iteration} (${shown(best.value)}) and has risen to ${shown(level)}, while the training loss went from ${shown(before)} to ${shown(now)}${accuracyNote(tests)}`,
        iteration: best.iteration,
        value: level,
      },
    };
  const still = trend.change > -0.02 * level && tests.loss.length >= FLAT_TESTS && !tests.jumpy;
  if (still && trainFalls && level > 1.5 * now)
    return {
      confidence: 'medium',
      reason: {
        id: 'test-flat',
        message: `the training loss still falls (${shown(now)}) but the test loss no longer follows it: ${shown(level)} since iteration ${trend.from}`,
        iteration: trend.from,
        value: level,
      },
    };
  return undefined;
}

/** Median training loss around an iteration. */
function trainAround(curve: Curve, iteration: number): number {
  const at = curve.points.findIndex((p) => p.iteration >= iteration);
  const near = curve.points.slice(Math.max(0, at - 4), at + 5);
  return median((near.length > 0 ? near : curve.points.slice(-5)).map((p) => p.value));
}

/** The loss of a sure error grows without bound while accuracy only counts it once. */
function accuracyNote(tests: Evidence['tests']): string {
  const points = tests.accuracy?.series.points().filter((p) => p.iteration > 0) ?? [];
  const last = points.at(-1)?.value;
  const best = points.reduce((most, p) => Math.max(most, p.value), -Infinity);
  if (last === undefined || last < best - 0.02) return '';
  return `; "${tests.accuracy!.name}" holds (${shown(last)}), so errors become surer rather than more`;
}
