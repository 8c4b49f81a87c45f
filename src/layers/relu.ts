/** ReLU and ELU (relu_layer.cpp, elu_layer.cpp). In-place they read their own output, whose sign is that of the input. */
import { defineLayer } from './layer-type.js';
import { neuron } from './neuron.js';
import { exponentialLinear, rectified } from '../numeric/activation.js';
import { ofFirst } from '../numeric/forward.js';
import { throughFunction } from '../numeric/gradient.js';

export const layers = [
  defineLayer({
    ...neuron,
    types: ['ReLU'],
    backwardReads: { bottomData: true },
    forward: ofFirst((m, c) => rectified(m, c.layer.msg('relu_param').num('negative_slope'))),
    backward: throughFunction((c) => {
      const slope = c.layer.msg('relu_param').num('negative_slope');
      return (x) => (x > 0 ? 1 : slope);
    }),
  }),
  defineLayer({
    ...neuron,
    types: ['ELU'],
    backwardReads: { bottomData: true, topData: true },
    forward: ofFirst((m, c) => exponentialLinear(m, c.layer.msg('elu_param').num('alpha'))),
    backward: throughFunction((c) => {
      const alpha = c.layer.msg('elu_param').num('alpha');
      return (x) => (x > 0 ? 1 : alpha * Math.exp(x));
    }),
  }),
];
