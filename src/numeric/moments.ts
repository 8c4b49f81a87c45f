/** What the numeric model knows of a blob before the first iteration. */
import type { Message } from '../document/message.js';
import type { ParamBlob } from '../shapes/param-blob.js';
import type { Shape } from '../shapes/shape.js';
import type { DataDescription } from './data.js';
import { CELLS, DRAWS, UNITS } from './nodes.js';
import { WHITE, type Spatial } from './spatial.js';

/**
 * A blob's elements at initialisation, as x = v(unit, draw): `unit` is a normal coordinate that is
 * drawn once per channel or feature (from the weights), `draw` one that is drawn per input and place.
 * v is tabulated over both, ascending in `draw`, so that pointwise functions, maxima and averages act
 * on whole distributions. What two places or two units have in common is a correlation of `draw`.
 */
export interface Moments {
  /** E[x] over inputs, places, units and weights. */
  readonly mean: number;
  /** E[x²]. */
  readonly second: number;
  /** E[x x'] of one unit and place for two different inputs: what does not depend on the input. */
  readonly cross: number;
  /** Variance over units of a unit's mean over inputs and places. */
  readonly between: number;
  /** Variance within a unit, over inputs and places. */
  readonly within: number;
  /** v, row by row: `UNITS.count` rows of `DRAWS.count` values. */
  readonly values: Float64Array;
  /** Correlation of `draw` between two places of a map. */
  readonly spatial: Spatial;
  /** Correlation of `draw` between two units at the same place (1: all units move together). */
  readonly shared: number;
  /** Share of the variance within a unit that is a fixed pattern over places, alike for all inputs. */
  readonly pattern: number;
  /** Blobs of the same origin are functions of the same draws; others are independent. */
  readonly origin: number;
  /** Support: sign and range that are certain. */
  readonly low: number;
  readonly high: number;
  /** ln of the factor by which the figures may be off because the text leaves something open. */
  readonly widen: number;
  /** Variance of ln E[x²] from one draw of the weights to the next: Σ over layers of spread / width. */
  readonly drawn: number;
  /** The units of each input sum to a constant (probabilities). */
  readonly closed?: true;
  /** Of a loss: what it says of its logits. */
  readonly loss?: LossReport;
}

export interface LossReport {
  /** Share of the samples at the ceiling -ln FLT_MIN = 87.3365. */
  ceiling: number;
  /** Number of classes, 0 when the loss has none. */
  classes: number;
  /** Standard deviation of the logits over classes, the part that moves the loss. */
  logitStd: number;
  /** The same part of it that depends on the input. */
  inputStd: number;
}

export interface ForwardContext {
  type: string;
  phase: 'TRAIN' | 'TEST';
  layer: Message;
  bottoms: readonly (Moments | undefined)[];
  bottomShapes: readonly Shape[];
  topShapes: readonly Shape[];
  topNames: readonly string[];
  params: readonly ParamBlob[];
  /** What the input looks like. */
  data: DataDescription;
  /** Number of classes, where the user tells it. */
  classes: number | undefined;
}

type Rest = Partial<Omit<Moments, 'mean' | 'second' | 'cross' | 'between' | 'within' | 'values'>>;

let origins = 0;
/** A new source of randomness. */
export const newOrigin = (): number => ++origins;

/** The mean of each row. */
export function rowMeans(values: Float64Array): Float64Array {
  const means = new Float64Array(UNITS.count);
  for (let u = 0, i = 0; u < UNITS.count; u++) {
    let sum = 0;
    for (let d = 0; d < DRAWS.count; d++, i++) sum += DRAWS.weight[d]! * values[i]!;
    means[u] = sum;
  }
  return means;
}

/** Moments of a table of values. */
export function fromValues(values: Float64Array, rest: Rest): Moments {
  let mean = 0;
  let within = 0;
  let between = 0;
  const means = rowMeans(values);
  for (let u = 0, i = 0; u < UNITS.count; u++) {
    const m = means[u]!;
    let variance = 0;
    for (let d = 0; d < DRAWS.count; d++, i++) variance += DRAWS.weight[d]! * (values[i]! - m) ** 2;
    mean += UNITS.weight[u]! * m;
    within += UNITS.weight[u]! * variance;
  }
  for (let u = 0; u < UNITS.count; u++) between += UNITS.weight[u]! * (means[u]! - mean) ** 2;
  // Rounding is no variance; floats would not show it either.
  const rounding = 1e-24 * (mean * mean + between + within);
  if (between < rounding) between = 0;
  if (within < rounding) within = 0;
  const pattern = rest.pattern ?? 0;
  return {
    mean,
    second: mean * mean + between + within,
    cross: mean * mean + between + pattern * within,
    between,
    within,
    values,
    spatial: rest.spatial ?? WHITE,
    shared: rest.shared ?? 0,
    pattern,
    origin: rest.origin ?? newOrigin(),
    low: rest.low ?? -Infinity,
    high: rest.high ?? Infinity,
    widen: rest.widen ?? 0,
    drawn: rest.drawn ?? 0,
    ...(rest.closed && { closed: rest.closed }),
    ...(rest.loss && { loss: rest.loss }),
  };
}

/** The same value everywhere. */
export const constant = (value: number, rest: Rest = {}): Moments =>
  fromValues(new Float64Array(CELLS).fill(value), { low: value, high: value, ...rest });

/** Normal: units differ with variance `between`, draws within a unit with `within`. */
export function normal(mean: number, between: number, within: number, rest: Rest = {}): Moments {
  const values = new Float64Array(CELLS);
  const a = Math.sqrt(Math.max(0, between));
  const b = Math.sqrt(Math.max(0, within));
  for (let u = 0, i = 0; u < UNITS.count; u++)
    for (let d = 0; d < DRAWS.count; d++, i++) values[i] = mean + a * UNITS.z[u]! + b * DRAWS.z[d]!;
  return fromValues(values, rest);
}
