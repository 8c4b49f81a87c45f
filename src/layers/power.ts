/** Power: (shift + scale · x)^power (power_layer.cpp). */
import { defineLayer } from './layer-type.js';
import { neuron } from './neuron.js';
import { powered } from '../numeric/activation.js';
import { ofFirst } from '../numeric/forward.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

function forwardPower(m: Moments, c: ForwardContext): Moments {
  const param = c.layer.msg('power_param');
  return powered(m, param.num('power'), param.num('scale'), param.num('shift'));
}

export const layers = [
  // With power 1 or scale 0 it reads neither; else the bottom, and unless power is 2 the top as well.
  defineLayer({ ...neuron, types: ['Power'], backwardReads: {}, forward: ofFirst(forwardPower) }),
];
