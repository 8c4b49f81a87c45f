/** The window of axes that Scale and Bias act on (scale_layer.cpp, bias_layer.cpp). */
import type { Message } from '../document/message.js';
import { differ } from '../shapes/shape.js';
import type { Shape } from '../shapes/shape.js';
import { canonicalAxis } from './blob-check.js';
import type { SetupContext } from './layer-type.js';
import { leadingAxes } from './leading-axes.js';
import { place } from './place.js';
import { shown } from './shown.js';

/**
 * The shape of a learned scale or bias: axes `axis` to `axis + num_axes` of the first bottom, -1 for
 * all behind `axis`, 0 for a scalar.
 */
export function windowShape(c: SetupContext, param: Message, what: string): Shape {
  const bottom = c.bottoms[0];
  const axis = canonicalAxis(c, bottom, param.num('axis'), place(c, param, 'axis'), c.bottomNames[0] ?? '');
  const axes = param.num('num_axes');
  if (axes < -1)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'num_axes'),
      `"num_axes" is ${axes}; Caffe takes 0 or more, or -1 for all axes from "axis" on`,
    );
  if (bottom && axis !== undefined && axis + axes > bottom.length)
    c.refuse(
      'axis-out-of-range',
      place(c, param, 'num_axes'),
      `the ${what} would span ${axes} axes from axis ${axis} on, and ${shown(c)} has only ${bottom.length - axis} there`,
    );
  if (!bottom || axis === undefined) return axes < 0 ? undefined : leadingAxes(undefined, axes);
  return bottom.slice(axis, axes < 0 ? undefined : axis + axes);
}

/** Reshape's CHECKs of a scale or bias that comes as the second bottom: it must fit the first from `axis` on. */
export function checkWindow(c: SetupContext, param: Message, what: string): void {
  const [bottom, second] = c.bottoms;
  if (!second || second.length === 0) return;
  const axis = canonicalAxis(c, bottom, param.num('axis'), place(c, param, 'axis'), c.bottomNames[0] ?? '');
  if (!bottom || axis === undefined) return;
  const hint = `set "axis" to the axis of the first at which the ${what} begins`;
  if (axis + second.length > bottom.length)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', 1),
      `the ${what} ${shown(c, 1)} has ${second.length} axes and is applied from axis ${axis} of ${shown(c)} on, which has only ${bottom.length - axis} there; ${hint}`,
    );
  const bad = second.findIndex((dim, i) => differ(dim, bottom[axis + i]));
  if (bad >= 0)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', 1),
      `axis ${bad} of the ${what} ${shown(c, 1)} is ${second[bad]}, and it is applied to axis ${axis + bad} of ${shown(c)}, which is ${bottom[axis + bad]}; ${hint}`,
    );
}
