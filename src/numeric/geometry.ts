/** Windows and kernels of a layer, read for the numeric model: sizes that set-up has accepted. */
import type { Message } from '../document/message.js';
import { UNKNOWN, isKnown, type Dim, type Shape } from '../shapes/shape.js';
import type { PoolAxis } from './pooling.js';
import type { Axis } from './taps.js';

/** A size per spatial axis from `name`, `name_h` and `name_w` of a ConvolutionParameter. */
function sizes(param: Message, field: string, name: string, axes: number, fallback: number): number[] {
  if (param.has(`${name}_h`) || param.has(`${name}_w`))
    return [param.num(`${name}_h`), param.num(`${name}_w`)];
  const values = param.nums(field);
  return Array.from({ length: axes }, (_, i) => (values.length > 1 ? values[i] : values[0]) ?? fallback);
}

/** Spatial axes of a convolution with this weight blob (outputs × inputs × kernel …). */
export function convAxes(
  param: Message,
  weight: Shape,
  bottom: Shape,
  top: Shape,
  transposed: boolean,
): Axis[] | undefined {
  const kernel = weight?.slice(2);
  if (!kernel || !kernel.every(isKnown)) return undefined;
  const n = kernel.length;
  const [stride, pad, dilation] = [
    sizes(param, 'stride', 'stride', n, 1),
    sizes(param, 'pad', 'pad', n, 0),
    sizes(param, 'dilation', 'dilation', n, 1),
  ];
  return kernel.map((size, i) => ({
    input: bottom?.[bottom.length - n + i] ?? UNKNOWN,
    output: top?.[top.length - n + i] ?? UNKNOWN,
    kernel: size,
    stride: Math.max(1, stride[i]!),
    pad: pad[i]!,
    dilation: dilation[i]!,
    ...(transposed && { transposed }),
  }));
}

/** Height and width of a PoolingParameter's windows. */
export function poolAxes(param: Message, bottom: Shape, top: Shape): [PoolAxis, PoolAxis] {
  const axis = (side: 'h' | 'w', i: number): PoolAxis => {
    const input: Dim = bottom?.[i] ?? UNKNOWN;
    const output: Dim = top?.[i] ?? UNKNOWN;
    if (param.bool('global_pooling'))
      return { input, output: 1, kernel: isKnown(input) ? input : LARGE, stride: 1, pad: 0 };
    const of = (field: string, name: string): number =>
      param.has(field)
        ? param.num(field)
        : param.has(`${name}_${side}`)
          ? param.num(`${name}_${side}`)
          : param.num(field);
    return {
      input,
      output,
      kernel: Math.max(1, of('kernel_size', 'kernel')),
      stride: Math.max(1, of('stride', 'stride')),
      pad: of('pad', 'pad'),
    };
  };
  return [axis('h', 2), axis('w', 3)];
}

/** A map of unknown size under global pooling. */
const LARGE = 7;
