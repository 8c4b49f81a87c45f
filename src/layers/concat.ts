/** Concat (concat_layer.cpp): blobs of equal shape, but for one axis, behind each other along that axis. */
import { UNKNOWN, count, differ, isKnown, plus } from '../shapes/shape.js';
import type { Dim } from '../shapes/shape.js';
import { checkBlob } from './blob-check.js';
import { checkOneAxis, joinedAxis } from './joined-axis.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { agreedShape } from './product.js';
import { shown } from './shown.js';
import { concatenated } from '../numeric/combine.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

function setupConcat(c: SetupContext): SetupResult {
  const param = c.layer.msg('concat_param');
  checkOneAxis(c, param, 'concat_dim');
  const known = c.bottoms.findIndex((bottom) => bottom !== undefined);
  const bottom = c.bottoms[known];
  const axis = joinedAxis(c, param, 'concat_dim', bottom, c.bottomNames[Math.max(0, known)] ?? '');
  if (!bottom || axis === undefined) return { tops: [undefined], macs: 0 };
  c.bottoms.forEach((other, i) => {
    if (!other || i === known) return;
    if (other.length !== bottom.length)
      c.refuse(
        'bottom-shape-mismatch',
        c.layer.at('bottom', i),
        `Concat needs bottoms with the same number of axes: ${shown(c, known)} has ${bottom.length}, ${shown(c, i)} has ${other.length}`,
      );
    const bad = bottom.findIndex((dim, j) => j !== axis && differ(dim, other[j]));
    if (bad >= 0)
      c.refuse(
        'bottom-shape-mismatch',
        c.layer.at('bottom', i),
        `Concat joins along axis ${axis}, so that every other axis must agree, and axis ${bad} is ${bottom[bad]} in ${shown(c, known)} but ${other[bad]} in ${shown(c, i)}; check the kernels, strides and paddings of the two branches`,
      );
  });
  const sum = c.bottoms.reduce<Dim>((total, shape) => plus(total, shape?.[axis] ?? UNKNOWN), 0);
  const top = agreedShape(c.bottoms)?.map((dim, j) => (j === axis ? sum : dim));
  checkBlob(c, top, c.layer.at('top'), `"${c.topNames[0] ?? ''}"`);
  return { tops: [top], macs: 0 };
}

/** Each bottom counts with its share of the elements. */
function forwardConcat(c: ForwardContext): (Moments | undefined)[] {
  const parts = c.bottoms.map((m, i) => ({ m, size: count(c.bottomShapes[i], 1) }));
  const sized = parts.every(({ size }) => isKnown(size));
  const weighed = parts.flatMap(({ m, size }) =>
    m ? [{ m, weight: sized && isKnown(size) ? size : 1 }] : [],
  );
  return [weighed.length > 0 && weighed.length === parts.length ? concatenated(weighed) : undefined];
}

export const layers = [
  defineLayer({
    types: ['Concat'],
    bottoms: { min: 1 },
    tops: { exact: 1 },
    backwardReads: {},
    inPlace: false,
    setup: setupConcat,
    forward: forwardConcat,
    backward: (c) => ({ bottoms: c.bottoms.map(() => c.gradients[0]) }),
  }),
];
