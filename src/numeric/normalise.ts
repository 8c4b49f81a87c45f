/** Layers that bring a blob to a given scale: BatchNorm, MVN, Normalize, and the scales and biases behind them. */
import type { FillerStats } from './filler.js';
import { constant, fromValues, rowMeans, type Moments } from './moments.js';
import { CELLS, DRAWS, UNITS } from './nodes.js';
import { WHITE, windowMean, type Spatial } from './spatial.js';
import { corrected, valueShared, valueSpatial } from './table.js';

/** Each row less its mean, over the root of its variance + eps. */
function standardised(m: Moments, shrink: number, divisor: (variance: number) => number): Float64Array {
  const means = rowMeans(m.values);
  const values = new Float64Array(CELLS);
  for (let u = 0; u < UNITS.count; u++) {
    const offset = u * DRAWS.count;
    let variance = 0;
    for (let d = 0; d < DRAWS.count; d++)
      variance += DRAWS.weight[d]! * (m.values[offset + d]! - means[u]!) ** 2;
    const by = divisor(variance * shrink);
    // A unit that never changes is 0 after its mean is gone, whatever eps is.
    const factor = by > 0 && variance > 1e-13 * means[u]! ** 2 ? Math.sqrt(shrink) / by : 0;
    for (let d = 0; d < DRAWS.count; d++) values[offset + d] = factor * (m.values[offset + d]! - means[u]!);
  }
  return values;
}

/**
 * BatchNorm over the batch (batch_norm_layer.cpp): per channel, mean 0 and variance s²/(s² + eps).
 * @param samples values that a channel's statistics are taken over (batch × places); their variance
 *   around their own mean is (1 - 1/samples) of the true one.
 */
export function batchNorm(m: Moments, eps: number, samples: number): Moments {
  if (!(samples > 1) || m.within === 0) return constant(0, { origin: m.origin });
  const values = standardised(m, 1 - 1 / samples, (variance) => Math.sqrt(variance + eps));
  const scale = m.within / (m.within + eps);
  return fromValues(values, {
    ...m,
    low: -Infinity,
    high: Infinity,
    widen: m.widen * (1 - scale),
    drawn: m.drawn * (1 - scale) ** 2,
  });
}

/** MVN of each channel of each image, or of each whole image (mvn_layer.cpp): eps is added to the deviation. */
export function meanVariance(
  m: Moments,
  options: {
    eps: number;
    acrossChannels: boolean;
    variance: boolean;
    places: { height: number; width: number };
  },
): Moments {
  const { height, width } = options.places;
  const spatial = valueSpatial(m);
  const overall = windowMean(spatial, height, width);
  const local: Spatial = { floor: 0, lags: spatial.lags };
  const divisor = (v: number): number => (options.variance ? Math.sqrt(v) + options.eps : 1);
  const rest = { ...m, low: -Infinity, high: Infinity, spatial: local, drawn: 0, widen: 0 };
  if (!options.acrossChannels) {
    const shrink = Math.max(0, 1 - overall);
    return fromValues(standardised(m, shrink, divisor), rest);
  }
  const kept = 1 - valueShared(m) * overall;
  const variance = m.between + m.within * kept;
  const values = corrected(m.values, { mean: 0, between: m.between, within: m.within * kept });
  const by = divisor(variance);
  return fromValues(by > 0 ? values.map((v) => v / by) : values.fill(0), rest);
}

/** Division by the L2 norm of `count` values that it is itself one of: mean square 1/count. */
export function unitLength(m: Moments, count: number): Moments {
  const size = Math.sqrt(m.second * count);
  if (!(size > 0)) return { ...m, widen: m.widen };
  return fromValues(
    m.values.map((v) => v / size),
    { ...m, low: Math.max(-1, Math.min(0, m.low)), high: 1, drawn: 0, widen: 0 },
  );
}

/** x · γ + β with γ and β drawn per unit (scale_layer.cpp, bias_layer.cpp). */
export function scaled(m: Moments, gamma: FillerStats, beta: FillerStats | undefined): Moments {
  const level = m.mean * m.mean + m.between;
  const power = gamma.mean ** 2 + gamma.variance;
  const mean = gamma.mean * m.mean;
  const values = m.values.map((v) => v * gamma.mean);
  if (gamma.mean < 0)
    for (let u = 0; u < UNITS.count; u++) values.subarray(u * DRAWS.count, (u + 1) * DRAWS.count).reverse();
  const shape = gamma.mean === 0 && gamma.variance > 0 ? m.values : values;
  const target = {
    mean: mean + (beta?.mean ?? 0),
    between: Math.max(0, power * level - mean * mean) + (beta?.variance ?? 0),
    within: power * m.within,
  };
  const plain = gamma.variance === 0 && !beta?.variance;
  const shift = beta?.mean ?? 0;
  const bounded = plain && gamma.mean >= 0;
  return fromValues(plain ? shape.map((v) => v + shift) : corrected(shape, target), {
    ...m,
    low: bounded ? gamma.mean * m.low + shift || 0 : -Infinity,
    high: bounded ? gamma.mean * m.high + shift || 0 : Infinity,
    spatial: power > 0 ? m.spatial : WHITE,
    widen: m.widen + (gamma.known && beta?.known !== false ? 0 : Math.log(10)),
  });
}
