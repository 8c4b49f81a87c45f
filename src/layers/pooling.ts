/** Pooling (pooling_layer.cpp). */
import type { Message } from '../document/message.js';
import { UNKNOWN, isKnown, mapDim, showShape } from '../shapes/shape.js';
import type { Dim, Shape } from '../shapes/shape.js';
import { checkBlob, toInt } from './blob-check.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { place, placeOf, sameTwice, valuesOf } from './place.js';
import { poolAxes } from '../numeric/geometry.js';
import { throughPooling } from '../numeric/gradient-layers.js';
import type { BackwardContext, BackwardResult } from '../numeric/gradient.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import { averagePool, maxPool } from '../numeric/pooling.js';

export interface PoolGeometry {
  /** Height and width of the window; unknown with global pooling over an unknown input. */
  kernel: readonly [Dim, Dim];
  stride: readonly [number, number];
  pad: readonly [number, number];
}

const sides = ['h', 'w'] as const;

/** LayerSetUp and Reshape of PoolingLayer. */
export function setupPooling(c: SetupContext): SetupResult {
  const param = c.layer.msg('pooling_param');
  const method = param.str('pool');
  if (c.topNames.length > 1 && method !== 'MAX')
    c.refuse(
      'bottom-top-count',
      c.layer.at('top', 1),
      `only MAX pooling has a second top (the mask of the maxima), and "${c.name}" pools with ${method}`,
    );
  const geometry = poolGeometry(c, param, c.bottoms[0]);
  const rank = c.bottoms[0]?.length;
  if (rank !== undefined && rank !== 4 && poolsAnyAxes(param))
    return { tops: c.topNames.map(() => undefined) };
  // Some forks spell it ceil_mode, true unless it is set.
  const floor = param.str('round_mode') === 'FLOOR';
  const asked = param.has('ceil_mode') && !param.bool('ceil_mode');
  return poolShapes(c, param, geometry, floor || asked);
}

/** Kernel, stride and pad with the CHECKs of LayerSetUp, in its order. */
export function poolGeometry(c: SetupContext, param: Message, bottom: Shape): PoolGeometry {
  const global = param.bool('global_pooling');
  checkFields(c, param, global, bottom);
  const kernel = global ? globalKernel(c, bottom) : readKernel(param);
  const zero = kernel.findIndex((k) => isKnown(k) && k <= 0);
  if (zero >= 0)
    c.refuse(
      global ? 'bottom-shape-mismatch' : 'invalid-layer-parameter',
      global ? place(c, param, 'global_pooling') : placeOf(c, param, 'kernel_size', `kernel_${sides[zero]!}`),
      global
        ? `"${c.bottomNames[0] ?? ''}" (${showShape(bottom)}) is empty, and a window over all of it would have size 0`
        : `the pooling window is 0 along ${zero === 0 ? 'the height' : 'the width'}, and Caffe needs at least 1`,
    );
  const pad = readPair(param, 'pad');
  const stride = readPair(param, 'stride');
  const moved = global && (stride[0] !== 1 || stride[1] !== 1 || pad[0] !== 0 || pad[1] !== 0);
  if (moved) {
    const fields = ['stride', 'stride_h', 'stride_w', 'pad', 'pad_h', 'pad_w'].filter((f) => param.has(f));
    c.refuse(
      'conflicting-layer-parameters',
      place(c, param, fields[0]),
      `global_pooling takes the whole input, so Caffe allows only pad 0 and stride 1 with it, and here are pad ${pad.join(' x ')} and stride ${stride.join(' x ')}; remove ${listed(fields)}`,
      {
        title: 'Remove pad and stride',
        sure: true,
        remove: valuesOf(param, ...fields),
      },
    );
  }
  checkPad(c, param, kernel, pad);
  return { kernel, stride, pad };
}

/** Which of the fields may stand together. */
function checkFields(c: SetupContext, param: Message, global: boolean, bottom: Shape): void {
  const [size, h, w] = [param.has('kernel_size'), param.has('kernel_h'), param.has('kernel_w')];
  if (global && (size || h || w)) {
    const kernel = readKernel(param);
    const whole = bottom?.length === 4 && kernel[0] === bottom[2] && kernel[1] === bottom[3];
    c.refuse(
      'conflicting-layer-parameters',
      placeOf(c, param, 'kernel_size', 'kernel_h', 'kernel_w'),
      `global_pooling takes the whole input, and Caffe refuses a kernel size beside it, here ${kernel.join(' x ')}; remove one of the two`,
      {
        title: 'Remove the kernel size',
        // Where the window is the whole input, either of the two says the same.
        sure: whole,
        remove: valuesOf(param, 'kernel_size', 'kernel_h', 'kernel_w'),
      },
    );
  }
  if (!global && size && h && w)
    c.refuse(
      'conflicting-layer-parameters',
      place(c, param, 'kernel_size'),
      '"kernel_size" and "kernel_h"/"kernel_w" are both set, and Caffe takes one or the other; remove one of them',
      sameTwice(param, 'kernel_size', 'kernel_h', 'kernel_w'),
    );
  if (!global && !size && !(h && w)) {
    const one = h ? 'kernel_h' : 'kernel_w';
    const other = h ? 'kernel_w' : 'kernel_h';
    c.refuse(
      'missing-layer-parameter',
      h || w ? place(c, param, one) : place(c, param),
      h || w
        ? `"${one}" is set but "${other}" is not; Caffe needs both, or "kernel_size"`
        : 'Pooling needs the size of its window: set "kernel_size", or "kernel_h" and "kernel_w", or "global_pooling: true"',
    );
  }
  for (const field of ['pad', 'stride']) {
    const [both, ph, pw] = [param.has(field), param.has(`${field}_h`), param.has(`${field}_w`)];
    if (!ph && !pw) continue;
    if (both)
      c.refuse(
        'conflicting-layer-parameters',
        place(c, param, field),
        `"${field}" and "${field}_${ph ? 'h' : 'w'}" are both set; Caffe takes "${field}", or "${field}_h" and "${field}_w"`,
        sameTwice(param, field, `${field}_h`, `${field}_w`),
      );
    if (!ph || !pw)
      c.refuse(
        'missing-layer-parameter',
        place(c, param, `${field}_${ph ? 'h' : 'w'}`),
        `"${field}_${ph ? 'h' : 'w'}" is set but "${field}_${ph ? 'w' : 'h'}" is not; Caffe needs both, or "${field}"`,
      );
  }
}

const listed = (fields: readonly string[]): string => fields.map((f) => `"${f}"`).join(' and ');

function readKernel(param: Message): [number, number] {
  if (param.has('kernel_size')) return bothSides(param.nums('kernel_size'));
  return [toInt(param.num('kernel_h')), toInt(param.num('kernel_w'))];
}

/** Blob::height and width, which are 1 for the axes that a blob does not have. */
function globalKernel(c: SetupContext, bottom: Shape): [Dim, Dim] {
  if (!bottom) return [UNKNOWN, UNKNOWN];
  if (bottom.length !== 4 && poolsAnyAxes(c.layer.msg('pooling_param'))) return [UNKNOWN, UNKNOWN];
  checkFourAxes(c, bottom);
  return [bottom[2]!, bottom[3]!];
}

function readPair(param: Message, field: 'pad' | 'stride'): [number, number] {
  if (param.has(`${field}_h`)) return [toInt(param.num(`${field}_h`)), toInt(param.num(`${field}_w`))];
  return param.has(field) ? bothSides(param.nums(field)) : field === 'stride' ? [1, 1] : [0, 0];
}

/** One value for height and width; the OpenCL branch repeats its fields, one for each axis. */
function bothSides(values: readonly number[]): [number, number] {
  return [toInt(values[0] ?? 0), toInt(values[1] ?? values[0] ?? 0)];
}

/** Forks that pool along any axes: the OpenCL branch repeats `kernel_size`, Intel's has an `axis`. */
const poolsAnyAxes = (param: Message): boolean =>
  param.type.fields.get('kernel_size')?.label === 'repeated' || param.type.fields.has('axis');

function checkPad(
  c: SetupContext,
  param: Message,
  kernel: readonly [Dim, Dim],
  pad: readonly [number, number],
): void {
  if (pad[0] === 0 && pad[1] === 0) return;
  const method = param.str('pool');
  if (method !== 'AVE' && method !== 'MAX')
    c.refuse(
      'conflicting-layer-parameters',
      placeOf(c, param, 'pad', 'pad_h'),
      `Caffe pads for MAX and AVE pooling only, and this is ${method}; remove the padding`,
    );
  const i = kernel.findIndex((k, side) => isKnown(k) && pad[side]! >= k);
  if (i >= 0)
    c.refuse(
      'invalid-layer-parameter',
      placeOf(c, param, 'pad', `pad_${sides[i]!}`),
      `the padding of ${pad[i]} must be smaller than the pooling window of ${kernel[i]}, or a window would hold nothing but padding; use less padding`,
    );
}

/** Four axes, or the layer refuses its input. */
export function checkFourAxes(c: SetupContext, bottom: Shape): void {
  if (!bottom || bottom.length === 4) return;
  c.refuse(
    'bottom-shape-mismatch',
    c.layer.at('bottom'),
    `${c.type} needs an input of 4 axes (num, channels, height, width), and "${c.bottomNames[0] ?? ''}" has ${bottom.length} (${showShape(bottom)})`,
  );
}

/** Reshape: the tops' shape, with every window starting inside the image. */
export function poolShapes(
  c: SetupContext,
  param: Message,
  geometry: PoolGeometry,
  floor: boolean,
): SetupResult {
  const bottom = c.bottoms[0];
  checkFourAxes(c, bottom);
  const padded = geometry.pad.some((p) => p !== 0);
  const output = sides.map((_, i) => {
    const input = bottom?.[2 + i] ?? UNKNOWN;
    const [kernel, stride, pad] = [geometry.kernel[i]!, geometry.stride[i]!, geometry.pad[i]!];
    if (stride === 0)
      c.refuse('invalid-layer-parameter', placeOf(c, param, 'stride', `stride_${sides[i]!}`), STRIDE_ZERO);
    if (param.bool('global_pooling')) return 1;
    if (!isKnown(kernel)) return UNKNOWN;
    if (!isKnown(input) && stride === 1 && kernel - 2 * pad === 1) return input;
    return mapDim(input, (n) => pooled(c, param, i, n, { kernel, stride, pad }, floor, padded));
  });
  const top: Dim[] = [bottom?.[0] ?? UNKNOWN, bottom?.[1] ?? UNKNOWN, ...output];
  checkBlob(c, top, c.layer.at('top'), `"${c.topNames[0] ?? ''}"`);
  return { tops: c.topNames.map(() => top), macs: 0 };
}

const STRIDE_ZERO = 'the stride is 0, and Caffe divides by it; it must be at least 1';

/** One side of the output: ceil((in + 2·pad - kernel) / stride) + 1 in single precision, clipped when padded. */
function pooled(
  c: SetupContext,
  param: Message,
  side: number,
  input: number,
  { kernel, stride, pad }: { kernel: number; stride: number; pad: number },
  floor: boolean,
  padded: boolean,
): number {
  const steps = Math.fround(Math.fround(input + 2 * pad - kernel) / stride);
  let out = (floor ? Math.floor(steps) : Math.ceil(steps)) + 1;
  const starts = (n: number) => (n - 1) * stride;
  if (padded && starts(out) >= input + pad) out--;
  const refused = out < 0 || (padded && starts(out) >= input + pad);
  if (refused)
    c.refuse(
      'kernel-larger-than-input',
      placeOf(c, param, 'kernel_size', `kernel_${sides[side]!}`),
      `the pooling window of ${kernel} does not fit into "${c.bottomNames[0] ?? ''}": its ${side === 0 ? 'height' : 'width'} is ${input} with ${pad} of padding on each side; use a smaller window or a larger input`,
    );
  return out;
}

/** A second top holds the indices of the maxima, which nothing is known of. */
export function forwardPooling(c: ForwardContext): (Moments | undefined)[] {
  const param = c.layer.msg('pooling_param');
  const x = c.bottoms[0];
  if (!x) return [undefined];
  const [height, width] = poolAxes(param, c.bottomShapes[0], c.topShapes[0]);
  return [(param.str('pool') === 'MAX' ? maxPool : averagePool)(x, height, width)];
}

export function backwardPooling(c: BackwardContext): BackwardResult {
  const param = c.layer.msg('pooling_param');
  const g = c.gradients[0];
  const [bottom, top] = [c.bottomShapes[0], c.topShapes[0]];
  const axes = poolAxes(param, bottom, top);
  return { bottoms: [g && throughPooling(g, axes, param.str('pool') === 'MAX', bottom, top)] };
}

export const layers = [
  defineLayer({
    types: ['Pooling'],
    bottoms: { exact: 1 },
    tops: { min: 1, max: 2 },
    inPlace: false,
    setup: setupPooling,
    forward: forwardPooling,
    backward: backwardPooling,
  }),
];
