/** `input`, `input_dim`, `input_shape` as an Input layer. */
import { Message } from '../message.js';
import type { Value } from '../message.js';
import { addMessage, copyValues, mutable, put } from './build.js';
import type { Target } from './build.js';
import type { Upgraded } from './types.js';

export const inputFields: readonly string[] = ['input', 'input_shape', 'input_dim'];

/** How many `input_dim` one input takes. */
export const DIMS = 4;

/** NetNeedsInputUpgrade. */
export const needsInputUpgrade = (net: Message): boolean => net.count('input') > 0;

/**
 * The Input layer that Caffe puts before all others, or undefined where the inputs have neither shapes
 * nor dims and are only removed (UpgradeNetInput). `net` is asked for its input fields only.
 */
export function inputLayer(net: Message, target: Target, log: Upgraded): Value | undefined {
  check(net, log);
  const inputs = net.all('input');
  const shapes = net.all('input_shape');
  const dims = net.all('input_dim');
  if (shapes.length === 0 && dims.length === 0) return undefined;
  const first = inputs[0]!;
  const layer = new Message(target.layer, target.schema, undefined, first.node);
  put(layer, 'name', 'input', first);
  put(layer, 'type', 'Input', first);
  copyValues(layer, 'top', inputs);
  const param = mutable(layer, 'input_param', shapes[0] ?? dims[0]!);
  inputs.forEach((input, i) => {
    if (shapes.length > 0) {
      const shape = shapes[i];
      if (shape) copyValues(param, 'shape', [shape]);
      return;
    }
    const own = dims.slice(i * DIMS, (i + 1) * DIMS);
    copyValues(addMessage(param, 'shape', own[0] ?? input), 'dim', own);
  });
  const field = target.net.fields.get('layer')!;
  return { field, value: layer, node: first.node, item: first.item };
}

/** Caffe takes shapes and dims by index without asking how many there are. */
function check(net: Message, log: Upgraded): void {
  const inputs = net.count('input');
  const shapes = net.count('input_shape');
  const dims = net.count('input_dim');
  const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
  if (shapes > 0) {
    if (shapes < inputs)
      log.refusals.push({
        id: 'input-shape-count',
        range: net.at('input', shapes),
        message: `${counted(inputs, 'input')} but ${counted(shapes, 'input_shape')}: Caffe takes one input_shape per input without counting them and reads past the last`,
      });
    else if (shapes > inputs)
      log.losses.push({
        id: 'input-shape-surplus',
        range: net.at('input_shape', inputs),
        message: `${counted(inputs, 'input')} but ${counted(shapes, 'input_shape')}: Caffe takes one per input and loses the rest`,
      });
    if (dims > 0)
      log.losses.push({
        id: 'input-shape-and-dim',
        range: net.at('input_dim'),
        message: 'where there is an input_shape, Caffe does not read input_dim',
      });
    return;
  }
  const needed = inputs * DIMS;
  if (dims > 0 && dims < needed)
    log.refusals.push({
      id: 'input-dim-count',
      range: net.at('input', Math.floor(dims / DIMS)),
      message: `${counted(inputs, 'input')} but ${counted(dims, 'input_dim')}: Caffe takes ${DIMS} input_dim per input (N, C, H, W) without counting them, and what it reads past the last is chance`,
    });
  else if (dims > needed)
    log.losses.push({
      id: 'input-dim-surplus',
      range: net.at('input_dim', needed),
      message: `${counted(inputs, 'input')} but ${counted(dims, 'input_dim')}: Caffe takes ${DIMS} per input and loses the rest; an input_shape may have any number of dims`,
    });
}
