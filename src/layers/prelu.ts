/** PReLU (prelu_layer.cpp): a learned slope for each channel, or one for all. */
import type { Shape } from '../shapes/shape.js';
import { checkFiller } from './filler-check.js';
import { defineLayer } from './layer-type.js';
import type { ParamBlob, SetupContext, SetupResult } from './layer-type.js';
import { legacyShape } from './legacy-shape.js';
import { neuron } from './neuron.js';
import { shown } from './shown.js';
import { rectified } from '../numeric/activation.js';
import { knownOr, ofFirst, paramStats } from '../numeric/forward.js';
import { gated, powerOf, productsOf, sizesOf, summed } from '../numeric/gradient.js';
import type { BackwardContext, BackwardResult } from '../numeric/gradient.js';
import { pointwise } from '../numeric/table.js';

function setupPrelu(c: SetupContext): SetupResult {
  const param = c.layer.msg('prelu_param');
  const bottom = c.bottoms[0];
  if (bottom && bottom.length < 2)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom'),
      `PReLU needs at least 2 axes, the second being the channels, and ${shown(c)} has ${bottom.length}`,
    );
  const channels = legacyShape(c, 0)[1];
  const shape: Shape = param.bool('channel_shared') ? [] : [channels];
  const slope: ParamBlob = { shape, role: 'slope' };
  if (param.has('filler')) slope.filler = checkFiller(c, param, 'filler', shape);
  else slope.constant = 0.25;
  return { tops: [bottom], params: [slope], macs: 0 };
}

/** The slopes' gradient adds up g x over the negative inputs, and over all channels where they share one. */
function backwardPrelu(c: BackwardContext): BackwardResult {
  const [g, m] = [c.gradients[0], c.bottoms[0]];
  if (!g || !m) return { bottoms: [] };
  const stats = paramStats(c.params[0]);
  const shape = c.bottomShapes[0];
  const { inputs, places } = sizesOf(shape);
  const channels = c.params[0]?.shape?.length === 0 ? knownOr(shape?.[1], 1) : 1;
  const negative = pointwise(m, (x) => Math.min(0, x));
  const second = channels * summed(g, productsOf(negative, shape), inputs, places);
  return {
    bottoms: [gated(g, m, (x) => (x > 0 ? 1 : stats.mean), shape)],
    params: [{ second, weight: powerOf(stats) }],
  };
}

export const layers = [
  // In-place it keeps a copy of its input for the backward pass.
  defineLayer({
    ...neuron,
    types: ['PReLU'],
    backwardReads: { bottomData: true },
    setup: setupPrelu,
    forward: ofFirst((m, c) => rectified(m, paramStats(c.params[0]).mean)),
    backward: backwardPrelu,
  }),
];
