/** Convolution3D and Pooling3D of facebookarchive/C3D: one kernel size for height and width, one for time. */
import type { Message } from '../document/message.js';
import { UNKNOWN, count, isKnown, mapDim, showShape, times } from '../shapes/shape.js';
import type { Dim, Shape } from '../shapes/shape.js';
import { checkBlob, toInt } from './blob-check.js';
import { checkFiller } from './filler-check.js';
import { forkLayer } from './fork-layer.js';
import type { ParamBlob, SetupContext, SetupResult } from './layer-type.js';
import { place } from './place.js';
import { positive } from './required.js';
import { ofFirst, paramStats } from '../numeric/forward.js';
import { linear } from '../numeric/linear.js';
import { averagePool, maxPool } from '../numeric/pooling.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

interface Window {
  kernel: number;
  stride: number;
  pad: number;
}

/** Windows along time, height and width. */
function windows(c: SetupContext, param: Message): [Window, Window, Window] {
  const [kernel, depth] = [positive(c, param, 'kernel_size'), positive(c, param, 'kernel_depth')];
  const [stride, time] = [positive(c, param, 'stride'), positive(c, param, 'temporal_stride')];
  const space = { kernel, stride, pad: toInt(param.num('pad')) };
  return [{ kernel: depth, stride: time, pad: toInt(param.num('temporal_pad')) }, space, space];
}

/** num x channels x length x height x width. */
function volumeOf(c: SetupContext): readonly Dim[] {
  const bottom = c.bottoms[0];
  if (!bottom) return Array.from({ length: 5 }, () => UNKNOWN);
  if (bottom.length !== 5)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom'),
      `${c.type} needs an input of 5 axes (num, channels, length, height, width), and "${c.bottomNames[0] ?? ''}" is ${showShape(bottom)}`,
    );
  return bottom;
}

/** Refuse an output without a place; Caffe's integer division cuts towards 0. */
function outputs(c: SetupContext, param: Message, input: readonly Dim[], round: boolean): Dim[] {
  return windows(c, param).map(({ kernel, stride, pad }, i) =>
    mapDim(input[2 + i] ?? UNKNOWN, (n) => {
      const steps = (n + 2 * pad - kernel) / stride;
      const out = (round ? Math.ceil(Math.fround(steps)) : Math.trunc(steps)) + 1;
      if (out >= 0) return out;
      return c.refuse(
        'kernel-larger-than-input',
        place(c, param, i === 0 ? 'kernel_depth' : 'kernel_size'),
        `the window of ${kernel} does not fit into axis ${2 + i} of "${c.bottomNames[0] ?? ''}" (${showShape(input)}) with ${pad} of padding`,
      );
    }),
  );
}

function setupConvolution3D(c: SetupContext): SetupResult {
  const param = c.layer.msg('convolution3d_param');
  const volume = volumeOf(c);
  const filters = positive(c, param, 'num_output');
  const group = toInt(param.num('filter_group')) || 1;
  if (filters % group !== 0)
    c.refuse(
      'indivisible-group',
      place(c, param, 'num_output'),
      `"num_output" ${filters} cannot be split into ${group} groups of equal size; it must be a multiple of "filter_group"`,
    );
  const out = outputs(c, param, volume, false);
  const top = [volume[0]!, filters, ...out];
  checkBlob(c, top, place(c, param, 'num_output'), `"${c.topNames[0] ?? ''}"`);
  const [depth, size] = [toInt(param.num('kernel_depth')), toInt(param.num('kernel_size'))];
  const shape: Shape = [filters, volume[1]!, depth, size, size];
  checkBlob(c, shape, place(c, param, 'num_output'), 'the weight blob');
  const filler = checkFiller(c, param, 'weight_filler', shape);
  const params: ParamBlob[] = [{ shape, role: 'weight', filler }];
  if (param.bool('bias_term')) {
    const bias: Shape = [1, 1, 1, 1, filters];
    params.push({ shape: bias, role: 'bias', filler: checkFiller(c, param, 'bias_filler', bias) });
  }
  const macs = times(count(shape), times(volume[0]!, count(out)));
  return { tops: [top], params, macs: isKnown(macs) ? macs : undefined };
}

function setupPooling3D(c: SetupContext): SetupResult {
  const param = c.layer.msg('pooling3d_param');
  if (param.num('pad') !== 0 && param.str('pool') !== 'AVE')
    c.refuse(
      'conflicting-layer-parameters',
      place(c, param, 'pad'),
      `Pooling3D pads for AVE pooling only, and this is ${param.str('pool')}`,
    );
  const volume = volumeOf(c);
  const top = [volume[0]!, volume[1]!, ...outputs(c, param, volume, true)];
  checkBlob(c, top, c.layer.at('top'), `"${c.topNames[0] ?? ''}"`);
  return { tops: [top], macs: 0 };
}

const one = { bottoms: { exact: 1 }, tops: { exact: 1 }, inPlace: false };

/** Depth, height and width, with the fields of their own. */
function axesOf(c: ForwardContext, message: string) {
  const param = c.layer.msg(message);
  return ['depth', 'size', 'size'].map((word, i) => {
    const deep = i === 0;
    return {
      input: c.bottomShapes[0]?.[2 + i] ?? UNKNOWN,
      output: c.topShapes[0]?.[2 + i] ?? UNKNOWN,
      kernel: Math.max(1, param.num(`kernel_${word}`)),
      stride: Math.max(1, param.num(deep ? 'temporal_stride' : 'stride')),
      pad: param.num(deep ? 'temporal_pad' : 'pad'),
      dilation: 1,
    };
  });
}

function forwardConvolution3D(m: Moments, c: ForwardContext): Moments | undefined {
  const [weight, bias] = c.params;
  const inputs = weight?.shape?.[1];
  if (!weight || !isKnown(inputs)) return undefined;
  const group = toInt(c.layer.msg('convolution3d_param').num('filter_group')) || 1;
  return linear(m, {
    inputs: inputs / group,
    width: inputs,
    axes: axesOf(c, 'convolution3d_param'),
    weight: paramStats(weight),
    bias: bias && paramStats(bias),
  });
}

/** Height and width, then depth as a plane of its own. */
function forwardPooling3D(m: Moments, c: ForwardContext): Moments {
  const [depth, height, width] = axesOf(c, 'pooling3d_param');
  const pool = c.layer.msg('pooling3d_param').str('pool') === 'MAX' ? maxPool : averagePool;
  const flat = { ...depth!, kernel: 1, stride: 1, pad: 0, output: depth!.input };
  return pool(pool(m, height!, width!), depth!, flat);
}

export const layers = [
  forkLayer({
    ...one,
    types: ['Convolution3D'],
    backwardReads: { bottomData: true },
    setup: setupConvolution3D,
    forward: ofFirst(forwardConvolution3D),
  }),
  forkLayer({ ...one, types: ['Pooling3D'], setup: setupPooling3D, forward: ofFirst(forwardPooling3D) }),
];
