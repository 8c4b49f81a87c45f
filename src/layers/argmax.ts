/** ArgMax (argmax_layer.cpp): places (or values) of the `top_k` largest, along an axis or over a whole item. */
import { UNKNOWN, count, isKnown } from '../shapes/shape.js';
import type { Dim } from '../shapes/shape.js';
import { canonicalAxis } from './blob-check.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { place } from './place.js';
import { shown } from './shown.js';
import { labelMoments } from '../numeric/data.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

function setupArgMax(c: SetupContext): SetupResult {
  const param = c.layer.msg('argmax_param');
  const bottom = c.bottoms[0];
  const k = param.num('top_k');
  if (k < 1)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'top_k'),
      `"top_k" is ${k}, and ArgMax needs at least 1`,
    );
  if (param.has('axis')) {
    const axis = canonicalAxis(c, bottom, param.num('axis'), param.at('axis'), c.bottomNames[0] ?? '');
    if (!bottom || axis === undefined) return { tops: [undefined], macs: 0 };
    checkTopK(c, k, bottom[axis] ?? UNKNOWN, `along axis ${axis}`);
    return { tops: [bottom.map((dim, i) => (i === axis ? k : dim))], macs: 0 };
  }
  if (bottom?.length === 0)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom'),
      `ArgMax takes the first axis as the batch, and ${shown(c)} has no axis`,
    );
  checkTopK(c, k, count(bottom, 1), 'per item');
  if (!bottom) return { tops: [undefined], macs: 0 };
  const top: Dim[] = Array.from({ length: Math.max(3, bottom.length) }, () => 1);
  top[0] = bottom[0] ?? UNKNOWN;
  top[1] = param.bool('out_max_val') ? 2 : 1;
  top[2] = k;
  return { tops: [top], macs: 0 };
}

function checkTopK(c: SetupContext, k: number, size: Dim, where: string): void {
  if (!isKnown(size) || k <= size) return;
  c.refuse(
    'invalid-layer-parameter',
    place(c, c.layer.msg('argmax_param'), 'top_k'),
    `"top_k" is ${k}, and ${shown(c)} has only ${size} values ${where}; it can be at most that`,
  );
}

/** Any place is as likely as any other. */
function forwardArgMax(c: ForwardContext): Moments[] {
  const param = c.layer.msg('argmax_param');
  const bottom = c.bottomShapes[0];
  const axis = param.num('axis') < 0 ? param.num('axis') + (bottom?.length ?? 0) : param.num('axis');
  const places = param.has('axis') ? (bottom?.[axis] ?? UNKNOWN) : count(bottom, 1);
  return [labelMoments(isKnown(places) ? places : undefined)];
}

export const layers = [
  defineLayer({
    types: ['ArgMax'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    noBackward: 'aborts',
    inPlace: false,
    setup: setupArgMax,
    forward: forwardArgMax,
  }),
];
