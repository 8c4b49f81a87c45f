/** Spatial pyramid pooling (spp_layer.cpp): poolings of 1, 2, 4 … bins a side, flattened and joined. */
import { UNKNOWN, isKnown, plus, showShape, times } from '../shapes/shape.js';
import type { Dim, Shape } from '../shapes/shape.js';
import { checkBlob, toInt } from './blob-check.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { checkFourAxes } from './pooling.js';
import { place } from './place.js';
import { firstTop } from '../numeric/forward.js';
import { averagePool, maxPool } from '../numeric/pooling.js';
import { concatenated } from '../numeric/combine.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

function setupSpp(c: SetupContext): SetupResult {
  const param = c.layer.msg('spp_param');
  const bottom = c.bottoms[0];
  checkFourAxes(c, bottom);
  const [num, channels, h, w] = bottom ?? [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN];
  for (const side of [h!, w!])
    if (isKnown(side) && side <= 0)
      c.refuse(
        'bottom-shape-mismatch',
        c.layer.at('bottom'),
        `SPP cannot pool an empty input, and "${c.bottomNames[0] ?? ''}" is ${showShape(bottom)}`,
      );
  const levels = toInt(param.num('pyramid_height'));
  if (levels <= 0)
    c.refuse(
      param.has('pyramid_height') ? 'invalid-layer-parameter' : 'missing-layer-parameter',
      place(c, param, 'pyramid_height'),
      'SPP needs "pyramid_height", the number of its levels, and it must be at least 1',
    );
  let bins: Dim = 0;
  for (let level = 0; level < Math.min(levels, MAX_LEVELS); level++) {
    const [ph, pw] = [binsAlong(c, level, h!), binsAlong(c, level, w!)];
    if (levels === 1) return { tops: [[num!, channels!, ph, pw]], macs: 0 };
    bins = plus(bins, times(ph, pw));
  }
  const top: Shape = [num!, times(channels!, bins)];
  checkBlob(c, top, c.layer.at('top'), `"${c.topNames[0] ?? ''}"`);
  return { tops: [top], macs: 0 };
}

/** 2^31 bins overflow Caffe's int; no image reaches half as many. */
const MAX_LEVELS = 30;

/**
 * Pooled size along one side: kernel = stride = ceil(size / bins), padded by half of what is missing.
 * Pooling refuses a padding as large as its kernel.
 */
function binsAlong(c: SetupContext, level: number, size: Dim): Dim {
  const bins = 2 ** level;
  if (!isKnown(size)) return level === 0 ? 1 : UNKNOWN;
  const kernel = Math.ceil(size / bins);
  const pad = Math.trunc((kernel * bins - size + 1) / 2);
  if (pad >= kernel)
    c.refuse(
      'kernel-larger-than-input',
      place(c, c.layer.msg('spp_param'), 'pyramid_height'),
      `level ${level} of the pyramid cuts a side of ${size} into ${bins} windows of ${kernel}, which needs a padding of ${pad}; Pooling allows less than its window, so use a smaller "pyramid_height"`,
    );
  if (pad > 0 && c.layer.msg('spp_param').str('pool') === 'STOCHASTIC')
    c.refuse(
      'conflicting-layer-parameters',
      place(c, c.layer.msg('spp_param'), 'pool'),
      `a side of ${size} does not divide into ${bins} bins without padding, and Caffe pads for MAX and AVE pooling only`,
    );
  let out = Math.ceil(Math.fround(Math.fround(size + 2 * pad - kernel) / kernel)) + 1;
  if (pad > 0 && (out - 1) * kernel >= size + pad) out--;
  return out;
}

/** The poolings of all levels side by side, each with as many values as it has bins. */
function forwardSpp(m: Moments, c: ForwardContext): Moments {
  const param = c.layer.msg('spp_param');
  const pool = param.str('pool') === 'MAX' ? maxPool : averagePool;
  const [height, width] = [c.bottomShapes[0]?.[2] ?? UNKNOWN, c.bottomShapes[0]?.[3] ?? UNKNOWN];
  const levels = Math.min(MAX_LEVELS, Math.max(1, toInt(param.num('pyramid_height'))));
  const window = (input: Dim, bins: number) => {
    const kernel = isKnown(input) ? Math.ceil(input / bins) : 2;
    return { input: UNKNOWN, output: UNKNOWN, kernel, stride: kernel, pad: 0 };
  };
  return concatenated(
    Array.from({ length: levels }, (_, level) => ({
      m: pool(m, window(height, 2 ** level), window(width, 2 ** level)),
      weight: 4 ** level,
    })),
  );
}

export const layers = [
  defineLayer({
    types: ['SPP'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    inPlace: false,
    setup: setupSpp,
    forward: firstTop(forwardSpp),
  }),
];
