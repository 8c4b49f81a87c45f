/** Reshape (reshape_layer.cpp): the axes from `axis` on, `num_axes` of them, become those of `shape`. */
import type { Message } from '../document/message.js';
import { UNKNOWN, showShape } from '../shapes/shape.js';
import type { Dim, Shape } from '../shapes/shape.js';
import { checkBlob, toInt } from './blob-check.js';
import { refuseInPlace } from './in-place.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { leadingAxes } from './leading-axes.js';
import { place } from './place.js';
import { divide, productsDiffer } from './product.js';
import { shown } from './shown.js';
import { passed } from '../numeric/forward.js';
import { passedBack } from '../numeric/gradient.js';

function setupReshape(c: SetupContext): SetupResult {
  refuseInPlace(c);
  const param = c.layer.msg('reshape_param');
  const wanted = param.msg('shape').nums('dim').map(toInt);
  const inferred = wanted.indexOf(-1);
  const second = wanted.indexOf(-1, inferred + 1);
  if (inferred >= 0 && second >= 0)
    c.refuse(
      'invalid-reshape',
      param.msg('shape').at('dim', second),
      '"dim: -1" stands more than once, and Caffe can work out only one dimension from the others',
    );
  const negative = wanted.findIndex((dim) => dim < -1);
  if (negative >= 0)
    c.refuse(
      'invalid-reshape',
      param.msg('shape').at('dim', negative),
      `"dim" is ${wanted[negative]}; Caffe takes sizes, 0 (copy the bottom's) and -1 (work it out from the others)`,
    );
  const bottom = c.bottoms[0];
  if (!bottom) return { tops: [withoutBottom(param, wanted)], macs: 0 };
  const [start, end] = replacedAxes(c, param, bottom);
  const inner = wanted.map((dim, i): Dim => {
    if (dim !== 0) return dim;
    const copied = bottom[start + i];
    if (copied !== undefined) return copied;
    return c.refuse(
      'invalid-reshape',
      param.msg('shape').at('dim', i),
      `"dim: 0" copies axis ${start + i} of the bottom, and ${shown(c)} has only ${bottom.length} axes`,
    );
  });
  const [before, after] = [bottom.slice(0, start), bottom.slice(end)];
  const replaced = bottom.slice(start, end);
  const empty = [...before, ...after].includes(0);
  if (inferred >= 0) inner[inferred] = inferDim(c, param, replaced, inner, inferred, empty);
  const top = [...before, ...inner, ...after];
  const where = param.has('shape') ? param.msg('shape').here() : place(c, param);
  checkBlob(c, top, where, `"${c.topNames[0] ?? ''}"`);
  if (inferred < 0 && !empty && productsDiffer(inner, replaced))
    c.refuse(
      'invalid-reshape',
      where,
      wanted.length === 0
        ? `Reshape needs a "shape" with the new dimensions; without it ${shown(c)} would become ${showShape(top)}, which has another number of elements`
        : `Reshape keeps the number of elements, and ${shown(c)} does not have as many as ${showShape(top)}; one "dim: -1" lets Caffe work the size out`,
    );
  return { tops: [top], macs: 0 };
}

/** First axis that is replaced and the one behind the last. */
function replacedAxes(c: SetupContext, param: Message, bottom: readonly Dim[]): [number, number] {
  const axis = param.num('axis');
  const start = axis >= 0 ? axis : bottom.length + axis + 1;
  if (start < 0 || start > bottom.length)
    c.refuse(
      'axis-out-of-range',
      place(c, param, 'axis'),
      `axis ${axis} does not exist in ${shown(c)}; Reshape takes -${bottom.length + 1} to ${bottom.length}`,
    );
  const axes = param.num('num_axes');
  const end = axes === -1 ? bottom.length : start + axes;
  if (axes < -1 || end > bottom.length)
    c.refuse(
      'axis-out-of-range',
      place(c, param, 'num_axes'),
      `"num_axes" is ${axes} from axis ${start} on, and ${shown(c)} has only ${bottom.length - start} there; Caffe takes 0 to ${bottom.length - start}, or -1 for all`,
    );
  return [start, end];
}

/** The dimension that -1 stands for; axes that stay as they are cancel. */
function inferDim(
  c: SetupContext,
  param: Message,
  replaced: readonly Dim[],
  inner: readonly Dim[],
  inferred: number,
  empty: boolean,
): Dim {
  const others = inner.filter((_, i) => i !== inferred);
  if (empty || others.includes(0))
    c.refuse(
      'invalid-reshape',
      param.msg('shape').at('dim', inferred),
      `"dim: -1" cannot be worked out of an empty blob: ${shown(c)} has a dimension of 0`,
    );
  const result = divide(replaced, others);
  if (result?.rest)
    c.refuse(
      'invalid-reshape',
      param.msg('shape').at('dim', inferred),
      `"dim: -1" has no whole value: the axes ${showShape(replaced)} of ${shown(c)} do not divide by ${showShape(others)}, the other dimensions`,
    );
  return result?.quotient ?? UNKNOWN;
}

/** What the text alone tells: all axes behind `axis` are replaced, or their number stays unknown. */
function withoutBottom(param: Message, wanted: readonly number[]): Shape {
  const axis = param.num('axis');
  if (axis < 0 || param.num('num_axes') !== -1) return undefined;
  return [...leadingAxes(undefined, axis), ...wanted.map((dim): Dim => (dim > 0 ? dim : UNKNOWN))];
}

export const layers = [
  defineLayer({
    types: ['Reshape'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    // Top and bottom share their memory; there is nothing to compute.
    backwardReads: {},
    inPlace: false,
    setup: setupReshape,
    forward: passed,
    backward: passedBack,
  }),
];
