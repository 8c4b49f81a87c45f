/** Exp: base^(shift + scale · x), and Log: log_base(shift + scale · x) (exp_layer.cpp, log_layer.cpp). */
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { keepShape, neuron } from './neuron.js';
import { place } from './place.js';
import { ofFirst } from '../numeric/forward.js';
import { pointwise } from '../numeric/table.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import { throughFunction } from '../numeric/gradient.js';

/** -1 stands for e. Any other base must be positive and finite; a logarithm's must not be 1. */
function setupBase(c: SetupContext, field: 'exp_param' | 'log_param'): SetupResult {
  const param = c.layer.msg(field);
  const base = Math.fround(param.num('base'));
  const refuse = (why: string): never =>
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'base'),
      `"base" is ${param.num('base')}, ${why}; leave it out for base e`,
    );
  if (base === -1) return keepShape(c);
  if (!(base > 0)) refuse(`and ${c.type} needs a base above 0`);
  if (!Number.isFinite(base)) refuse('and its logarithm is not finite');
  if (field === 'log_param' && base === 1) refuse('and there is no logarithm to base 1');
  return keepShape(c);
}

/** ln of the base, 1 for the -1 that stands for e. */
const logBase = (base: number): number => (base === -1 ? 1 : Math.log(base));

function forwardExp(m: Moments, c: ForwardContext): Moments {
  const param = c.layer.msg('exp_param');
  const [b, scale, shift] = [logBase(param.num('base')), param.num('scale'), param.num('shift')];
  return pointwise(m, (x) => Math.exp(b * (shift + scale * x)), { low: 0 });
}

function forwardLog(m: Moments, c: ForwardContext): Moments {
  const param = c.layer.msg('log_param');
  const [b, scale, shift] = [logBase(param.num('base')), param.num('scale'), param.num('shift')];
  return pointwise(m, (x) => Math.log(shift + scale * x) / b);
}

function expSlope(c: ForwardContext): (x: number) => number {
  const param = c.layer.msg('exp_param');
  const [b, scale, shift] = [logBase(param.num('base')), param.num('scale'), param.num('shift')];
  return (x) => b * scale * Math.exp(b * (shift + scale * x));
}

function logSlope(c: ForwardContext): (x: number) => number {
  const param = c.layer.msg('log_param');
  const [b, scale, shift] = [logBase(param.num('base')), param.num('scale'), param.num('shift')];
  return (x) => scale / (b * (shift + scale * x));
}

export const layers = [
  defineLayer({
    ...neuron,
    types: ['Exp'],
    backwardReads: { topData: true },
    setup: (c) => setupBase(c, 'exp_param'),
    forward: ofFirst(forwardExp),
    backward: throughFunction(expSlope),
  }),
  defineLayer({
    ...neuron,
    types: ['Log'],
    backwardReads: { bottomData: true },
    // In-place its forward pass is right, but the gradient is taken at the output instead of the input.
    inPlace: false,
    setup: (c) => setupBase(c, 'log_param'),
    forward: ofFirst(forwardLog),
    backward: throughFunction(logSlope),
  }),
];
