/** Which inputs an output of a sliding kernel adds up, along one axis: padding, stride, dilation, and their transpose. */
import { isKnown, type Dim } from '../shapes/shape.js';
import { LONGEST, lagAt, samplePlaces, trimmed } from './spatial.js';

export interface Axis {
  input: Dim;
  output: Dim;
  kernel: number;
  stride: number;
  pad: number;
  dilation: number;
  /** Deconvolution: each input is spread over a kernel's width of outputs. */
  transposed?: boolean;
}

export interface AxisSums {
  /** Mean number of taps that meet an input, over output positions. */
  taps: number;
  /** Σ over taps of the squared share of positions at which the tap meets an input. */
  repeated: number;
  /** Mean and mean square, over positions, of the sum of the tap weights that meet an input. */
  sum: number;
  square: number;
}

/** A kernel that covers its whole input: InnerProduct, global pooling. */
export const wholeAxis = (input: Dim): Axis => ({
  input,
  output: 1,
  kernel: isKnown(input) ? input : 1,
  stride: 1,
  pad: 0,
  dilation: 1,
});

/** Input that tap `t` of output position `o` reads, or undefined between or outside the inputs. */
function source(axis: Axis, o: number, t: number): number | undefined {
  const at = axis.transposed
    ? (o + axis.pad - t * axis.dilation) / axis.stride
    : o * axis.stride - axis.pad + t * axis.dilation;
  if (!Number.isInteger(at)) return undefined;
  if (isKnown(axis.output) && isKnown(axis.input) && (at < 0 || at >= axis.input)) return undefined;
  return at;
}

/** Positions to sum over: all, or one period where sizes are unknown and every position is an inner one. */
const positions = (axis: Axis): number =>
  isKnown(axis.output) && isKnown(axis.input) ? axis.output : axis.transposed ? axis.stride : 1;

/** Of an axis with more positions times taps, evenly spaced ones stand for all: a text may ask for 2^31. */
const MOST_SUMS = 1 << 22;
const MOST_PLACES = 1 << 10;

/** Sums over the positions of an axis; `weights` are those of a fixed kernel, 1 when absent. */
export function axisSums(axis: Axis, weights?: readonly number[]): AxisSums {
  const k = axis.kernel;
  if (k === 1 && axis.stride === 1 && axis.pad === 0) {
    const w = weights?.[0] ?? 1;
    return { taps: 1, repeated: 1, sum: w, square: w * w };
  }
  const few = k * positions(axis) > MOST_SUMS;
  const taken = samplePlaces(k, few ? MOST_PLACES : k);
  const all = samplePlaces(positions(axis), few ? MOST_PLACES : positions(axis));
  const each = k / Math.max(1, taken.length);
  const met = new Float64Array(taken.length);
  let sum = 0;
  let square = 0;
  for (const o of all) {
    let here = 0;
    for (let i = 0; i < taken.length; i++) {
      const t = taken[i]!;
      if (source(axis, o, t) === undefined) continue;
      met[i]!++;
      here += (weights?.[t] ?? 1) * each;
    }
    sum += here;
    square += here * here;
  }
  const n = Math.max(1, all.length);
  let taps = 0;
  let repeated = 0;
  for (const m of met) {
    taps += (m / n) * each;
    repeated += (m / n) ** 2 * each;
  }
  return { taps, repeated, sum: sum / n, square: square / n };
}

const MOST_PHASES = 256;
const MOST_PAIRS = 1 << 24;

/**
 * Σ_a Σ_b w_a w_b r(i_a - i_b) of two output positions `distance` apart, for distances 0, 1, …: what a
 * fixed kernel makes of inputs correlated by `lags`. Averaged over the phases of a transposed kernel.
 */
export function kernelSums(
  axis: Axis,
  lags: readonly number[],
  weights: readonly number[] | undefined,
  longest: number,
): number[] {
  const phases = Math.min(axis.transposed ? axis.stride : 1, MOST_PHASES);
  // Of a longer kernel a part stands for the whole: what correlated inputs add grows with its length.
  const kernel = Math.min(axis.kernel, Math.max(1, Math.floor(Math.sqrt(MOST_PAIRS / (phases * longest)))));
  const whole = axis.kernel / kernel;
  const middle = isKnown(axis.output)
    ? Math.max(0, Math.floor((axis.output - phases) / 2))
    : axis.kernel * axis.stride;
  const tapsAt = (o: number): { i: number; w: number }[] => {
    const taps = [];
    for (let t = 0; t < kernel; t++) {
      const i = source(axis, o, t);
      if (i !== undefined) taps.push({ i, w: weights?.[t] ?? 1 });
    }
    return taps;
  };
  const sums = new Array<number>(longest).fill(0);
  for (let phase = 0; phase < phases; phase++) {
    const here = tapsAt(middle + phase);
    for (let d = 0; d < longest; d++) {
      const there = d === 0 ? here : tapsAt(middle + phase + d);
      for (const a of here)
        for (const b of there) sums[d]! += (whole * a.w * b.w * lagAt(lags, a.i - b.i)) / phases;
    }
  }
  return sums;
}

/** Correlation by distance of the outputs of a fixed kernel. */
export function kernelLags(
  axis: Axis,
  lags: readonly number[],
  weights: readonly number[] | undefined,
): number[] {
  const sums = kernelSums(axis, lags, weights, axis.output === 1 ? 1 : LONGEST);
  return trimmed(sums.map((s) => (sums[0]! > 0 ? Math.max(0, s / sums[0]!) : 0)));
}
