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

/** With the statistics of the text, all 0, it divides by the root of eps (use_global_stats, or TEST). */
function forwardBatchNorm(m: Moments, c: ForwardContext): Moments {
  const param = c.layer.msg('batch_norm_param');
  const stored = param.has('use_global_stats') ? param.bool('use_global_stats') : c.phase === 'TEST';
  const eps = param.num('eps');
  if (stored) return scaled(m, { mean: 1 / Math.sqrt(eps), variance: 0, known: true }, undefined);
  return batchNorm(m, eps, channelSamples(m, c.bottomShapes[0]));
}

function backwardBatchNorm(c: BackwardContext): BackwardResult {
  const param = c.layer.msg('batch_norm_param');
  const [g, m] = [c.gradients[0], c.bottoms[0]];
  if (!g || !m) return { bottoms: [] };
  const stored = param.has('use_global_stats') ? param.bool('use_global_stats') : c.phase === 'TEST';
  const eps = param.num('eps');
  return { bottoms: [stored ? times(g, 1 / eps) : throughBatchNorm(g, m, eps, c.bottomShapes[0])] };
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
