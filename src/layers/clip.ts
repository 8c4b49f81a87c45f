/** Clip, Threshold and AbsVal (clip_layer.cpp, threshold_layer.cpp, absval_layer.cpp). */
import { refuseInPlace } from './in-place.js';
import { defineLayer } from './layer-type.js';
import { keepShape, neuron } from './neuron.js';
import { ofFirst } from '../numeric/forward.js';
import { pointwise } from '../numeric/table.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import { throughFunction } from '../numeric/gradient.js';

function forwardClip(m: Moments, c: ForwardContext): Moments {
  const param = c.layer.msg('clip_param');
  const [low, high] = [param.num('min'), param.num('max')];
  return pointwise(m, (x) => Math.min(high, Math.max(low, x)), { low, high });
}

function forwardThreshold(m: Moments, c: ForwardContext): Moments {
  const threshold = c.layer.msg('threshold_param').num('threshold');
  return pointwise(m, (x) => (x > threshold ? 1 : 0), { low: 0, high: 1 });
}

export const layers = [
  // In-place every clipped value equals a bound, and passes the gradient that it should stop.
  defineLayer({
    ...neuron,
    types: ['Clip'],
    backwardReads: { bottomData: true },
    inPlace: false,
    forward: ofFirst(forwardClip),
    backward: throughFunction((c) => {
      const param = c.layer.msg('clip_param');
      const [low, high] = [param.num('min'), param.num('max')];
      return (x) => (x > low && x < high ? 1 : 0);
    }),
  }),
  defineLayer({
    ...neuron,
    types: ['Threshold'],
    noBackward: 'aborts',
    forward: ofFirst(forwardThreshold),
  }),
  defineLayer({
    ...neuron,
    types: ['AbsVal'],
    backwardReads: { bottomData: true },
    inPlace: false,
    setup(c) {
      refuseInPlace(c);
      return keepShape(c);
    },
    forward: ofFirst((m) => pointwise(m, Math.abs, { low: 0, homogeneous: true })),
    backward: throughFunction(() => Math.sign),
  }),
];
