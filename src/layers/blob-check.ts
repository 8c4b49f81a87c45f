/** What Caffe's Blob refuses: axes out of range, negative and too large shapes (include/caffe/blob.hpp, src/caffe/blob.cpp). */
import type { Range } from '../document/message.js';
import { isKnown, showShape } from '../shapes/shape.js';
import type { Shape } from '../shapes/shape.js';
import type { SetupContext } from './layer-type.js';

const INT_MAX = 2147483647;
/** kMaxBlobAxes. */
const MAX_AXES = 32;

/** As C++ stores a uint32 or int64 field in an int. */
export const toInt = (n: number): number =>
  // As a double 2^63 - 1 is 2^63: every int64 that near to it has negative low 32 bits.
  n >= 2 ** 63 ? -1 : Number(BigInt.asIntN(32, BigInt(Math.trunc(n))));

/**
 * Blob::CanonicalAxisIndex: the axis counted from the front. Undefined when the number of axes is
 * not known and `axis` counts from the back.
 */
export function canonicalAxis(
  c: SetupContext,
  shape: Shape,
  axis: number,
  range: Range,
  blob: string,
): number | undefined {
  if (!shape) return axis < 0 ? undefined : axis;
  if (axis >= -shape.length && axis < shape.length) return axis < 0 ? axis + shape.length : axis;
  if (shape.length === 0)
    c.refuse(
      'axis-out-of-range',
      range,
      `axis ${axis} does not exist in "${blob}", which has no axes at all; a loss is such a scalar, and so is an Input without "shape"`,
    );
  const axes = shape.length === 1 ? '1 axis' : `${shape.length} axes`;
  return c.refuse(
    'axis-out-of-range',
    range,
    `axis ${axis} does not exist in "${blob}", which has ${axes} (${showShape(shape)}); Caffe takes -${shape.length} to ${shape.length - 1}`,
  );
}

/**
 * Blob::Reshape: no negative dimension, at most 32 axes and INT_MAX elements. Dimensions that are not
 * known count as 1. NVIDIA's Caffe shares a batch among the GPUs, so there size proves nothing.
 */
export function checkBlob(c: SetupContext, shape: Shape, range: Range, what: string): void {
  if (!shape) return;
  if (shape.length > MAX_AXES)
    c.refuse(
      'invalid-layer-parameter',
      range,
      `${what} has ${shape.length} axes, and a Caffe blob has at most ${MAX_AXES}`,
    );
  const limit = c.layer.schema.dialects.includes('nvidia') ? Infinity : INT_MAX;
  let elements = 1;
  for (const dim of shape) {
    if (!isKnown(dim)) continue;
    if (dim < 0)
      c.refuse(
        'invalid-layer-parameter',
        range,
        `${what} would have the shape ${showShape(shape)}, and Caffe allows no negative dimension`,
      );
    if (elements !== 0 && dim > Math.floor(limit / elements))
      c.refuse(
        'blob-too-large',
        range,
        `${what} would have the shape ${showShape(shape)}, more elements than the ${INT_MAX} that fit in a Caffe blob; make the batch or another dimension smaller`,
      );
    elements *= dim;
  }
}
