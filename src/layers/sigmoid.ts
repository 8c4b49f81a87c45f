/** Sigmoid, TanH, Swish and BNLL (softplus): sigmoid_layer.cpp, tanh_layer.cpp, swish_layer.cpp, bnll_layer.cpp. */
import { defineLayer } from './layer-type.js';
import { neuron } from './neuron.js';
import { hyperbolicTangent, sigmoid, softplusOf, swish } from '../numeric/activation.js';
import { ofFirst } from '../numeric/forward.js';
import { throughFunction } from '../numeric/gradient.js';

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

export const layers = [
  defineLayer({
    ...neuron,
    types: ['Sigmoid'],
    backwardReads: { topData: true },
    forward: ofFirst(sigmoid),
    backward: throughFunction(() => (x) => logistic(x) * logistic(-x)),
  }),
  defineLayer({
    ...neuron,
    types: ['TanH'],
    backwardReads: { topData: true },
    forward: ofFirst(hyperbolicTangent),
    backward: throughFunction(() => (x) => 1 - Math.tanh(x) ** 2),
  }),
  defineLayer({
    ...neuron,
    types: ['Swish'],
    backwardReads: { topData: true },
    forward: ofFirst((m, c) => swish(m, c.layer.msg('swish_param').num('beta'))),
    backward: throughFunction((c) => {
      const beta = c.layer.msg('swish_param').num('beta');
      return (x) => logistic(beta * x) * (1 + beta * x * logistic(-beta * x));
    }),
  }),
  // In-place its forward pass is right, but the gradient is taken at the output instead of the input.
  defineLayer({
    ...neuron,
    types: ['BNLL'],
    backwardReads: { bottomData: true },
    inPlace: false,
    forward: ofFirst(softplusOf),
    backward: throughFunction(() => logistic),
  }),
];
