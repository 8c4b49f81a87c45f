/**
 * Layers that multiply by weights: Convolution, Deconvolution, InnerProduct. For weights w̄ + σξ with
 * independent ξ, the random part turns every second moment K of its input into n σ² K (Poole et al.
 * 2016; Xiao et al. 2018 for convolutions: correlations between places are handed on), while the mean
 * w̄ (constant, uniform, bilinear … fillers) adds up all inputs and makes all units move together.
 */
import type { FillerStats } from './filler.js';
import { newOrigin, normal, type Moments } from './moments.js';
import { CELLS, DRAWS, UNITS } from './nodes.js';
import { mixed, strided, type Spatial } from './spatial.js';
import { valueShared, valueSpatial } from './table.js';
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
  const between = steady + (onePlace ? placed : 0) + (bias?.variance ?? 0);
  const pattern = onePlace ? 0 : placed + common.pattern;
  const within = gain * moving + common.moving + pattern;
  const spatial = mixed([
    { spatial: map.axes.length > 0 ? shifted(valueSpatial(x), map.axes) : x.spatial, weight: gain * moving },
    { spatial: common.spatial, weight: common.moving },
  ]);
  return normal(common.mean + (bias?.mean ?? 0), between, within, {
    spatial,
    shared: within > 0 ? (common.moving + (onePlace ? 0 : common.pattern)) / within : 0,
    pattern: within > 0 ? pattern / within : 0,
    origin: newOrigin(),
    widen: x.widen + (weight.known && bias?.known !== false ? 0 : UNKNOWN_FILLER),
    drawn: x.drawn + spreadOfSecond(x, map.width),
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

/** What the mean of the weights adds: Σ over channels and taps of w̄ x. */
function commonPart(
  x: Moments,
  map: LinearMap,
  sums: readonly { sum: number; square: number }[],
  { fixed, moving }: { fixed: number; moving: number },
): { mean: number; pattern: number; moving: number; spatial: Spatial } {
  const { inputs: n, weight, axes } = map;
  const w2 = weight.mean * weight.mean;
  if (w2 === 0) return { mean: 0, pattern: 0, moving: 0, spatial: x.spatial };
  const sum = product(sums.map((s) => s.sum));
  const square = product(sums.map((s) => s.square));
  const shared = valueShared(x);
  // The units' own levels add up to one shift of all outputs, as likely up as down.
  const shift = w2 * n * sum * sum * x.between;
  const mean = weight.mean * n * sum * x.mean;
  const acrossChannels = n * n * shared + n * (1 - shared);
  const pattern =
    w2 * n * n * x.mean * x.mean * Math.max(0, square - sum * sum) + w2 * sum * sum * acrossChannels * fixed;
  const spatial = valueSpatial(x);
  const near = product(axes.map((axis) => kernelSums(axis, spatial.lags, weight.kernel, 1)[0]!));
  const far = spatial.floor * square;
  const places = far + (1 - spatial.floor) * near;
  const last = axes.at(-1);
  return {
    mean: mean === 0 ? Math.sqrt(shift) : Math.sign(mean) * Math.sqrt(mean * mean + shift),
    pattern,
    moving: w2 * acrossChannels * places * moving,
    spatial: {
      floor: places > 0 ? far / places : 0,
      lags: last ? kernelLags(last, spatial.lags, weight.kernel) : spatial.lags,
    },
  };
}
