/** SoftmaxWithLoss (softmax_loss_layer.cpp). */
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { SCALAR, checkBatch, lossLayer } from './loss-layer.js';
import { checkLabelCount } from './label-count.js';
import { softmaxAxis } from './softmax.js';
import { firstTop } from '../numeric/forward.js';
import { normalizationOf, softmaxWithLoss } from '../numeric/losses.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import { softmaxGradient } from '../numeric/gradient-loss.js';
import type { BackwardContext, BackwardResult } from '../numeric/gradient.js';

function setupSoftmaxLoss(c: SetupContext): SetupResult {
  const axis = softmaxAxis(c);
  refuseSecondTop(c);
  checkBatch(c);
  checkLabelCount(c, axis, true);
  return { tops: [SCALAR, c.bottoms[0]], macs: 0 };
}

/**
 * The second top (the probabilities) cannot be had: the inner Softmax layer has one top and is given
 * the same loss weights, so that one loss_weight is too few outside and two are too many inside (a fork
 * may have mended the latter).
 */
function refuseSecondTop(c: SetupContext): void {
  if (c.topNames.length < 2) return;
  const fork = c.layer.schema.dialects.some((dialect) => dialect !== 'bvlc');
  if (fork && c.layer.count('loss_weight') === 2) return;
  c.refuse(
    'loss-weight-count',
    c.layer.at('top', 1),
    `SoftmaxWithLoss cannot give its probabilities as a second top: Caffe wants a loss_weight for each of its 2 tops, and the Softmax inside it refuses more than one; use a Softmax layer for "${c.topNames[1]}"`,
  );
}

function forwardSoftmaxLoss(m: Moments, c: ForwardContext): Moments | undefined {
  const mode = normalizationOf(c.layer.msg('loss_param'), 'VALID');
  return softmaxWithLoss(m, c.bottomShapes[0], c.layer.msg('softmax_param').num('axis'), mode);
}

function backwardSoftmaxLoss(c: BackwardContext): BackwardResult {
  const mode = normalizationOf(c.layer.msg('loss_param'), 'VALID');
  const axis = c.layer.msg('softmax_param').num('axis');
  const m = c.bottoms[0];
  return { bottoms: [m && softmaxGradient(m, c.bottomShapes[0], axis, mode, c.lossWeights[0] ?? 1)] };
}

export const layers = [
  defineLayer({
    ...lossLayer,
    types: ['SoftmaxWithLoss'],
    tops: { min: 1, max: 2 },
    noGradientTo: [1],
    backwardReads: { bottomData: true },
    setup: setupSoftmaxLoss,
    backward: backwardSoftmaxLoss,
    forward: firstTop(forwardSoftmaxLoss),
  }),
];
