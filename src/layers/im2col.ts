/** Im2col (im2col_layer.cpp): the columns that a convolution multiplies, as a blob. */
import { UNKNOWN, times } from '../shapes/shape.js';
import type { Dim } from '../shapes/shape.js';
import { checkBlob } from './blob-check.js';
import { checkWindow, convGeometry, convOutput } from './conv-geometry.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { place } from './place.js';
import { passed } from '../numeric/forward.js';

function setupIm2col(c: SetupContext): SetupResult {
  const param = c.layer.msg('convolution_param');
  const bottom = c.bottoms[0];
  const geometry = convGeometry(c, param, bottom);
  const { channelAxis, spatialAxes, kernel, stride, pad, dilation } = geometry;
  if (spatialAxes === 0)
    c.refuse(
      'axis-out-of-range',
      place(c, param, 'axis'),
      `Im2col needs at least one axis behind the channels, and axis ${channelAxis} is the last of "${c.bottomNames[0] ?? ''}"`,
    );
  if (!bottom || channelAxis === undefined || !kernel || !stride || !pad || !dilation)
    return { tops: [undefined], macs: 0 };
  const input = bottom.slice(channelAxis + 1);
  const output = input.map((dim, i) => convOutput(dim, kernel[i]!, stride[i]!, pad[i]!, dilation[i]!));
  checkWindow(c, param, bottom, output, geometry);
  const columns: Dim = kernel.reduce<Dim>((product, k) => times(product, k), bottom[channelAxis] ?? UNKNOWN);
  const top = [...bottom.slice(0, channelAxis), columns, ...output];
  checkBlob(c, top, c.layer.at('top'), `"${c.topNames[0] ?? ''}"`);
  return { tops: [top], macs: 0 };
}

export const layers = [
  defineLayer({
    types: ['Im2col'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    inPlace: false,
    setup: setupIm2col,
    forward: passed,
  }),
];
