/** A curve in one line of text. */
import type { Point } from './series.js';
import { median } from './statistics.js';

const BARS = '▁▂▃▄▅▆▇█';
const ASCII = '_.-=+*#@';
/** Ratio of largest to smallest from which bars are by logarithm. */
const LOG_RANGE = 30;

export interface Sparkline {
  text: string;
  /** Bars are by logarithm of the value. */
  logarithmic: boolean;
  min: number;
  max: number;
}

/**
 * Each character is the median of its stretch of iterations; a stretch without a finite value shows
 * `x`; before the first point and behind the last there are spaces. `from` and `to` give several curves the same axis.
 */
export function sparkline(
  points: readonly Point[],
  { width = 60, ascii = false, from = points[0]?.iteration ?? 0, to = points.at(-1)?.iteration ?? 0 } = {},
): Sparkline {
  const bins: number[][] = Array.from({ length: width }, () => []);
  for (const p of points) {
    const at = to > from ? Math.floor(((p.iteration - from) / (to - from)) * width) : 0;
    bins[Math.max(0, Math.min(width - 1, at))]!.push(p.value);
  }
  const heights = bins.map((values) => {
    const finite = values.filter((v) => Number.isFinite(v));
    return values.length === 0 ? undefined : finite.length === 0 ? NaN : median(finite);
  });
  // Fewer points than characters: each lasts until the next.
  const ends = heights.findLastIndex((v) => v !== undefined);
  for (let i = 1; i < ends; i++) heights[i] ??= heights[i - 1];
  const finite = heights.filter((v): v is number => v !== undefined && Number.isFinite(v));
  const min = Math.min(...finite);
  const max = Math.max(...finite);
  const logarithmic = min > 0 && max / min > LOG_RANGE;
  const scale = (v: number) => (logarithmic ? Math.log(v) : v);
  const bars = ascii ? ASCII : BARS;
  const text = heights
    .map((v) => {
      if (v === undefined) return ' ';
      if (Number.isNaN(v)) return 'x';
      const share = max > min ? (scale(v) - scale(min)) / (scale(max) - scale(min)) : 0;
      return bars[Math.min(bars.length - 1, Math.floor(share * bars.length))]!;
    })
    .join('');
  return { text, logarithmic, min, max };
}
