/** Power: (shift + scale · x)^power (power_layer.cpp). */
import { defineLayer } from './layer-type.js';
import { neuron } from './neuron.js';
import { powered } from '../numeric/activation.js';
import { ofFirst } from '../numeric/forward.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import { throughFunction } from '../numeric/gradient.js';

function forwardPower(m: Moments, c: ForwardContext): Moments {
  const param = c.layer.msg('power_param');
  return powered(m, param.num('power'), param.num('scale'), param.num('shift'));
}

function powerSlope(c: ForwardContext): (x: number) => number {
  const param = c.layer.msg('power_param');
  const [power, scale, shift] = [param.num('power'), param.num('scale'), param.num('shift')];
  if (power === 1) return () => scale;
  return (x) => power * scale * (shift + scale * x) ** (power - 1);
}

export const layers = [
  defineLayer({
    ...neuron,
    types: ['Power'],
    backwardReads: (layer) => {
      const param = layer.msg('power_param');
      const power = param.num('power');
      if (power === 1 || power * param.num('scale') === 0) return {};
      return { bottomData: true, topData: power !== 2 };
    },
    forward: ofFirst(forwardPower),
    backward: throughFunction(powerSlope),
  }),
];
