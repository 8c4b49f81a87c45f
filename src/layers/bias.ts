/** Bias (bias_layer.cpp): a sum with a learned blob or with a second bottom. */
import { checkWindow, windowShape } from './axis-window.js';
import { checkFiller } from './filler-check.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { weightedSum } from '../numeric/combine.js';
import { ofFirst, paramStats } from '../numeric/forward.js';
import { scaled } from '../numeric/normalise.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import { ONES, powerOf, sizesOf, summed } from '../numeric/gradient.js';
import type { BackwardContext, BackwardResult } from '../numeric/gradient.js';

function setupBias(c: SetupContext): SetupResult {
  const param = c.layer.msg('bias_param');
  if (c.bottoms.length > 1) {
    checkWindow(c, param, 'bias');
    return { tops: [c.bottoms[0]], macs: 0 };
  }
  const shape = windowShape(c, param, 'bias');
  const filler = checkFiller(c, param, 'filler', shape);
  return { tops: [c.bottoms[0]], params: [{ shape, role: 'bias', filler }], macs: 0 };
}

function forwardBias(m: Moments, c: ForwardContext): Moments | undefined {
  if (c.params[0]) return scaled(m, { mean: 1, variance: 0, known: true }, paramStats(c.params[0]));
  const other = c.bottoms[1];
  return other && weightedSum([m, other].map((term) => ({ m: term, c: 1 })));
}

function backwardBias(c: BackwardContext): BackwardResult {
  const g = c.gradients[0];
  const [bias] = c.params;
  if (!g || !bias) return { bottoms: [g, g] };
  const { inputs, places } = sizesOf(c.bottomShapes[0]);
  return {
    bottoms: [g],
    params: [{ second: summed(g, ONES, inputs, places), weight: powerOf(paramStats(bias)) }],
  };
}

export const layers = [
  defineLayer({
    types: ['Bias'],
    bottoms: { min: 1, max: 2 },
    tops: { exact: 1 },
    backwardReads: {},
    inPlace: true,
    setup: setupBias,
    forward: ofFirst(forwardBias),
    backward: backwardBias,
  }),
];
