/** HingeLoss (hinge_loss_layer.cpp): one label for each item. */
import { defineLayer } from './layer-type.js';
import { SCALAR, checkBatch, lossLayer } from './loss-layer.js';
import { firstTop } from '../numeric/forward.js';
import { hinge } from '../numeric/losses.js';
import { hingeGradient } from '../numeric/gradient-loss.js';

export const layers = [
  defineLayer({
    ...lossLayer,
    types: ['HingeLoss'],
    noGradientTo: [1],
    backwardReads: { bottomData: true },
    setup(c) {
      checkBatch(c);
      return { tops: [SCALAR], macs: 0 };
    },
    backward: (c) => {
      const norm = c.layer.msg('hinge_loss_param').str('norm') === 'L2' ? 2 : 1;
      const m = c.bottoms[0];
      return { bottoms: [m && hingeGradient(m, c.bottomShapes[0], norm, c.lossWeights[0] ?? 1)] };
    },
    forward: firstTop((m, c) =>
      hinge(m, c.bottomShapes[0], c.layer.msg('hinge_loss_param').str('norm') === 'L2' ? 2 : 1),
    ),
  }),
];
