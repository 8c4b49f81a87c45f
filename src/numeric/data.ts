/** What the input looks like: pixels before `transform_param`, and the input of nets that have no data layer. */
import type { Message } from '../document/message.js';
import { isKnown, type Shape } from '../shapes/shape.js';
import { fillerStats } from './filler.js';
import { cumulative } from './gaussian.js';
import { constant, fromValues, newOrigin, normal, type ForwardContext, type Moments } from './moments.js';
import { CELLS, DRAWS, UNITS } from './nodes.js';
import { scaled } from './normalise.js';
import { WHITE, exponential, type Spatial } from './spatial.js';
import { corrected } from './table.js';

export interface DataDescription {
  kind: 'natural' | 'uniform' | 'normal';
  mean: number;
  std: number;
  /** Range of the values. */
  low: number;
  high: number;
  /** Correlation between the channels at one pixel. */
  betweenChannels: number;
  /** Share of the variance that is the brightness of the whole image. */
  brightness: number;
  /** Distance at which neighbouring pixels' correlation has fallen to 1/e, as a share of the side; 0: independent. */
  reach: number;
}

/**
 * Natural 8-bit images. Mean and deviation of ImageNet-like photographs; the correlations stand for
 * their 1/f² spectrum (Ruderman 1994) and are rough.
 */
export const NATURAL: DataDescription = {
  kind: 'natural',
  mean: 115,
  std: 57,
  low: 0,
  high: 255,
  betweenChannels: 0.9,
  brightness: 0.25,
  reach: 0.25,
};

/** Independent values, uniform between two bounds. */
export const uniformData = (low: number, high: number): DataDescription => ({
  kind: 'uniform',
  mean: (low + high) / 2,
  std: Math.abs(high - low) / Math.sqrt(12),
  low,
  high,
  betweenChannels: 0,
  brightness: 0,
  reach: 0,
});

/** Independent normal values. */
export const normalData = (mean: number, std: number): DataDescription => ({
  kind: 'normal',
  mean,
  std,
  low: -Infinity,
  high: Infinity,
  betweenChannels: 0,
  brightness: 0,
  reach: 0,
});

/** `uniform:LO:HI` or `normal:MEAN:STD`; undefined for anything else. */
export function parseData(text: string): DataDescription | undefined {
  const [kind, first = '', second = '', ...rest] = text.split(':');
  const [a, b] = [Number(first), Number(second)];
  if (rest.length > 0 || first.trim() === '' || second.trim() === '' || !Number.isFinite(a + b))
    return undefined;
  if (kind === 'uniform' && a <= b) return uniformData(a, b);
  if (kind === 'normal' && b >= 0) return normalData(a, b);
  return undefined;
}

/** Moments of described values; `side` is the height or width of the image. */
export function dataMoments(data: DataDescription, side: number | undefined): Moments {
  const values = new Float64Array(CELLS);
  for (let u = 0, i = 0; u < UNITS.count; u++)
    for (let d = 0; d < DRAWS.count; d++, i++) {
      const z = DRAWS.z[d]!;
      values[i] =
        data.kind === 'uniform'
          ? data.low + (data.high - data.low) * cumulative(z)
          : data.mean + data.std * z;
    }
  const spatial: Spatial =
    data.reach > 0 ? exponential(Math.max(1, data.reach * (side ?? 100)), data.brightness) : WHITE;
  return fromValues(values, {
    spatial,
    shared: data.betweenChannels,
    low: data.low,
    high: data.high,
    origin: newOrigin(),
  });
}

/**
 * Pixels behind TransformationParameter (data_transformer.cpp): (pixel - mean) · scale. A mean file is
 * taken to hold the mean of the data set; a mean value per channel shifts each channel.
 */
export function transformedMoments(param: Message, data: DataDescription, shape: Shape): Moments {
  const height = shape?.[2];
  const pixels = dataMoments(data, isKnown(height) ? height : undefined);
  const means = param.has('mean_file') ? [data.mean] : param.nums('mean_value');
  const mean = means.reduce((sum, v) => sum + v / means.length, 0);
  const spread = means.reduce((sum, v) => sum + (v - mean) ** 2 / means.length, 0);
  const scale = param.num('scale');
  const centred = scaled(
    pixels,
    { mean: scale, variance: 0, known: true },
    { mean: -mean * scale, variance: 0, known: true },
  );
  // Natural images differ by channel much as the mean values do, so these take differences away.
  if (spread === 0 || data.kind === 'natural') return centred;
  const values = corrected(centred.values, {
    mean: centred.mean,
    between: spread * scale * scale,
    within: centred.within,
  });
  return fromValues(values, { ...centred, low: -Infinity, high: Infinity });
}

/** Class indices, alike often; without a number of classes, a target of the order of 1. */
export function labelMoments(classes: number | undefined): Moments {
  const values = new Float64Array(CELLS);
  for (let u = 0, i = 0; u < UNITS.count; u++)
    for (let d = 0; d < DRAWS.count; d++, i++) {
      const p = cumulative(DRAWS.z[d]!);
      values[i] = classes === undefined ? p : Math.floor(p * classes);
    }
  return fromValues(values, {
    low: 0,
    high: classes === undefined ? Infinity : classes - 1,
    widen: classes === undefined ? Math.log(10) : 0,
  });
}

/** Tops of a layer that reads images: the images, then labels. */
export const imageMoments = (c: ForwardContext): Moments[] =>
  c.topShapes.map((shape, i) =>
    i === 0 ? transformedMoments(c.layer.msg('transform_param'), c.data, shape) : labelMoments(c.classes),
  );

/**
 * Tops whose values come from outside as they are; a name with "label" is a label. Described data are
 * taken at their word. Without a description an Input is taken to get images less their mean, and a file
 * of features values of the order of 1, neither with confidence.
 */
export const storedMoments = (c: ForwardContext): Moments[] =>
  c.topShapes.map((shape, i) => {
    if (/label/i.test(c.topNames[i] ?? '')) return labelMoments(c.classes);
    const side = isKnown(shape?.[2]) ? shape[2] : undefined;
    if (c.data !== NATURAL) return dataMoments(c.data, side);
    if (c.type === 'HDF5Data') return normal(0, 0, 1, { widen: Math.log(30) });
    return {
      ...dataMoments({ ...NATURAL, mean: 0 }, side),
      low: -Infinity,
      high: Infinity,
      widen: Math.log(10),
    };
  });

/** A blob that a filler fills (DummyData): independent values, or one constant. */
export function filledMoments(filler: Message | undefined, shape: Shape): Moments {
  const stats = fillerStats(filler, shape);
  if (stats.variance === 0) return constant(stats.mean);
  if (filler?.str('type') === 'uniform')
    return dataMoments(uniformData(filler.num('min'), filler.num('max')), undefined);
  return normal(stats.mean, 0, stats.variance, { widen: stats.known ? 0 : Math.log(100) });
}
