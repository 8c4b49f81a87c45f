/** Reduction (reduction_layer.cpp): all axes from `axis` on become one number. */
import { canonicalAxis } from './blob-check.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { leadingAxes } from './leading-axes.js';
import { place } from './place.js';
import { ofFirst } from '../numeric/forward.js';
import { linear } from '../numeric/linear.js';
import { pointwise } from '../numeric/table.js';
import { wholeAxis } from '../numeric/taps.js';
import { count, isKnown } from '../shapes/shape.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

function setupReduction(c: SetupContext): SetupResult {
  const param = c.layer.msg('reduction_param');
  const bottom = c.bottoms[0];
  const axis = canonicalAxis(c, bottom, param.num('axis'), place(c, param, 'axis'), c.bottomNames[0] ?? '');
  if (axis === undefined) return { tops: [undefined], macs: 0 };
  return { tops: [leadingAxes(bottom, axis)], macs: 0 };
}

/** A sum is an inner product with equal weights, of the values, their sizes or their squares. */
function forwardReduction(m: Moments, c: ForwardContext): Moments | undefined {
  const param = c.layer.msg('reduction_param');
  const bottom = c.bottomShapes[0];
  const start = param.num('axis') < 0 ? param.num('axis') + (bottom?.length ?? 0) : param.num('axis');
  const terms = count(bottom, start);
  if (!bottom || !isKnown(terms)) return undefined;
  const operation = param.str('operation');
  const mean = param.num('coeff') / (operation === 'MEAN' ? terms : 1);
  const x =
    operation === 'ASUM'
      ? pointwise(m, Math.abs, { low: 0, homogeneous: true })
      : operation === 'SUMSQ'
        ? pointwise(m, (v) => v * v, { low: 0 })
        : m;
  const [batch, channels] = [start === 0 ? bottom[0] : 1, start <= 1 ? (bottom[1] ?? 1) : 1];
  const inputs = (isKnown(batch) ? batch : 1) * (isKnown(channels) ? channels : 1);
  const axes = bottom.slice(Math.max(2, start)).map(wholeAxis);
  return linear(x, { inputs, width: inputs, axes, weight: { mean, variance: 0, known: true } });
}

export const layers = [
  defineLayer({
    types: ['Reduction'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    backwardReads: (layer) => ({
      bottomData: /^(ASUM|SUMSQ)$/.test(layer.msg('reduction_param').str('operation')),
    }),
    inPlace: false,
    setup: setupReduction,
    forward: ofFirst(forwardReduction),
  }),
];
