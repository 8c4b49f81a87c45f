/** SigmoidCrossEntropyLoss (sigmoid_cross_entropy_loss_layer.cpp): a target for each score. */
import { count } from '../shapes/shape.js';
import type { Shape } from '../shapes/shape.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { SCALAR, checkBatch, lossLayer } from './loss-layer.js';
import { productsDiffer } from './product.js';
import { product, shown } from './shown.js';
import { firstTop } from '../numeric/forward.js';
import { normalizationOf, sigmoidCrossEntropy } from '../numeric/losses.js';
import { sigmoidGradient } from '../numeric/gradient-loss.js';

/** The usual mistake: class numbers instead of targets. */
const hint = (targets: Shape): string =>
  count(targets, 1) === 1
    ? '; give a vector of 0 and 1 per item, or for one class number per item use SoftmaxWithLoss'
    : '';

function setupSigmoidLoss(c: SetupContext): SetupResult {
  checkBatch(c);
  const [scores, targets] = c.bottoms;
  if (scores && targets && productsDiffer(scores.slice(1), targets.slice(1)))
    c.refuse(
      'label-count-mismatch',
      c.layer.at('bottom', 1),
      `SigmoidCrossEntropyLoss needs a target for each score, and ${shown(c, 0)} has ${product(scores)} scores, ${shown(c, 1)} has ${product(targets)} targets${hint(targets)}`,
    );
  return { tops: [SCALAR], macs: 0 };
}

export const layers = [
  defineLayer({
    ...lossLayer,
    types: ['SigmoidCrossEntropyLoss'],
    noGradientTo: [1],
    backwardReads: { bottomData: true },
    setup: setupSigmoidLoss,
    backward: (c) => {
      const mode = normalizationOf(c.layer.msg('loss_param'), 'BATCH_SIZE');
      const m = c.bottoms[0];
      return { bottoms: [m && sigmoidGradient(m, c.bottomShapes[0], mode, c.lossWeights[0] ?? 1)] };
    },
    forward: firstTop((m, c) =>
      sigmoidCrossEntropy(m, c.bottomShapes[0], normalizationOf(c.layer.msg('loss_param'), 'BATCH_SIZE')),
    ),
  }),
];
