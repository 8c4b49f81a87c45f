/** Dropout (dropout_layer.cpp). Only debug builds check that `dropout_ratio` lies between 0 and 1. */
import { defineLayer } from './layer-type.js';
import { neuron } from './neuron.js';
import { dropped } from '../numeric/activation.js';
import { ofFirst } from '../numeric/forward.js';
import type { BackwardContext, BackwardResult } from '../numeric/gradient.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

/** Outside training values pass as they are. */
const forwardDropout = (m: Moments, c: ForwardContext): Moments =>
  c.phase === 'TRAIN' ? dropped(m, c.layer.msg('dropout_param').num('dropout_ratio')) : m;

/** The same mask: E[mask²] = 1 / (1 - ratio), and masks of two places or inputs are independent. */
function backwardDropout(c: BackwardContext): BackwardResult {
  const g = c.gradients[0];
  const keep = c.phase === 'TRAIN' ? 1 - c.layer.msg('dropout_param').num('dropout_ratio') : 1;
  if (!g) return { bottoms: [] };
  const { place, cross, apart, widen } = g;
  return { bottoms: [{ second: keep > 0 ? g.second / keep : 0, place, cross, apart, widen }] };
}

export const layers = [
  defineLayer({
    ...neuron,
    types: ['Dropout'],
    backwardReads: {},
    forward: ofFirst(forwardDropout),
    backward: backwardDropout,
  }),
];
