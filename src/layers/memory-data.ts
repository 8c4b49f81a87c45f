/** MemoryData (memory_data_layer.cpp): arrays that a program hands over; the text holds every dimension. */
import { toInt } from './blob-check.js';
import { imageTops } from './data.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { readTransform } from './transform.js';
import { place } from './place.js';
import { imageMoments } from '../numeric/data.js';

const fields = ['batch_size', 'channels', 'height', 'width'] as const;

function setupMemoryData(c: SetupContext): SetupResult {
  readTransform(c);
  const param = c.layer.msg('memory_data_param');
  const shape = fields.map((field) => toInt(param.num(field)));
  const bad = shape.findIndex((dim) => dim <= 0);
  const field = fields[bad];
  if (field)
    c.refuse(
      param.has(field) ? 'invalid-layer-parameter' : 'missing-layer-parameter',
      place(c, param, field),
      `MemoryData needs batch_size, channels, height and width, each at least 1, and "${field}" is ${param.has(field) ? String(shape[bad]) : 'not set'}`,
    );
  return imageTops(c, shape, [shape[0]!]);
}

export const layers = [
  defineLayer({
    types: ['MemoryData'],
    bottoms: { exact: 0 },
    tops: { exact: 2 },
    source: true,
    setup: setupMemoryData,
    forward: imageMoments,
  }),
];
