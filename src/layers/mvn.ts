/** MVN (mvn_layer.cpp): each item made mean 0 and variance 1, per channel or over all. Its top always has 4 axes. */
import { defineLayer } from './layer-type.js';
import { legacyShape } from './legacy-shape.js';
import { knownOr, ofFirst } from '../numeric/forward.js';
import { meanVariance } from '../numeric/normalise.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import { throughRatio } from '../numeric/gradient-layers.js';

function forwardMvn(m: Moments, c: ForwardContext): Moments {
  const param = c.layer.msg('mvn_param');
  return meanVariance(m, {
    eps: param.num('eps'),
    acrossChannels: param.bool('across_channels'),
    variance: param.bool('normalize_variance'),
    places: { height: knownOr(c.topShapes[0]?.[2], 16), width: knownOr(c.topShapes[0]?.[3], 16) },
  });
}

export const layers = [
  defineLayer({
    types: ['MVN'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    backwardReads: { topData: true },
    // In-place its backward pass overwrites the top's gradient before it has read all of it.
    inPlace: false,
    setup: (c) => ({ tops: [[...legacyShape(c, 0)]], macs: 0 }),
    forward: ofFirst(forwardMvn),
    backward: (c) => ({
      bottoms: [
        c.gradients[0] && c.bottoms[0] && c.tops[0] && throughRatio(c.gradients[0], c.bottoms[0], c.tops[0]),
      ],
    }),
  }),
];
