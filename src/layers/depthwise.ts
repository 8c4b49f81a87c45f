/**
 * Convolutions of the dialects that keep `convolution_param`: DepthwiseConvolution
 * (yonghenglh6/DepthwiseConvolution), ConvolutionDepthwise (BVLC PR 5665), Ristretto's.
 */
import { isKnown, times } from '../shapes/shape.js';
import type { Dim, Shape } from '../shapes/shape.js';
import { checkBlob } from './blob-check.js';
import { checkWindow, convGeometry, convOutput } from './conv-geometry.js';
import { backwardConvolution, forwardConvolution, setupConvolution } from './convolution.js';
import { checkFiller } from './filler-check.js';
import { forkLayer } from './fork-layer.js';
import type { ParamBlob, SetupContext, SetupResult } from './layer-type.js';
import { legacyShape } from './legacy-shape.js';
import { place } from './place.js';

/** One filter for each channel; `num_output` and `group` are not read (conv_dw_layer.cpp). */
function setupDepthwise(c: SetupContext): SetupResult {
  const param = c.layer.msg('convolution_param');
  const [num, channels, height, width] = legacyShape(c, 0);
  const geometry = convGeometry(c, param, [num, channels, height, width]);
  const { kernel, stride, pad, dilation } = geometry;
  const weightShape: Shape = kernel && [channels, 1, ...kernel];
  checkBlob(c, weightShape, place(c, param), 'the weight blob');
  const filler = checkFiller(c, param, 'weight_filler', weightShape);
  const params: ParamBlob[] = [{ shape: weightShape, role: 'weight', filler }];
  if (param.bool('bias_term'))
    params.push({
      shape: [channels],
      role: 'bias',
      filler: checkFiller(c, param, 'bias_filler', [channels]),
    });
  if (!kernel || !stride || !pad || !dilation) return { tops: [undefined], params };
  const output = [height, width].map((dim, i) =>
    convOutput(dim, kernel[i]!, stride[i]!, pad[i]!, dilation[i]!),
  );
  checkWindow(c, param, c.bottoms[0], output, geometry);
  const top: Dim[] = [num, channels, ...output];
  checkBlob(c, top, c.layer.at('top'), `"${c.topNames[0] ?? ''}"`);
  const macs = top.concat(kernel).reduce<Dim>(times, 1);
  return { tops: [top], params, macs: isKnown(macs) ? macs : undefined };
}

const conv = {
  bottoms: { min: 1 },
  tops: { min: 1 },
  equalCounts: true,
  backwardReads: { bottomData: true },
  inPlace: false,
} as const;

export const layers = [
  ...['DepthwiseConvolution', 'ConvolutionRistretto'].map((type) =>
    forkLayer({
      ...conv,
      types: [type],
      setup: (c) => setupConvolution(c),
      forward: (c) => forwardConvolution(c),
      backward: (c) => backwardConvolution(c),
    }),
  ),
  forkLayer({
    ...conv,
    types: ['DeconvolutionRistretto'],
    setup: (c) => setupConvolution(c, { reverse: true }),
    forward: (c) => forwardConvolution(c, { reverse: true }),
    backward: (c) => backwardConvolution(c, { reverse: true }),
  }),
  forkLayer({
    types: ['ConvolutionDepthwise'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    backwardReads: { bottomData: true },
    inPlace: false,
    setup: setupDepthwise,
    forward: (c) => forwardConvolution(c, { depthwise: true }),
    backward: (c) => backwardConvolution(c, { depthwise: true }),
  }),
];
