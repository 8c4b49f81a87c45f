/** MultinomialLogisticLoss (multinomial_logistic_loss_layer.cpp): takes probabilities, not scores. */
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { legacyShape, needDim } from './legacy-shape.js';
import { SCALAR, checkBatch, lossLayer } from './loss-layer.js';
import { firstTop } from '../numeric/forward.js';
import { multinomialLogistic } from '../numeric/losses.js';
import { multinomialGradient } from '../numeric/gradient-loss.js';

function setupMultinomialLoss(c: SetupContext): SetupResult {
  checkBatch(c);
  const [, channels, height, width] = legacyShape(c, 1);
  needDim(c, 1, channels, 1, 'the channels');
  needDim(c, 1, height, 1, 'the height');
  needDim(c, 1, width, 1, 'the width');
  return { tops: [SCALAR], macs: 0 };
}

export const layers = [
  defineLayer({
    ...lossLayer,
    types: ['MultinomialLogisticLoss'],
    noGradientTo: [1],
    backwardReads: { bottomData: true },
    setup: setupMultinomialLoss,
    backward: (c) => {
      const m = c.bottoms[0];
      return { bottoms: [m && multinomialGradient(m, c.bottomShapes[0], c.lossWeights[0] ?? 1)] };
    },
    forward: firstTop((m, c) => multinomialLogistic(m, c.bottomShapes[0]?.[1])),
  }),
];
