/** Slice (slice_layer.cpp): one blob cut along an axis, at `slice_point` or into equal parts. */
import type { Message } from '../document/message.js';
import { UNKNOWN, count, isKnown, mapDim } from '../shapes/shape.js';
import type { Dim } from '../shapes/shape.js';
import { toInt } from './blob-check.js';
import { checkOneAxis, joinedAxis } from './joined-axis.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { place } from './place.js';
import { often, shown } from './shown.js';
import { knownOr, passed } from '../numeric/forward.js';
import { joined } from '../numeric/gradient-layers.js';
import type { BackwardContext, BackwardResult } from '../numeric/gradient.js';

function setupSlice(c: SetupContext): SetupResult {
  const param = c.layer.msg('slice_param');
  checkOneAxis(c, param, 'slice_dim');
  const bottom = c.bottoms[0];
  const axis = joinedAxis(c, param, 'slice_dim', bottom, c.bottomNames[0] ?? '');
  const size: Dim = (axis === undefined ? undefined : bottom?.[axis]) ?? UNKNOWN;
  const points = param.nums('slice_point').map(toInt);
  const sizes = points.length > 0 ? cutAt(c, param, points, size, axis) : cutEvenly(c, size, axis);
  if (!bottom || axis === undefined) return { tops: c.topNames.map(() => undefined), macs: 0 };
  return { tops: sizes.map((part) => bottom.map((dim, i) => (i === axis ? part : dim))), macs: 0 };
}

function cutAt(
  c: SetupContext,
  param: Message,
  points: readonly number[],
  size: Dim,
  axis: number | undefined,
): Dim[] {
  const tops = c.topNames.length;
  if (points.length !== tops - 1)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'slice_point', Math.min(points.length - 1, tops - 1)),
      `"slice_point" stands ${often(points.length)}, and ${tops} ${tops === 1 ? 'top needs' : 'tops need'} ${tops - 1}: one cut between each two tops`,
    );
  if (isKnown(size) && tops > size)
    c.refuse(
      'invalid-layer-parameter',
      c.layer.at('top', size),
      `${shown(c)} is ${size} along axis ${axis}, which cannot be cut into ${tops} tops`,
    );
  const sizes = points.map((point, i): Dim => {
    const before = points[i - 1] ?? 0;
    if (point <= before)
      c.refuse(
        'invalid-layer-parameter',
        place(c, param, 'slice_point', i),
        `"slice_point" ${point} does not lie behind ${before}${i === 0 ? '' : ', the one before it'}; Caffe wants them ascending and above 0`,
      );
    return point - before;
  });
  const last = points.at(-1)!;
  if (isKnown(size) && last > size)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'slice_point', points.length - 1),
      `"slice_point" ${last} lies behind the end of ${shown(c)}, which is ${size} along axis ${axis}`,
    );
  return [...sizes, mapDim(size, (n) => n - last)];
}

function cutEvenly(c: SetupContext, size: Dim, axis: number | undefined): Dim[] {
  const tops = c.topNames.length;
  if (isKnown(size) && size % tops !== 0)
    c.refuse(
      'invalid-layer-parameter',
      c.layer.at('top', tops - 1),
      `${shown(c)} is ${size} along axis ${axis}, which does not divide into ${tops} equal tops; set "slice_point" for unequal parts`,
    );
  return c.topNames.map(() => (tops === 1 ? size : mapDim(size, (n) => n / tops)));
}

/** The parts of the bottom, each with its own gradient. */
function backwardSlice(c: BackwardContext): BackwardResult {
  const parts = c.topShapes.map((shape, i) => ({ g: c.gradients[i], weight: knownOr(count(shape, 1), 1) }));
  return { bottoms: [joined(parts)] };
}

export const layers = [
  defineLayer({
    types: ['Slice'],
    bottoms: { exact: 1 },
    tops: { min: 1 },
    backwardReads: {},
    inPlace: false,
    setup: setupSlice,
    forward: passed,
    backward: backwardSlice,
  }),
];
