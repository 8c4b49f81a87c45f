/** EuclideanLoss (euclidean_loss_layer.cpp): both bottoms may get a gradient. */
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { SCALAR, checkBatch, lossLayer } from './loss-layer.js';
import { productsDiffer } from './product.js';
import { product, shown } from './shown.js';
import { firstTop } from '../numeric/forward.js';
import { euclidean } from '../numeric/losses.js';
import { euclideanGradient } from '../numeric/gradient-loss.js';

function setupEuclideanLoss(c: SetupContext): SetupResult {
  checkBatch(c, 'bottom-shape-mismatch');
  const [a, b] = c.bottoms;
  if (a && b && productsDiffer(a.slice(1), b.slice(1)))
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', 1),
      `EuclideanLoss compares element by element, and an item of ${shown(c, 0)} has ${product(a.slice(1))} elements, one of ${shown(c, 1)} has ${product(b.slice(1))}; the last layer must make as many outputs as there are target values`,
    );
  return { tops: [SCALAR], macs: 0 };
}

export const layers = [
  defineLayer({
    ...lossLayer,
    types: ['EuclideanLoss'],
    noForceBackward: [],
    backwardReads: {},
    setup: setupEuclideanLoss,
    backward: (c) => {
      const [a, b] = c.bottoms;
      const g = a && b && euclideanGradient(a, b, c.bottomShapes[0], c.lossWeights[0] ?? 1);
      return { bottoms: [g, g] };
    },
    forward: firstTop((m, c) => c.bottoms[1] && euclidean(m, c.bottoms[1], c.bottomShapes[0])),
  }),
];
