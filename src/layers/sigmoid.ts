/** Sigmoid, TanH, Swish and BNLL (softplus): sigmoid_layer.cpp, tanh_layer.cpp, swish_layer.cpp, bnll_layer.cpp. */
import { defineLayer } from './layer-type.js';
import { neuron } from './neuron.js';
import { hyperbolicTangent, sigmoid, softplusOf, swish } from '../numeric/activation.js';
import { ofFirst } from '../numeric/forward.js';

export const layers = [
  defineLayer({ ...neuron, types: ['Sigmoid'], backwardReads: { topData: true }, forward: ofFirst(sigmoid) }),
  defineLayer({
    ...neuron,
    types: ['TanH'],
    backwardReads: { topData: true },
    forward: ofFirst(hyperbolicTangent),
  }),
  defineLayer({
    ...neuron,
    types: ['Swish'],
    backwardReads: { topData: true },
    forward: ofFirst((m, c) => swish(m, c.layer.msg('swish_param').num('beta'))),
  }),
  // In-place its forward pass is right, but the gradient is taken at the output instead of the input.
  defineLayer({
    ...neuron,
    types: ['BNLL'],
    backwardReads: { bottomData: true },
    inPlace: false,
    forward: ofFirst(softplusOf),
  }),
];
