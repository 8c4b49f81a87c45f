/** BatchNorm (batch_norm_layer.cpp): mean and variance of each channel, over the batch or as collected. */
import { UNKNOWN, count, isKnown } from '../shapes/shape.js';
import { defineLayer } from './layer-type.js';
import type { ParamBlob, SetupContext, SetupResult } from './layer-type.js';
import { shown } from './shown.js';
import { ofFirst } from '../numeric/forward.js';
import { batchNorm, scaled } from '../numeric/normalise.js';
import { channelSamples } from '../numeric/observed.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import { throughBatchNorm } from '../numeric/gradient-layers.js';
import { times, type BackwardContext, type BackwardResult } from '../numeric/gradient.js';

const BLOBS = 3;

function setupBatchNorm(c: SetupContext): SetupResult {
  const bottom = c.bottoms[0];
  if (bottom && bottom.length < 2)
    c.refuse(
      'axis-out-of-range',
      c.layer.at('bottom'),
      `BatchNorm takes axis 1 as the channels, and ${shown(c)} has ${bottom.length === 1 ? 'only 1 axis' : 'no axis'}`,
    );
  checkParamBlocks(c);
  if (bottom?.[0] === 0 || bottom?.[1] === 0)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom'),
      `BatchNorm divides by the batch size and the number of channels, and ${shown(c)} has a dimension of 0`,
    );
  const channels = bottom?.[1] ?? UNKNOWN;
  const statistics = [[channels], [channels], [1]].map((shape): ParamBlob => ({
    shape,
    role: 'statistics',
    constant: 0,
  }));
  const elements = count(bottom);
  return { tops: [bottom], params: statistics, macs: isKnown(elements) ? elements : undefined };
}

/** Its three blobs are statistics; a ParamSpec that is written must say lr_mult 0. */
function checkParamBlocks(c: SetupContext): void {
  const specs = c.layer.msgs('param').slice(0, BLOBS);
  const i = specs.findIndex((spec) => spec.num('lr_mult') !== 0);
  if (i < 0) return;
  const spec = specs[i]!;
  c.refuse(
    'batchnorm-param-blocks',
    spec.has('lr_mult') ? spec.at('lr_mult') : spec.here(),
    `param ${i + 1} of "${c.name}" ${spec.has('lr_mult') ? 'has lr_mult' : 'leaves lr_mult at its default'} ${spec.num('lr_mult')}, but the blobs of BatchNorm are running statistics that no gradient may change: Caffe wants lr_mult 0, or no param blocks at all`,
    { title: 'Remove the param blocks', sure: true, remove: c.layer.all('param') },
  );
}

/**
 * Mean and variance that it normalises by (use_global_stats, or TEST): those of trained weights, blobs
 * 0 and 1 over the scale factor in blob 2; without any all 0, so that it divides by the root of eps.
 */
function storedStatistics({ params }: ForwardContext): { mean: number; spread: number; variance: number } {
  const [mean, variance, factor] = params.map((p) => p.trained);
  // batch_norm_layer.cpp: a factor of 0 makes both 0.
  if (!mean?.known || !variance?.known || !factor?.known || factor.mean === 0)
    return { mean: 0, spread: 0, variance: 0 };
  const scale = 1 / factor.mean;
  return {
    mean: scale * mean.mean,
    spread: scale ** 2 * mean.variance,
    variance: Math.max(0, scale * variance.mean),
  };
}

function forwardBatchNorm(m: Moments, c: ForwardContext): Moments {
  const param = c.layer.msg('batch_norm_param');
  const stored = param.has('use_global_stats') ? param.bool('use_global_stats') : c.phase === 'TEST';
  const eps = param.num('eps');
  if (stored) {
    const { mean, spread, variance } = storedStatistics(c);
    const by = 1 / Math.sqrt(variance + eps);
    return scaled(
      m,
      { mean: by, variance: 0, known: true },
      { mean: -mean * by, variance: spread * by * by, known: true },
    );
  }
  return batchNorm(m, eps, channelSamples(m, c.bottomShapes[0]));
}

function backwardBatchNorm(c: BackwardContext): BackwardResult {
  const param = c.layer.msg('batch_norm_param');
  const [g, m] = [c.gradients[0], c.bottoms[0]];
  if (!g || !m) return { bottoms: [] };
  const stored = param.has('use_global_stats') ? param.bool('use_global_stats') : c.phase === 'TEST';
  const eps = param.num('eps');
  return {
    bottoms: [
      stored
        ? times(g, 1 / (storedStatistics(c).variance + eps))
        : throughBatchNorm(g, m, eps, c.bottomShapes[0]),
    ],
  };
}

export const layers = [
  defineLayer({
    types: ['BatchNorm'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    // It keeps a copy of its output for the backward pass.
    backwardReads: {},
    inPlace: true,
    setup: setupBatchNorm,
    forward: ofFirst(forwardBatchNorm),
    backward: backwardBatchNorm,
  }),
];
