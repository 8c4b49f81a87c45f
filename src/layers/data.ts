/**
 * Layers that read images: Data, ImageData and WindowData (data_layer.cpp, image_data_layer.cpp,
 * window_data_layer.cpp). What stands in the data set and not in the text is a named dimension,
 * `data.height`, unless the user gives the shape.
 */
import type { Message } from '../document/message.js';
import { isKnown } from '../shapes/shape.js';
import type { Dim, Shape } from '../shapes/shape.js';
import { checkBlob, toInt } from './blob-check.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { checkMeanValues, readTransform, transformed } from './transform.js';
import { place } from './place.js';
import { imageMoments } from '../numeric/data.js';

/** Name of a dimension that only the data set knows. */
export const dataDim = (c: SetupContext, top: number, word: string): Dim =>
  `${c.topNames[top] ?? c.name}.${word}`;

/** A batch of 0 has no memory, and Caffe stops at it (CHECK(data_) or CHECK_GT). */
export function checkBatchSize(c: SetupContext, param: Message): number {
  const batch = toInt(param.num('batch_size'));
  if (batch <= 0)
    c.refuse(
      param.has('batch_size') ? 'invalid-layer-parameter' : 'missing-layer-parameter',
      place(c, param, 'batch_size'),
      param.has('batch_size')
        ? `"batch_size" is ${batch}, and Caffe needs at least 1`
        : `${c.type} needs "batch_size"; without it Caffe takes 0 and stops`,
    );
  return batch;
}

/** Shapes of image and label tops; a shape that the user gives stands above what the text says. */
export function imageTops(c: SetupContext, image: Shape, ...labels: Shape[]): SetupResult {
  const tops = [image, ...labels].slice(0, c.topNames.length);
  return {
    tops: c.topNames.map((name, i) => {
      const shape = c.given(name) ?? tops[i];
      checkBlob(c, shape, c.layer.at('top', i), `"${name}"`);
      return shape;
    }),
    macs: 0,
  };
}

function setupData(c: SetupContext): SetupResult {
  const param = c.layer.msg('data_param');
  const transform = readTransform(c);
  const given = c.given(c.topNames[0] ?? '');
  checkMeanValues(c, given?.[1]);
  // DIGITS and its like set the batch from outside; who gives the shape has a batch.
  const batch = given && !param.has('batch_size') ? (given[0] ?? 0) : checkBatchSize(c, param);
  const channels = transform.channels ?? dataDim(c, 0, 'channels');
  const height = transformed(c, transform, dataDim(c, 0, 'height'), 'height');
  const width = transformed(c, transform, dataDim(c, 0, 'width'), 'width');
  return imageTops(c, [batch, channels, height, width], [batch]);
}

function setupImageData(c: SetupContext): SetupResult {
  const param = c.layer.msg('image_data_param');
  const transform = readTransform(c);
  const [newHeight, newWidth] = [toInt(param.num('new_height')), toInt(param.num('new_width'))];
  if (newHeight > 0 !== newWidth > 0) {
    const [set, missing] = newHeight > 0 ? ['new_height', 'new_width'] : ['new_width', 'new_height'];
    c.refuse(
      'missing-layer-parameter',
      place(c, param, set),
      `"${set}" is ${param.num(set)} but "${missing}" is not set; Caffe resizes images only when both are`,
    );
  }
  const batch = checkBatchSize(c, param);
  const channels = param.bool('is_color') ? 3 : 1;
  checkMeanValues(c, channels);
  const height = transformed(c, transform, newHeight || dataDim(c, 0, 'height'), 'height');
  const width = transformed(c, transform, newWidth || dataDim(c, 0, 'width'), 'width');
  return imageTops(c, [batch, channels, height, width], [batch]);
}

function setupWindowData(c: SetupContext): SetupResult {
  const param = c.layer.msg('window_data_param');
  const transform = readTransform(c);
  const crop = toInt(c.layer.msg('transform_param').num('crop_size'));
  if (crop <= 0)
    c.refuse(
      'missing-layer-parameter',
      place(c, c.layer.msg('transform_param'), 'crop_size'),
      'WindowData warps every window to one size and needs "crop_size" in transform_param',
    );
  const batch = checkBatchSize(c, param);
  const channels = transform.channels ?? dataDim(c, 0, 'channels');
  const given = c.given(c.topNames[0] ?? '');
  checkMeanValues(c, isKnown(given?.[1]) ? given[1] : undefined);
  return imageTops(c, [batch, channels, crop, crop], [batch]);
}

const source = { bottoms: { exact: 0 }, source: true } as const;

export const layers = [
  defineLayer({
    ...source,
    types: ['Data'],
    tops: { min: 1, max: 2 },
    setup: setupData,
    forward: imageMoments,
  }),
  defineLayer({
    ...source,
    types: ['ImageData'],
    tops: { exact: 2 },
    setup: setupImageData,
    forward: imageMoments,
  }),
  defineLayer({
    ...source,
    types: ['WindowData'],
    tops: { exact: 2 },
    setup: setupWindowData,
    forward: imageMoments,
  }),
];
