/** Local response normalisation (lrn_layer.cpp). */
import { toInt } from './blob-check.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { checkFourAxes } from './pooling.js';
import { place, valueOf } from './place.js';
import { acrossChannels, withinChannel } from '../numeric/lrn.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import { isKnown } from '../shapes/shape.js';
import { throughRatio } from '../numeric/gradient-layers.js';

/** Both regions keep the shape; WITHIN_CHANNEL pools squares with stride 1 and padding (size - 1) / 2. */
function setupLrn(c: SetupContext): SetupResult {
  const param = c.layer.msg('lrn_param');
  const size = toInt(param.num('local_size'));
  if (size % 2 !== 1)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'local_size'),
      `"local_size" is ${size}, and LRN takes odd sizes only, so that the window has a middle; use ${size > 0 ? `${size - 1} or ${size + 1}` : '1, 3 or 5'}`,
      size > 0
        ? {
            title: `Use local_size ${size + 1}`,
            sure: false,
            replace: [{ range: valueOf(param, 'local_size'), text: String(size + 1) }],
          }
        : undefined,
    );
  checkFourAxes(c, c.bottoms[0]);
  return { tops: [c.bottoms[0]], macs: 0 };
}

function forwardLrn(c: ForwardContext): (Moments | undefined)[] {
  const param = c.layer.msg('lrn_param');
  const x = c.bottoms[0];
  if (!x) return [undefined];
  const channels = c.bottomShapes[0]?.[1];
  const factor = {
    k: param.num('k'),
    alpha: param.num('alpha'),
    beta: param.num('beta'),
    size: toInt(param.num('local_size')),
  };
  // Beyond this the denominator can be negative, of which Caffe takes a power, or no number at all.
  const positive = [factor.k, factor.alpha, factor.beta].every((v) => v >= 0 && v < Infinity);
  if (!positive) return [undefined];
  if (param.str('norm_region') === 'WITHIN_CHANNEL') return [withinChannel(x, factor)];
  return [acrossChannels(x, factor, isKnown(channels) ? channels : 0)];
}

export const layers = [
  defineLayer({
    types: ['LRN'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    backwardReads: { bottomData: true, topData: true },
    inPlace: false,
    setup: setupLrn,
    forward: forwardLrn,
    backward: (c) => ({
      bottoms: [
        c.gradients[0] && c.bottoms[0] && c.tops[0] && throughRatio(c.gradients[0], c.bottoms[0], c.tops[0]),
      ],
    }),
  }),
];
