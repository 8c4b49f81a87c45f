/** The axis of Concat and Slice: `axis`, or the old `concat_dim` or `slice_dim`, which does not count from the back. */
import type { Message } from '../document/message.js';
import { showShape } from '../shapes/shape.js';
import type { Shape } from '../shapes/shape.js';
import { canonicalAxis, toInt } from './blob-check.js';
import type { SetupContext } from './layer-type.js';
import { place } from './place.js';

/** `axis` and its old name must not stand together (LayerSetUp). */
export function checkOneAxis(c: SetupContext, param: Message, old: string): void {
  if (!param.has('axis') || !param.has(old)) return;
  c.refuse(
    'conflicting-layer-parameters',
    place(c, param, old),
    `"axis" and its old name "${old}" are both set; Caffe takes one or the other`,
  );
}

/** The axis counted from the front; undefined when that needs a number of axes which is not known. */
export function joinedAxis(
  c: SetupContext,
  param: Message,
  old: string,
  shape: Shape,
  blob: string,
): number | undefined {
  if (!param.has(old)) return canonicalAxis(c, shape, param.num('axis'), place(c, param, 'axis'), blob);
  const axis = toInt(param.num(old));
  if (axis < 0 || (shape && axis >= shape.length))
    c.refuse(
      'axis-out-of-range',
      place(c, param, old),
      `"${old}" is ${axis}, and "${blob}" (${showShape(shape)}) has no such axis; it must be at least 0 and less than the number of axes`,
    );
  return axis;
}
