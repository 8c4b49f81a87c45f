/** DummyData (dummy_data_layer.cpp): blobs of a given shape, filled by fillers. */
import type { Message } from '../document/message.js';
import { checkBlob, toInt } from './blob-check.js';
import { checkFiller } from './filler-check.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { place } from './place.js';
import { filledMoments } from '../numeric/data.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import { often } from './shown.js';

const legacy = ['num', 'channels', 'height', 'width'] as const;

function setupDummyData(c: SetupContext): SetupResult {
  const param = c.layer.msg('dummy_data_param');
  const tops = c.topNames.length;
  const fillers = param.count('data_filler');
  if (fillers > 1 && fillers !== tops)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'data_filler', fillers - 1),
      `"data_filler" stands ${often(fillers)} for ${counted(tops)}; Caffe takes none, one for all, or one for each`,
    );
  const old = legacy.find((field) => param.has(field));
  if (old && param.has('shape'))
    c.refuse(
      'conflicting-layer-parameters',
      place(c, param, old),
      `"shape" and the old field "${old}" are both set; Caffe takes one way or the other`,
    );
  for (const field of old ? legacy : (['shape'] as const)) checkOncePerTop(c, param, field, tops);
  const shapes = c.topNames.map((_, i) => (old ? legacyShape(param, i) : blobShape(param, i)));
  shapes.forEach((shape, i) => {
    checkBlob(c, shape, old ? place(c, param, old) : place(c, param, 'shape', i), `"${c.topNames[i]}"`);
    checkFiller(c, param, 'data_filler', shape, fillers > 1 ? i : 0);
  });
  return { tops: shapes, macs: 0 };
}

const counted = (tops: number): string => (tops === 1 ? '1 top' : `${tops} tops`);

function checkOncePerTop(c: SetupContext, param: Message, field: string, tops: number): void {
  const n = param.count(field);
  if (n === 1 || n === tops) return;
  const missing = n === 0;
  c.refuse(
    missing ? 'missing-layer-parameter' : 'invalid-layer-parameter',
    place(c, param, field, Math.max(0, n - 1)),
    missing
      ? `DummyData needs "${field}", once for all of its ${counted(tops)} or once for each`
      : `"${field}" stands ${often(n)} for ${counted(tops)}; Caffe takes one for all, or one for each`,
  );
}

const legacyShape = (param: Message, i: number): number[] =>
  legacy.map((field) => toInt(param.nums(field)[param.count(field) > 1 ? i : 0] ?? 0));

/** The n-th BlobShape of `shape`, or the only one. */
export function blobShape(param: Message, i: number): number[] {
  const shapes = param.msgs('shape');
  return (shapes.length > 1 ? shapes[i] : shapes[0])?.nums('dim').map(toInt) ?? [];
}

/** One filler for all tops, or one for each; none fills with 0. */
function forwardDummyData(c: ForwardContext): Moments[] {
  const fillers = c.layer.msg('dummy_data_param').msgs('data_filler');
  return c.topShapes.map((shape, i) => filledMoments(fillers.length > 1 ? fillers[i] : fillers[0], shape));
}

export const layers = [
  defineLayer({
    types: ['DummyData'],
    bottoms: { exact: 0 },
    tops: { min: 1 },
    source: true,
    setup: setupDummyData,
    forward: forwardDummyData,
  }),
];
