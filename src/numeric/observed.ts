/** What one forward pass shows of a blob: its elements are a finite sample of units, inputs and places. */
import { count, isKnown, type Shape } from '../shapes/shape.js';
import { type Moments } from './moments.js';
import { DRAWS, UNITS } from './nodes.js';
import { windowMean } from './spatial.js';
import { valueShared, valueSpatial } from './table.js';

/** Sample sizes of a blob, N × C × places; Infinity where a dimension is not known. */
function sizes(shape: Shape): {
  inputs: number;
  units: number;
  places: number;
  height: number;
  width: number;
} {
  const known = (d: number | string | undefined, missing: number): number =>
    d === undefined ? missing : isKnown(d) ? d : Infinity;
  if (!shape) return { inputs: Infinity, units: Infinity, places: Infinity, height: 1, width: 1 };
  const places = shape.length > 2 ? known(count(shape, 2), 1) : 1;
  const side = (d: number | string | undefined): number => (isKnown(d) ? d : 1);
  const flat = shape.length < 3;
  return {
    inputs: known(shape[0], 1),
    units: known(shape[1], 1),
    places,
    height: flat ? 1 : side(shape[2]),
    width: flat ? 1 : side(shape[3]),
  };
}

/** Relative variance over units of the mean squared deviation within one unit. */
function unevenness(m: Moments): number {
  const variance = m.between + m.within;
  if (!(variance > 0)) return 0;
  let sum = 0;
  for (let u = 0, i = 0; u < UNITS.count; u++) {
    let row = 0;
    for (let d = 0; d < DRAWS.count; d++, i++) row += DRAWS.weight[d]! * (m.values[i]! - m.mean) ** 2;
    sum += UNITS.weight[u]! * (row / variance - 1) ** 2;
  }
  return sum;
}

/** Median over mean of a χ² variable with relative variance v (Wilson & Hilferty 1931). */
const medianShare = (v: number): number => Math.max(0.2, 1 - v / 9) ** 3;

/**
 * Typical (median) standard deviation over all elements of one forward pass. Differs from
 * √(between + within) where few units, inputs or places make up the blob, and where many narrow layers
 * made its scale log-normal (Hanin & Rolnick 2018).
 */
export function observedStd(m: Moments, shape: Shape): number {
  const { inputs, units, places, height, width } = sizes(shape);
  const fixed = m.pattern * m.within;
  const moving = m.within - fixed;
  const shared = valueShared(m);
  const alike =
    places > 1 && Number.isFinite(places)
      ? Math.max(1 / places, windowMean(valueSpatial(m), height, width))
      : 1 / places;
  const common = shared * moving;
  const own = moving - common;
  const variance =
    m.between * (1 - (m.closed ? 0 : 1 / units)) +
    fixed * (1 - 1 / places) +
    common * (1 - alike / inputs) +
    own * (1 - alike / (inputs * units));
  const perUnit = unevenness(m) / Math.max(1, units - 1);
  const total = m.between + m.within;
  const perInput = total > 0 ? (2 * alike * (common ** 2 + own ** 2 / units)) / (inputs * total * total) : 0;
  return Math.sqrt(Math.max(0, variance) * medianShare(perUnit + perInput)) * (1 + m.drawn) ** -0.25;
}

/** Independent values that a channel's batch statistics are taken over: inputs × places, less what places have in common. */
export function channelSamples(m: Moments, shape: Shape): number {
  const { inputs, places, height, width } = sizes(shape);
  if (places === 1) return inputs;
  if (!Number.isFinite(places)) return Infinity;
  return inputs / Math.max(1 / places, windowMean(valueSpatial(m), height, width));
}
