/** What a FillerParameter fills a blob with, as statistics (include/caffe/filler.hpp). */
import type { Message } from '../document/message.js';
import { count, isKnown, type Shape } from '../shapes/shape.js';

export interface FillerStats {
  mean: number;
  /** Variance of one element around its mean (around the template, where there is one). */
  variance: number;
  /** `positive_unitball`: the elements of one output sum to 1 exactly. */
  unitSum?: true;
  /** `bilinear`: a fixed kernel, alike for all pairs of channels; one weight per tap of an axis. */
  kernel?: readonly number[];
  /** False for a filler that Caffe does not know, or dimensions that are not known. */
  known: boolean;
}

/** Caffe's fan-in and fan-out of a blob, whatever the layer: count / shape(0), count / shape(1). */
export function fans(shape: Shape): { fanIn: number | undefined; fanOut: number | undefined } {
  const known = (d: number | string): number | undefined => (isKnown(d) ? d : undefined);
  if (!shape || shape.length === 0) return { fanIn: undefined, fanOut: undefined };
  const fanIn = known(count(shape, 1));
  const rest = known(count(shape, 2));
  const first = known(shape[0]!);
  if (shape.length === 1) return { fanIn: 1, fanOut: first };
  return { fanIn, fanOut: rest === undefined || first === undefined ? undefined : rest * first };
}

/** Weights of one axis of Caffe's bilinear kernel. */
export function bilinearKernel(size: number): number[] {
  const f = Math.ceil(size / 2);
  const c = (size - 1) / (2 * f);
  return Array.from({ length: size }, (_, x) => 1 - Math.abs(x / f - c));
}

/** Statistics of a filled blob of the given shape. A filler that is not set fills with 0. */
export function fillerStats(filler: Message | undefined, shape: Shape, fallback = 0): FillerStats {
  if (!filler) return { mean: fallback, variance: 0, known: true };
  switch (filler.str('type')) {
    case 'constant':
      return { mean: filler.num('value'), variance: 0, known: true };
    case 'uniform': {
      const [a, b] = [filler.num('min'), filler.num('max')];
      return { mean: (a + b) / 2, variance: (b - a) ** 2 / 12, known: true };
    }
    case 'gaussian':
      return gaussian(filler, shape);
    case 'xavier':
      return scaled(filler, shape, 1);
    case 'msra':
      return scaled(filler, shape, 2);
    case 'positive_unitball': {
      // U(0,1) over the sum of its row: mean 1/n, and a relative variance of (1/12) / (1/4).
      const n = fans(shape).fanIn;
      if (n === undefined) return { mean: 0, variance: 0, known: false };
      return { mean: 1 / n, variance: n > 1 ? 1 / (3 * n * n) : 0, unitSum: true, known: true };
    }
    case 'bilinear': {
      const size = shape?.at(-1);
      // The kernel has a number per tap: beyond this it is no kernel, and would not fit into memory.
      if (!isKnown(size) || size > 1 << 16) return { mean: 0, variance: 0, known: false };
      return { mean: 1, variance: 0, kernel: bilinearKernel(size), known: true };
    }
    default:
      return { mean: 0, variance: 0, known: false };
  }
}

function gaussian(filler: Message, shape: Shape): FillerStats {
  const mean = filler.num('mean');
  const std = filler.num('std');
  const sparse = filler.num('sparse');
  if (sparse < 0) return { mean, variance: std * std, known: true };
  const outputs = shape?.[0];
  if (!isKnown(outputs)) return { mean: 0, variance: 0, known: false };
  const keep = Math.min(1, sparse / outputs);
  return {
    mean: keep * mean,
    variance: keep * (std * std + mean * mean) - keep * keep * mean * mean,
    known: true,
  };
}

/** xavier: 1/n; msra: 2/n (Glorot & Bengio 2010 with Caffe's own n; He et al. 2015). */
function scaled(filler: Message, shape: Shape, gain: number): FillerStats {
  const { fanIn, fanOut } = fans(shape);
  const norm = filler.str('variance_norm');
  const n =
    norm === 'FAN_OUT'
      ? fanOut
      : norm === 'AVERAGE'
        ? fanIn === undefined || fanOut === undefined
          ? undefined
          : (fanIn + fanOut) / 2
        : fanIn;
  if (n === undefined || n === 0) return { mean: 0, variance: 0, known: false };
  return { mean: 0, variance: gain / n, known: true };
}
