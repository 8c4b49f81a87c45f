/**
 * Correlation between two places of one map: `floor` between places far apart (the image as a whole is
 * brighter or darker), and above it a product over both axes of a sequence by distance.
 */
export interface Spatial {
  floor: number;
  /** Correlation at distance 0, 1, 2 …; beyond the last it falls on by the last ratio. lags[0] is 1. */
  lags: readonly number[];
}

/** Neighbours know nothing of each other. */
export const WHITE: Spatial = { floor: 0, lags: [1] };
/** Lags that are kept. */
export const LONGEST = 8;

export const isWhite = (s: Spatial): boolean => s.floor === 0 && s.lags.length === 1;

/** exp(-d / length) above a floor: the usual description of natural images. */
export const exponential = (length: number, floor: number): Spatial => ({
  floor,
  lags: [1, Math.exp(-1 / length)],
});

/** The sequence at any distance. */
export function lagAt(lags: readonly number[], distance: number): number {
  const d = Math.abs(distance);
  const n = lags.length;
  if (d < n) return lags[d]!;
  if (n < 2) return 0;
  const last = lags[n - 1]!;
  const before = lags[n - 2]!;
  return before > 0 && last > 0 ? last * (last / before) ** (d - n + 1) : 0;
}

/** Correlation of two places `dy` and `dx` apart. */
export const at = (s: Spatial, dy: number, dx: number): number =>
  s.floor + (1 - s.floor) * lagAt(s.lags, dy) * lagAt(s.lags, dx);

/** Drop what is too small to matter, so that white stays cheap. */
export function trimmed(lags: number[]): number[] {
  let n = Math.min(lags.length, LONGEST);
  while (n > 1 && Math.abs(lags[n - 1]!) < 1e-3) n--;
  return lags.slice(0, n);
}

/** Every `stride`-th place. */
export function strided(s: Spatial, stride: number): Spatial {
  if (stride === 1 || isWhite(s)) return s;
  return {
    floor: s.floor,
    lags: trimmed(Array.from({ length: LONGEST }, (_, d) => lagAt(s.lags, d * stride))),
  };
}

/** Apply a map of correlations (0 ↦ 0, 1 ↦ 1), as a pointwise function of both places does. */
export function mapped(s: Spatial, f: (correlation: number) => number): Spatial {
  if (isWhite(s)) return s;
  const floor = f(s.floor);
  if (floor > 1 - 1e-9) return { floor: 1, lags: [1] };
  const lags = Array.from({ length: s.lags.length }, (_, d) =>
    d === 0 ? 1 : Math.max(0, (f(s.floor + (1 - s.floor) * s.lags[d]!) - floor) / (1 - floor)),
  );
  return { floor, lags: trimmed(lags) };
}

/** Weighted mixture, by the variances that carry each. */
export function mixed(parts: readonly { spatial: Spatial; weight: number }[]): Spatial {
  const total = parts.reduce((sum, p) => sum + p.weight, 0);
  const only = parts.find((p) => p.weight >= total * (1 - 1e-12));
  if (!(total > 0)) return WHITE;
  if (only) return only.spatial;
  const floor = parts.reduce((sum, p) => sum + (p.weight / total) * p.spatial.floor, 0);
  const longest = Math.min(LONGEST, Math.max(...parts.map((p) => p.spatial.lags.length)) + 1);
  const lags = Array.from({ length: longest }, (_, d) =>
    parts.reduce((sum, p) => {
      const share = (p.weight * (1 - p.spatial.floor)) / (total * (1 - floor) || 1);
      return sum + share * lagAt(p.spatial.lags, d);
    }, 0),
  );
  lags[0] = 1;
  return { floor, lags: trimmed(lags) };
}

/** Longer runs are not walked place by place: a text may ask for 2^31 places. */
const WALKED = 1024;
/** Distances beyond this from the nearest pair are left out of long runs. */
const FAR = 1 << 15;

/** Mean of the sequence over all pairs of places, one in each of two runs of length `n`, `shift` apart. */
export function pairMean(lags: readonly number[], n: number, shift = 0, spacing = 1): number {
  if (n > WALKED && shift === 0 && spacing === 1) return longPairMean(lags, n);
  const middle = n > WALKED ? Math.round(-shift / spacing) : 0;
  const reach = n > WALKED ? FAR : n;
  let sum = 0;
  for (let d = Math.max(1 - n, middle - reach); d < n && d <= middle + reach; d++)
    sum += (n - Math.abs(d)) * lagAt(lags, shift + d * spacing);
  return sum / (n * n);
}

/**
 * The same for two runs at one place, in closed form: with q the last ratio and K = n - lags.length,
 * Σ_{k=1}^{K} (K + 1 - k) q^k = q (K - (K + 1) q + q^(K+1)) / (1 - q)².
 */
function longPairMean(lags: readonly number[], n: number): number {
  let sum = n;
  for (let d = 1; d < lags.length; d++) sum += 2 * (n - d) * lags[d]!;
  const last = lags.at(-1)!;
  const rest = n - lags.length;
  const q = lagAt(lags, lags.length) / last;
  if (last > 0 && q > 0)
    sum +=
      2 *
      last *
      (Math.abs(1 - q) < 1e-9
        ? (rest * (rest + 1)) / 2
        : (q * (rest - (rest + 1) * q + q ** (rest + 1))) / (1 - q) ** 2);
  return sum / n / n;
}

/** So many places of `n`, evenly spaced from the first: all of them as long as there are no more than `most`. */
export function samplePlaces(n: number, most: number): number[] {
  const count = Math.max(0, Math.min(n, most));
  return Array.from({ length: count }, (_, i) => (count === n ? i : Math.floor((i * n) / count)));
}

/** Mean correlation over all pairs of places within a window of `height` × `width`. */
export const windowMean = (s: Spatial, height: number, width: number): number =>
  s.floor + (1 - s.floor) * pairMean(s.lags, height) * pairMean(s.lags, width);
