/** Softmax (softmax_layer.cpp): probabilities along an axis. */
import { canonicalAxis } from './blob-check.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext } from './layer-type.js';
import { place } from './place.js';
import { along, ofFirst } from '../numeric/forward.js';
import { softmax } from '../numeric/softmax.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import { throughSoftmax } from '../numeric/gradient-layers.js';

/** The axis of `softmax_param`; undefined when that needs a number of axes which is not known. */
export function softmaxAxis(c: SetupContext): number | undefined {
  const param = c.layer.msg('softmax_param');
  return canonicalAxis(c, c.bottoms[0], param.num('axis'), place(c, param, 'axis'), c.bottomNames[0] ?? '');
}

function forwardSoftmax(m: Moments, c: ForwardContext): Moments | undefined {
  const classes = along(c.bottomShapes[0], c.layer.msg('softmax_param').num('axis'));
  return classes === undefined ? undefined : softmax(m, classes);
}

export const layers = [
  defineLayer({
    types: ['Softmax'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    backwardReads: { topData: true },
    inPlace: true,
    setup(c) {
      softmaxAxis(c);
      return { tops: [c.bottoms[0]], macs: 0 };
    },
    forward: ofFirst(forwardSoftmax),
    backward: (c) => ({
      bottoms: [c.gradients[0] && c.tops[0] && throughSoftmax(c.gradients[0], c.tops[0])],
    }),
  }),
];
