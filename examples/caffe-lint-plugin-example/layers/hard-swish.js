/**
 * HardSwish (MobileNetV3): x · min(max(x + shift, 0), 6) / 6, with shift 3 by default.
 * Signature, shapes with what set-up refuses, numeric behaviour.
 */
import { defineLayer, ofFirst, pointwise, throughFunction } from 'caffe-lint';

const shiftOf = (layer) => layer.msg('hard_swish_param').num('shift');

export const hardSwish = defineLayer({
  types: ['HardSwish'],
  dialects: ['ours'],
  bottoms: { exact: 1 },
  tops: { exact: 1 },
  inPlace: false,
  backwardReads: { bottomData: true },
  setup(c) {
    const param = c.layer.msg('hard_swish_param');
    if (shiftOf(c.layer) < 0)
      c.refuse(
        'invalid-layer-parameter',
        param.at('shift'),
        `shift ${shiftOf(c.layer)} is negative; HardSwish checks shift >= 0`,
      );
    return { tops: [c.bottoms[0]], macs: 0 };
  },
  forward: ofFirst((moments, c) => {
    const shift = shiftOf(c.layer);
    return pointwise(moments, (x) => (x * Math.min(6, Math.max(0, x + shift))) / 6);
  }),
  backward: throughFunction((c) => {
    const shift = shiftOf(c.layer);
    return (x) => (x <= -shift ? 0 : x >= 6 - shift ? 1 : (2 * x + shift) / 6);
  }),
});
