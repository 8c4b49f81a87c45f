/**
 * Layers that multiply by weights: Convolution, Deconvolution, InnerProduct. For weights w̄ + σξ with
 * independent ξ, the random part turns every second moment K of its input into n σ² K (Poole et al.
 * 2016; Xiao et al. 2018 for convolutions: correlations between places are handed on), while the mean
 * w̄ (constant, uniform, bilinear … fillers) adds up all inputs and makes all units move together.
 */
import type { FillerStats } from './filler.js';
import { fromValues, newOrigin, normal, type Moments } from './moments.js';
import { CELLS, DRAWS, UNITS } from './nodes.js';
import { mixed, strided, type Spatial } from './spatial.js';
import { corrected, valueShared, valueSpatial } from './table.js';
import { axisSums, kernelLags, kernelSums, type Axis } from './taps.js';

export interface LinearMap {
  /** Channels or features that one output adds up (those of its group). */
  inputs: number;
  /** All channels of the input blob: how many units the average over weights runs over. */
  width: number;
  axes: readonly Axis[];
  weight: FillerStats;
  bias?: FillerStats | undefined;
}

/** Relative variance over units of E[x²] within one unit, divided by the number of units averaged. */
export function spreadOfSecond(m: Moments, units: number): number {
  if (!(m.second > 0) || !(units > 0)) return 0;
  let square = 0;
  for (let u = 0, i = 0; u < UNITS.count; u++) {
    let row = 0;
    for (let d = 0; d < DRAWS.count; d++, i++) row += DRAWS.weight[d]! * m.values[i]! ** 2;
    square += UNITS.weight[u]! * (row / m.second - 1) ** 2;
  }
  return CELLS > 0 ? square / units : 0;
}

const product = (values: readonly number[]): number => values.reduce((a, b) => a * b, 1);

/** Moments of the outputs. */
export function linear(x: Moments, map: LinearMap): Moments {
  const { inputs: n, weight, bias } = map;
  const sums = map.axes.map((axis) => axisSums(axis, weight.kernel));
  const fixed = x.pattern * x.within;
  const moving = x.within - fixed;
  const level = x.mean * x.mean + x.between;
  // Rows of positive_unitball sum to 1 exactly, so that its random part does not see the mean.
  const seen = weight.unitSum ? x.between : level;
  const gain = n * product(sums.map((s) => s.taps)) * weight.variance;
  const steady = n * product(sums.map((s) => s.repeated)) * weight.variance * seen;
  const common = commonPart(x, map, sums, { fixed, moving });
  // With one place left, what is fixed over places and inputs is the unit's own level.
  const onePlace = map.axes.every((axis) => axis.output === 1);
  const placed = Math.max(0, gain * seen - steady) + gain * fixed;
  const between = steady + common.between + (onePlace ? placed : 0) + (bias?.variance ?? 0);
  const pattern = onePlace ? 0 : placed + common.pattern;
  const within = gain * moving + common.moving + pattern;
  const spatial = mixed([
    { spatial: map.axes.length > 0 ? shifted(valueSpatial(x), map.axes) : x.spatial, weight: gain * moving },
    { spatial: common.spatial, weight: common.moving },
  ]);
  const mean = common.mean + (bias?.mean ?? 0);
  const rest = {
    spatial,
    shared: within > 0 ? (common.alike * (common.moving + (onePlace ? 0 : common.pattern))) / within : 0,
    pattern: within > 0 ? pattern / within : 0,
    origin: newOrigin(),
    widen: x.widen + (weight.known && bias?.known !== false ? 0 : UNKNOWN_FILLER),
    drawn: x.drawn + spreadOfSecond(x, map.width),
  };
  // Sums with random signs are normal; sums with equal ones keep something of the shape of their terms.
  const skew = within > 0 ? (common.moving / within) ** 1.5 / Math.sqrt(common.terms) : 0;
  if (skew < 0.02) return normal(mean, between, within, rest);
  return fromValues(corrected(shaped(x, skew), { mean, between, within }), rest);
}

/** A table whose rows are the input's mean row to the share `skew`, else normal. */
function shaped(x: Moments, skew: number): Float64Array {
  const row = new Float64Array(DRAWS.count);
  let mean = 0;
  let variance = 0;
  for (let u = 0, i = 0; u < UNITS.count; u++)
    for (let d = 0; d < DRAWS.count; d++, i++) row[d]! += UNITS.weight[u]! * x.values[i]!;
  row.forEach((v, d) => (mean += DRAWS.weight[d]! * v));
  row.forEach((v, d) => (variance += DRAWS.weight[d]! * (v - mean) ** 2));
  const scale = variance > 0 ? skew / Math.sqrt(variance) : 0;
  return Float64Array.from({ length: CELLS }, (_, i) => {
    const [u, d] = [Math.floor(i / DRAWS.count), i % DRAWS.count];
    return 1e-9 * UNITS.z[u]! + scale * (row[d]! - mean) + (1 - skew) * DRAWS.z[d]!;
  });
}

/** An unknown filler may leave weights of any size. */
const UNKNOWN_FILLER = Math.log(100);

/** The correlation between places that a random kernel hands on: that of inputs one stride apart. */
function shifted(spatial: Spatial, axes: readonly Axis[]): Spatial {
  const axis = axes.at(-1)!;
  if (!axis.transposed) return strided(spatial, axis.stride);
  if (axis.stride === 1) return spatial;
  // Outputs of different phase are made by different weights.
  return { floor: 0, lags: [1] };
}

interface CommonPart {
  mean: number;
  /** Variance between the outputs of different groups. */
  between: number;
  pattern: number;
  /** Variance over inputs and places. */
  moving: number;
  /** How far the outputs of all groups move together. */
  alike: number;
  /** How many independent terms the sum is worth. */
  terms: number;
  spatial: Spatial;
}

/** What the mean of the weights adds: Σ over channels and taps of w̄ x. */
function commonPart(
  x: Moments,
  map: LinearMap,
  sums: readonly { sum: number; square: number }[],
  { fixed, moving }: { fixed: number; moving: number },
): CommonPart {
  const { inputs: n, weight, axes } = map;
  const w2 = weight.mean * weight.mean;
  if (w2 === 0) return { mean: 0, between: 0, pattern: 0, moving: 0, alike: 0, terms: 1, spatial: x.spatial };
  const sum = product(sums.map((s) => s.sum));
  const square = product(sums.map((s) => s.square));
  const shared = valueShared(x);
  // The levels of the units of a group add up to one shift of all its outputs, as likely up as down.
  const groups = Math.max(1, map.width / n);
  const levels = w2 * n * sum * sum * x.between;
  const shift = levels / groups;
  const mean = weight.mean * n * sum * x.mean;
  const acrossChannels = n * n * shared + n * (1 - shared);
  const pattern =
    w2 * n * n * x.mean * x.mean * Math.max(0, square - sum * sum) + w2 * sum * sum * acrossChannels * fixed;
  const spatial = valueSpatial(x);
  const near = product(axes.map((axis) => kernelSums(axis, spatial.lags, weight.kernel, 1)[0]!));
  const far = spatial.floor * square;
  const places = far + (1 - spatial.floor) * near;
  const last = axes.at(-1);
  const summed = w2 * acrossChannels * places * moving;
  const betweenGroups = (n * shared) / (n * shared + 1 - shared || 1);
  return {
    mean: mean === 0 ? Math.sqrt(shift) : Math.sign(mean) * Math.sqrt(mean * mean + shift),
    between: levels - shift,
    pattern,
    moving: summed,
    alike: 1 / groups + (1 - 1 / groups) * betweenGroups,
    terms: summed > 0 ? Math.max(1, (w2 * n * n * square * moving) / summed) : 1,
    spatial: {
      floor: places > 0 ? far / places : 0,
      lags: last ? kernelLags(last, spatial.lags, weight.kernel) : spatial.lags,
    },
  };
}
