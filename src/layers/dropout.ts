/** Dropout (dropout_layer.cpp). Only debug builds check that `dropout_ratio` lies between 0 and 1. */
import { defineLayer } from './layer-type.js';
import { neuron } from './neuron.js';
import { dropped } from '../numeric/activation.js';
import { ofFirst } from '../numeric/forward.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

/** Outside training values pass as they are. */
const forwardDropout = (m: Moments, c: ForwardContext): Moments =>
  c.phase === 'TRAIN' ? dropped(m, c.layer.msg('dropout_param').num('dropout_ratio')) : m;

export const layers = [
  defineLayer({ ...neuron, types: ['Dropout'], backwardReads: {}, forward: ofFirst(forwardDropout) }),
];
