/** Convolution and Deconvolution (base_conv_layer.cpp, conv_layer.cpp, deconv_layer.cpp). */
import { UNKNOWN, count, differ, isKnown, mapDim, showShape, times } from '../shapes/shape.js';
import type { Dim, Shape } from '../shapes/shape.js';
import { checkBlob, toInt } from './blob-check.js';
import { checkWindow, convGeometry, convOutput, deconvOutput } from './conv-geometry.js';
import type { ConvGeometry } from './conv-geometry.js';
import { checkFiller } from './filler-check.js';
import { defineLayer } from './layer-type.js';
import type { ParamBlob, SetupContext, SetupResult } from './layer-type.js';
import { place } from './place.js';
import { paramStats } from '../numeric/forward.js';
import { convAxes } from '../numeric/geometry.js';
import { throughWeights, weightGradients } from '../numeric/gradient-linear.js';
import type { BackwardContext, BackwardResult, ParamGradient } from '../numeric/gradient.js';
import { linear, type LinearMap } from '../numeric/linear.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

export interface ConvKind {
  /** Deconvolution: channels and outputs change places. */
  reverse?: boolean;
  /** One filter for each channel whatever `group` says (depthwise layers of the dialects). */
  depthwise?: boolean;
}

/** LayerSetUp and Reshape of BaseConvolutionLayer; `param` is read from `convolution_param`. */
export function setupConvolution(c: SetupContext, kind: ConvKind = {}): SetupResult {
  const param = c.layer.msg('convolution_param');
  const bottom = c.bottoms[0];
  const dilated = param.nums('dilation').findIndex((d) => toInt(d) > 1);
  if (param.str('engine') === 'CUDNN' && dilated >= 0)
    c.refuse(
      'conflicting-layer-parameters',
      place(c, param, 'engine'),
      `Caffe refuses dilation (${param.nums('dilation')[dilated]}) with engine CUDNN; leave "engine" out`,
    );
  const geometry = convGeometry(c, param, bottom);
  const axis = geometry.channelAxis;
  const channels: Dim = (axis === undefined ? undefined : bottom?.[axis]) ?? UNKNOWN;
  const outputs = toInt(param.num('num_output'));
  if (outputs <= 0)
    c.refuse(
      param.has('num_output') ? 'invalid-layer-parameter' : 'missing-layer-parameter',
      place(c, param, 'num_output'),
      param.has('num_output')
        ? `"num_output" is ${outputs}, and Caffe needs at least 1`
        : `${c.type} needs "num_output", the number of its filters; without it Caffe takes 0 and stops`,
    );
  const group = checkGroup(c, channels, outputs);
  const perGroup = (n: Dim): Dim => (group === 1 ? n : mapDim(n, (v) => Math.trunc(v / group)));
  const [outer, inner] = kind.reverse ? [channels, perGroup(outputs)] : [outputs, perGroup(channels)];
  const weightShape: Shape = geometry.kernel && [outer, inner, ...geometry.kernel];
  const params = convParams(c, weightShape, outputs);
  const tops = reshape(c, kind, geometry, outputs, count(weightShape, 1), group);
  return { tops, params, macs: macs(c, kind, tops[0], weightShape, geometry) };
}

/** `group`, which must divide the channels and the outputs. */
function checkGroup(c: SetupContext, channels: Dim, outputs: number): number {
  const param = c.layer.msg('convolution_param');
  const group = toInt(param.num('group'));
  if (group <= 0)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'group'),
      `"group" is ${group}, and Caffe divides the channels by it; it must be at least 1`,
    );
  if (isKnown(channels) && channels % group !== 0)
    c.refuse(
      'indivisible-group',
      place(c, param, 'group'),
      `the ${channels} channels of "${c.bottomNames[0] ?? ''}" cannot be split into ${group} groups of equal size; "group" must divide the channels`,
    );
  if (outputs % group !== 0)
    c.refuse(
      'indivisible-group',
      place(c, param, 'num_output'),
      `"num_output" ${outputs} cannot be split into ${group} groups of equal size; it must be a multiple of "group"`,
    );
  return group;
}

/** Weights and, unless `bias_term` is false, biases. */
function convParams(c: SetupContext, weightShape: Shape, outputs: number): ParamBlob[] {
  const param = c.layer.msg('convolution_param');
  checkBlob(c, weightShape, place(c, param, 'num_output'), 'the weight blob');
  const filler = checkFiller(c, param, 'weight_filler', weightShape);
  const params: ParamBlob[] = [{ shape: weightShape, role: 'weight', filler }];
  if (!param.bool('bias_term')) return params;
  const biasFiller = checkFiller(c, param, 'bias_filler', [outputs]);
  params.push({ shape: [outputs], role: 'bias', filler: biasFiller });
  return params;
}

function reshape(
  c: SetupContext,
  kind: ConvKind,
  geometry: ConvGeometry,
  outputs: number,
  kernelDim: Dim,
  group: number,
): Shape[] {
  const param = c.layer.msg('convolution_param');
  const bottom = c.bottoms[0];
  c.bottoms.slice(1).forEach((other, i) => {
    if (!bottom || !other) return;
    if (bottom.length === other.length && !bottom.some((dim, axis) => differ(dim, other[axis]))) return;
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', i + 1),
      `all bottoms of one ${c.type} must have the same shape: "${c.bottomNames[0]}" is ${showShape(bottom)}, "${c.bottomNames[i + 1]}" is ${showShape(other)}`,
    );
  });
  const { channelAxis, spatialAxes, kernel, stride, pad, dilation } = geometry;
  if (channelAxis === undefined || spatialAxes === undefined || !kernel || !stride || !pad || !dilation)
    return c.topNames.map(() => undefined);
  const input = Array.from({ length: spatialAxes }, (_, i) => bottom?.[channelAxis + 1 + i] ?? UNKNOWN);
  const size = kind.reverse ? deconvOutput : convOutput;
  const output = input.map((dim, i) => size(dim, kernel[i]!, stride[i]!, pad[i]!, dilation[i]!));
  checkWindow(c, param, bottom, output, geometry);
  const outer = Array.from({ length: channelAxis }, (_, i) => bottom?.[i] ?? UNKNOWN);
  const top = [...outer, outputs, ...output];
  checkBlob(c, top, place(c, param, 'num_output'), `"${c.topNames[0]}"`);
  // The im2col buffer of one image, and the vector of ones that spreads the bias.
  const columns = [times(kernelDim, group), ...(kind.reverse ? input : output)];
  checkBlob(c, columns, place(c, param), `the im2col buffer of "${c.name}"`);
  // An empty output is let through, but for the vector of ones that a bias needs.
  if (param.bool('bias_term')) checkWindow(c, param, bottom, output, geometry, 1);
  return c.topNames.map(() => top);
}

/** One multiply-add per weight and output position (input position of a deconvolution). */
function macs(
  c: SetupContext,
  kind: ConvKind,
  top: Shape,
  weights: Shape,
  geometry: ConvGeometry,
): number | undefined {
  if (!top || geometry.channelAxis === undefined) return undefined;
  const image = kind.reverse ? c.bottoms[0] : top;
  const outer = count(top, 0, geometry.channelAxis);
  const positions = count(image, geometry.channelAxis + 1);
  const total = times(times(outer, positions), count(weights));
  return isKnown(total) && image ? total * c.bottoms.length : undefined;
}

/** The i-th bottom's map through the weights; undefined where a size that matters is not known. */
function mapOf(c: ForwardContext, kind: ConvKind, i: number): LinearMap | undefined {
  const [weight, bias] = c.params;
  const bottom = c.bottomShapes[i];
  const param = c.layer.msg('convolution_param');
  const axes = weight && convAxes(param, weight.shape, bottom, c.topShapes[i], kind.reverse === true);
  if (!axes) return undefined;
  const channels = bottom?.[bottom.length - axes.length - 1];
  const group = kind.depthwise ? channels : param.num('group');
  const [outer, inner] = [weight.shape?.[0], weight.shape?.[1]];
  // A deconvolution's blob is channels x outputs per group; one output adds up the channels of its group.
  const inputs = kind.reverse ? (isKnown(outer) && isKnown(group) ? outer / group : undefined) : inner;
  if (!isKnown(inputs)) return undefined;
  return {
    inputs,
    width: isKnown(channels) ? channels : inputs,
    axes,
    weight: paramStats(weight),
    bias: bias && paramStats(bias),
  };
}

/** Each bottom goes through the same weights to its own top. */
export function forwardConvolution(c: ForwardContext, kind: ConvKind = {}): (Moments | undefined)[] {
  return c.topShapes.map((_, i) => {
    const [x, map] = [c.bottoms[i], mapOf(c, kind, i)];
    return x && map && linear(x, map);
  });
}

/** One input goes into the outputs of its group; the weights' gradients add up over the bottoms. */
export function backwardConvolution(c: BackwardContext, kind: ConvKind = {}): BackwardResult {
  const outputs = c.layer.msg('convolution_param').num('num_output');
  const params: ParamGradient[] = [];
  const bottoms = c.bottoms.map((x, i) => {
    const [g, map] = [c.gradients[i], mapOf(c, kind, i)];
    if (!x || !g || !map) return undefined;
    weightGradients(g, x, map, c.bottomShapes[i], c.topShapes[i]).forEach((own, j) => {
      params[j] = { second: own.second + (params[j]?.second ?? 0), weight: own.weight };
    });
    return throughWeights(g, map, kind.depthwise ? 1 : (outputs * map.inputs) / map.width);
  });
  return { bottoms, params };
}

const common = {
  bottoms: { min: 1 },
  tops: { min: 1 },
  equalCounts: true,
  backwardReads: { bottomData: true },
  inPlace: false,
} as const;

export const layers = [
  defineLayer({
    ...common,
    types: ['Convolution'],
    setup: (c) => setupConvolution(c),
    forward: (c) => forwardConvolution(c),
    backward: (c) => backwardConvolution(c),
  }),
  defineLayer({
    ...common,
    types: ['Deconvolution'],
    setup: (c) => setupConvolution(c, { reverse: true }),
    forward: (c) => forwardConvolution(c, { reverse: true }),
    backward: (c) => backwardConvolution(c, { reverse: true }),
  }),
];
