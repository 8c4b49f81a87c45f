/** Flatten (flatten_layer.cpp): the axes from `axis` to `end_axis` become one. */
import { UNKNOWN, count } from '../shapes/shape.js';
import { canonicalAxis, checkBlob } from './blob-check.js';
import { refuseInPlace } from './in-place.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { leadingAxes } from './leading-axes.js';
import { place } from './place.js';
import { shown } from './shown.js';
import { passed } from '../numeric/forward.js';
import { passedBack } from '../numeric/gradient.js';

function setupFlatten(c: SetupContext): SetupResult {
  refuseInPlace(c);
  const param = c.layer.msg('flatten_param');
  const bottom = c.bottoms[0];
  const name = c.bottomNames[0] ?? '';
  const start = canonicalAxis(c, bottom, param.num('axis'), place(c, param, 'axis'), name);
  const end = canonicalAxis(c, bottom, param.num('end_axis'), place(c, param, 'end_axis'), name);
  if (!bottom || start === undefined || end === undefined) {
    const toTheEnd = param.num('end_axis') === -1 && start !== undefined;
    return { tops: [toTheEnd ? [...leadingAxes(undefined, start), UNKNOWN] : undefined], macs: 0 };
  }
  if (start > end + 1)
    c.refuse(
      'invalid-reshape',
      place(c, param, 'end_axis'),
      `Flatten goes from axis ${start} to axis ${end} of ${shown(c)}, and the first must not lie behind the last`,
    );
  const top = [...bottom.slice(0, start), count(bottom, start, end + 1), ...bottom.slice(end + 1)];
  checkBlob(c, top, c.layer.at('top'), `"${c.topNames[0] ?? ''}"`);
  return { tops: [top], macs: 0 };
}

export const layers = [
  defineLayer({
    types: ['Flatten'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    backwardReads: {},
    inPlace: false,
    setup: setupFlatten,
    forward: passed,
    backward: passedBack,
  }),
];
