/** PReLU (prelu_layer.cpp): a learned slope for each channel, or one for all. */
import type { Shape } from '../shapes/shape.js';
import { checkFiller } from './filler-check.js';
import { defineLayer } from './layer-type.js';
import type { ParamBlob, SetupContext, SetupResult } from './layer-type.js';
import { legacyShape } from './legacy-shape.js';
import { neuron } from './neuron.js';
import { shown } from './shown.js';
import { rectified } from '../numeric/activation.js';
import { ofFirst, paramStats } from '../numeric/forward.js';

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

export const layers = [
  // In-place it keeps a copy of its input for the backward pass.
  defineLayer({
    ...neuron,
    types: ['PReLU'],
    backwardReads: { bottomData: true },
    setup: setupPrelu,
    forward: ofFirst((m, c) => rectified(m, paramStats(c.params[0]).mean)),
  }),
];
