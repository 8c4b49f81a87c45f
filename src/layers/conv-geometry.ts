/** Kernel, stride, pad and dilation of ConvolutionParameter, as base_conv_layer.cpp and im2col_layer.cpp read them. */
import type { Message } from '../document/message.js';
import { UNKNOWN, isKnown, mapDim, showShape } from '../shapes/shape.js';
import type { Dim, Shape } from '../shapes/shape.js';
import { canonicalAxis, toInt } from './blob-check.js';
import type { SetupContext } from './layer-type.js';
import { place, sameTwice } from './place.js';
import { often } from './shown.js';

/** One entry per spatial axis; undefined where even the number of axes is not known. */
export interface ConvGeometry {
  channelAxis: number | undefined;
  spatialAxes: number | undefined;
  kernel: number[] | undefined;
  stride: number[] | undefined;
  pad: number[] | undefined;
  dilation: number[] | undefined;
}

/** Read the geometry and refuse what LayerSetUp refuses, in its order. `bottom` is the first bottom. */
export function convGeometry(c: SetupContext, param: Message, bottom: Shape): ConvGeometry {
  const channelAxis = canonicalAxis(
    c,
    bottom,
    param.num('axis'),
    place(c, param, 'axis'),
    c.bottomNames[0] ?? '',
  );
  const spatialAxes =
    bottom && channelAxis !== undefined ? bottom.length - channelAxis - 1 : writtenAxes(param);
  const kernel = sizes(c, param, 'kernel', spatialAxes, undefined);
  checkPositive(c, param, 'kernel', kernel);
  const stride = sizes(c, param, 'stride', spatialAxes, 1);
  checkPositive(c, param, 'stride', stride);
  const pad = sizes(c, param, 'pad', spatialAxes, 0);
  const dilation = sizes(c, param, 'dilation', spatialAxes, 1);
  return { channelAxis, spatialAxes, kernel, stride, pad, dilation };
}

/** The number of spatial axes that the fields presuppose: two for `kernel_h`, or one per repeated value. */
function writtenAxes(param: Message): number | undefined {
  if (['kernel_h', 'kernel_w', 'stride_h', 'stride_w', 'pad_h', 'pad_w'].some((f) => param.has(f))) return 2;
  const most = Math.max(...['kernel_size', 'stride', 'pad', 'dilation'].map((f) => param.count(f)));
  return most > 1 ? most : undefined;
}

/** The list field of each of the four, and whether it has `_h` and `_w` fields. */
const fieldOf = { kernel: 'kernel_size', stride: 'stride', pad: 'pad', dilation: 'dilation' } as const;

/** One value per spatial axis; `fallback` undefined means that the field is required. */
function sizes(
  c: SetupContext,
  param: Message,
  which: keyof typeof fieldOf,
  axes: number | undefined,
  fallback: number | undefined,
): number[] | undefined {
  const field = fieldOf[which];
  const [h, w] = [`${which}_h`, `${which}_w`];
  const values = param.nums(field).map(toInt);
  // Forks spell dilation otherwise: DeepLab's `hole`, and `dilation_h`, `dilation_w`.
  if (which === 'dilation' && values.length === 0 && param.has('hole')) values.push(...param.nums('hole'));
  if (which === 'dilation' && (param.has(h) || param.has(w))) return [param.num(h) || 1, param.num(w) || 1];
  if (which !== 'dilation' && (param.has(h) || param.has(w))) {
    const used = param.has(h) ? h : w;
    if (axes !== undefined && axes !== 2)
      c.refuse(
        'conflicting-layer-parameters',
        place(c, param, used),
        `"${used}" is for 2-dimensional ${c.type} only, and here are ${axes} spatial axes behind the channels; use "${field}" instead`,
      );
    if (values.length > 0)
      c.refuse(
        'conflicting-layer-parameters',
        place(c, param, field),
        `"${field}" and "${h}"/"${w}" are both set, and Caffe takes one or the other; remove one of them`,
        sameTwice(param, field, h, w),
      );
    return [toInt(param.num(h)), toInt(param.num(w))];
  }
  const n = values.length;
  if (n === 0 && fallback === undefined && axes !== 0)
    c.refuse(
      'missing-layer-parameter',
      place(c, param),
      `${c.type} needs the size of its kernel: set "kernel_size", or "kernel_h" and "kernel_w"`,
    );
  if (axes === undefined) return undefined;
  if (n > 1 && n !== axes)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, field, n - 1),
      `"${field}" stands ${often(n)}, and the input has ${axes} spatial ${axes === 1 ? 'axis' : 'axes'}; Caffe takes it once for all, or once for each`,
    );
  return Array.from({ length: axes }, (_, i) => (n > 1 ? values[i]! : (values[0] ?? fallback!)));
}

/** Kernel and stride must be at least 1. A stride of 0 in stride_h/stride_w is not checked by Caffe but divides by it. */
function checkPositive(
  c: SetupContext,
  param: Message,
  which: 'kernel' | 'stride',
  values: readonly number[] | undefined,
): void {
  const listed = param.nums(fieldOf[which]).map(toInt);
  const bad = (values ?? listed).findIndex((v) => v <= 0);
  if (bad < 0) return;
  const side = `${which}_${bad === 0 ? 'h' : 'w'}`;
  const twoFields = param.has(`${which}_h`) || param.has(`${which}_w`);
  if (twoFields && which === 'stride' && c.type === 'Deconvolution') return;
  if (twoFields && !param.has(side)) {
    const other = `${which}_${bad === 0 ? 'w' : 'h'}`;
    c.refuse(
      'missing-layer-parameter',
      place(c, param, other),
      `"${other}" is set but "${side}" is not, and without it Caffe takes 0; set both, or "${fieldOf[which]}"`,
    );
  }
  const range = twoFields
    ? place(c, param, side)
    : place(c, param, fieldOf[which], listed.length > 1 ? bad : 0);
  const name = twoFields ? side : fieldOf[which];
  c.refuse('invalid-layer-parameter', range, `"${name}" is 0, and Caffe needs at least 1`);
}

/** Pixels that a dilated kernel spans: d · (k - 1) + 1. */
export const kernelExtent = (kernel: number, dilation: number): number => dilation * (kernel - 1) + 1;

/**
 * Output size of a convolution along one axis: (in + 2·pad - extent) / stride + 1 in C++ integer
 * division, which cuts towards 0. A kernel that keeps the size keeps a name as well.
 */
export function convOutput(input: Dim, kernel: number, stride: number, pad: number, dilation: number): Dim {
  const slack = 2 * pad - kernelExtent(kernel, dilation);
  if (!isKnown(input) && slack === -1 && stride === 1) return input;
  return mapDim(input, (n) => Math.trunc((n + slack) / stride) + 1);
}

/** Output size of a deconvolution along one axis (deconv_layer.cpp). */
export function deconvOutput(input: Dim, kernel: number, stride: number, pad: number, dilation: number): Dim {
  const rest = kernelExtent(kernel, dilation) - 2 * pad;
  if (!isKnown(input) && stride === 1 && rest === 1) return input;
  return mapDim(input, (n) => stride * (n - 1) + rest);
}

/** Refuse an output of a sliding window below `least` (0: it is negative), with the sizes that made it. */
export function checkWindow(
  c: SetupContext,
  param: Message,
  input: Shape,
  output: readonly Dim[],
  geometry: ConvGeometry,
  least = 0,
): void {
  const first = (geometry.channelAxis ?? 0) + 1;
  const i = output.findIndex((dim) => isKnown(dim) && dim < least);
  if (i < 0) return;
  const [k, p, d] = [geometry.kernel?.[i] ?? 0, geometry.pad?.[i] ?? 0, geometry.dilation?.[i] ?? 1];
  const name = c.bottomNames[0] ?? '';
  const where = `axis ${first + i} of "${name}" (${showShape(input)}) is ${input?.[first + i] ?? UNKNOWN}`;
  const spans = d === 1 ? `${k}` : `${k} with dilation ${d} (spanning ${kernelExtent(k, d)})`;
  if (c.type === 'Deconvolution')
    c.refuse(
      'kernel-larger-than-input',
      place(c, param, ['pad', 'pad_h', 'pad_w'].find((f) => param.has(f)) ?? 'kernel_size'),
      `nothing is left of this output: ${where}, and the kernel of ${spans} less ${p} of padding on each side gives ${output[i]}; use less padding`,
    );
  const field = ['kernel_size', 'kernel_h', 'kernel_w'].find((f) => param.has(f)) ?? 'kernel_size';
  c.refuse(
    'kernel-larger-than-input',
    place(c, param, field),
    `the kernel of ${spans} does not fit: ${where} with ${p} of padding on each side, which makes an output of ${output[i]}; use a smaller kernel, more padding or a larger input`,
  );
}
