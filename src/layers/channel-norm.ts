/**
 * Normalisation layers of the dialects: Normalize (weiliu89/caffe ssd), BN of SegNet and of
 * PSPNet/yjxiong, Axpy (hujie-frank/SENet), L2 normalisations without parameters.
 */
import { UNKNOWN, count, differ, showShape } from '../shapes/shape.js';
import type { Dim, Shape } from '../shapes/shape.js';
import { checkFiller } from './filler-check.js';
import { forkLayer } from './fork-layer.js';
import type { ParamBlob, SetupContext, SetupResult } from './layer-type.js';
import { legacyShape, needDim, sameShape } from './legacy-shape.js';
import { product, weightedSum } from '../numeric/combine.js';
import { knownOr, firstTop, ofFirst, paramStats } from '../numeric/forward.js';
import { batchNorm, scaled, unitLength } from '../numeric/normalise.js';
import { channelSamples } from '../numeric/observed.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

/** One scale, or one for each channel; 1 unless a filler says otherwise. */
function setupNormalize(c: SetupContext): SetupResult {
  const param = c.layer.msg('norm_param');
  const bottom = c.bottoms[0];
  if (bottom && bottom.length < 2)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom'),
      `Normalize needs at least 2 axes, and "${c.bottomNames[0] ?? ''}" is ${showShape(bottom)}`,
    );
  const channels = legacyShape(c, 0)[1];
  const shape: Shape = param.bool('channel_shared') ? [] : [channels];
  const scale: ParamBlob = { shape, role: 'scale' };
  if (param.has('scale_filler')) scale.filler = checkFiller(c, param, 'scale_filler', shape);
  else scale.constant = 1;
  return { tops: [bottom], params: [scale], macs: 0 };
}

/** Slope and bias of each channel, and the running mean and variance, which no gradient changes. */
function setupBn(c: SetupContext): SetupResult {
  const param = c.layer.msg('bn_param');
  const shape = channelShape(c);
  const slope = checkFiller(c, param, 'slope_filler', shape);
  const bias = checkFiller(c, param, 'bias_filler', shape);
  const params: ParamBlob[] = [
    { shape, role: 'scale', filler: slope },
    { shape, role: 'bias', filler: bias },
    { shape, role: 'statistics', constant: 0 },
    { shape, role: 'statistics', constant: param.bool('frozen') ? 1 : 0 },
  ];
  return { tops: [c.bottoms[0]], params, macs: 0 };
}

/** SegNet's learns scale and shift and, in its TEST mode, reads statistics that a script has put in their place. */
function setupSegnetBn(c: SetupContext): SetupResult {
  const param = c.layer.msg('bn_param');
  const shape = channelShape(c);
  const scale = checkFiller(c, param, 'scale_filler', shape);
  const shift = checkFiller(c, param, 'shift_filler', shape);
  const params: ParamBlob[] = [
    { shape, role: 'scale', filler: scale },
    { shape, role: 'bias', filler: shift },
  ];
  const bottom = c.bottoms[0];
  const top = bottom && [...legacyShape(c, 0)];
  return { tops: c.topNames.map((_, i) => (i === 0 ? top : shape)), params, macs: 0 };
}

function channelShape(c: SetupContext): Dim[] {
  return [1, legacyShape(c, 0)[1], 1, 1];
}

/** a · x + y with one factor for each channel of each image. */
function setupAxpy(c: SetupContext): SetupResult {
  const [factor, x] = c.bottoms;
  if (factor && x) {
    for (const axis of [0, 1])
      if (differ(factor[axis], x[axis]))
        c.refuse(
          'bottom-shape-mismatch',
          c.layer.at('bottom', 1),
          `Axpy needs one factor for each channel, and "${c.bottomNames[0]}" (${showShape(factor)}) and "${c.bottomNames[1]}" (${showShape(x)}) differ in axis ${axis}`,
        );
    if (factor.length === 4) {
      needDim(c, 0, factor[2] ?? UNKNOWN, 1, 'the height');
      needDim(c, 0, factor[3] ?? UNKNOWN, 1, 'the width');
    }
  }
  sameShape(c, 1, 2);
  return { tops: [x], macs: 0 };
}

/** NormFace's Normalize has no parameters and may give the norms as well. */
function setupNormFace(c: SetupContext): SetupResult {
  const [num, channels, height, width] = legacyShape(c, 0);
  const top = c.bottoms[0] && [num, channels, height, width];
  return { tops: [top, [num, 1, height, width]].slice(0, c.topNames.length), macs: 0 };
}

/** Forks whose Normalize is NormFace's, and whose BN has scale and shift and no statistics. */
const normFace = ['happynear', 'soeaver', 'yjxiong'];
const scaleShift = ['segnet', 'enet', 'parsenet'];

const one = { bottoms: { exact: 1 }, tops: { exact: 1 } } as const;

/** Length 1 over the channels of a place or, unless told otherwise, over the whole image; then a scale. */
function forwardNormalize(m: Moments, c: ForwardContext): Moments {
  const across = c.layer.msg('norm_param').bool('across_spatial');
  const shape = c.bottomShapes[0];
  const size = across ? count(shape, 1) : shape?.[1];
  return scaled(unitLength(m, knownOr(size, 1000)), paramStats(c.params[0]), undefined);
}

/** Batch statistics in training; else those of the text: mean 0, and variance 0 or with "frozen" 1. */
function forwardBn(m: Moments, c: ForwardContext): Moments {
  const param = c.layer.msg('bn_param');
  const [slope, bias] = [paramStats(c.params[0]), paramStats(c.params[1])];
  const eps = param.num('eps') || 1e-5;
  const frozen = param.bool('frozen');
  const normalised =
    c.phase === 'TRAIN' && !frozen
      ? batchNorm(m, eps, channelSamples(m, c.bottomShapes[0]))
      : scaled(m, { mean: 1 / Math.sqrt(eps + (frozen ? 1 : 0)), variance: 0, known: true }, undefined);
  return scaled(normalised, slope, bias);
}

function forwardAxpy(c: ForwardContext): (Moments | undefined)[] {
  const [factor, x, y] = c.bottoms;
  if (!factor || !x || !y) return [undefined];
  return [weightedSum([product([x, factor]), y].map((m) => ({ m, c: 1 })))];
}

export const layers = [
  forkLayer(
    {
      ...one,
      types: ['Normalize'],
      backwardReads: { bottomData: true, topData: true },
      inPlace: false,
      setup: setupNormalize,
      forward: ofFirst(forwardNormalize),
    },
    (dialect) => !normFace.includes(dialect),
  ),
  forkLayer(
    { ...one, types: ['BN'], setup: setupBn, forward: ofFirst(forwardBn) },
    (dialect) => !scaleShift.includes(dialect),
  ),
  forkLayer({ ...one, types: ['SyncBN'], setup: setupBn, forward: ofFirst(forwardBn) }),
  forkLayer(
    {
      types: ['BN'],
      bottoms: { exact: 1 },
      tops: { min: 1, max: 3 },
      setup: setupSegnetBn,
      forward: firstTop(forwardBn),
    },
    (dialect) => scaleShift.includes(dialect),
  ),
  forkLayer({
    types: ['Axpy'],
    bottoms: { exact: 3 },
    tops: { exact: 1 },
    backwardReads: { bottomData: true },
    inPlace: false,
    setup: setupAxpy,
    forward: forwardAxpy,
  }),
  forkLayer(
    {
      types: ['Normalize'],
      bottoms: { exact: 1 },
      tops: { min: 1, max: 2 },
      backwardReads: { bottomData: true, topData: true },
      inPlace: false,
      setup: setupNormFace,
      forward: firstTop((m, c) => unitLength(m, knownOr(c.bottomShapes[0]?.[1], 1000))),
    },
    (dialect) => normFace.includes(dialect),
  ),
  ...['L2Normalize', 'L2Normalization', 'L2Norm'].map((type) =>
    forkLayer({
      ...one,
      types: [type],
      inPlace: false,
      setup: (c) => ({ tops: [c.bottoms[0]] }),
      forward: ofFirst((m, c) => unitLength(m, knownOr(c.bottomShapes[0]?.[1], 1000))),
    }),
  ),
];
