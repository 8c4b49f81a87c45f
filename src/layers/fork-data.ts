/**
 * Data layers of the dialects: AnnotatedData and VideoData (weiliu89/caffe ssd), VideoData of
 * yjxiong/caffe, DenseImageData (alexgkendall/caffe-segnet), ImageSegData (DeepLab, PSPNet).
 */
import type { Message } from '../document/message.js';
import { UNKNOWN } from '../shapes/shape.js';
import type { Dim } from '../shapes/shape.js';
import { toInt } from './blob-check.js';
import { checkBatchSize, dataDim, imageTops } from './data.js';
import { forkLayer } from './fork-layer.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { place } from './place.js';
import { readTransform, transformed } from './transform.js';
import { imageMoments } from '../numeric/data.js';

interface ImageSize {
  batch: Dim;
  channels: Dim;
  height: Dim;
  width: Dim;
}

/** What the data set decides is named after the top; `source` is the parameter that holds batch and size. */
function imageOf(c: SetupContext, source: Message, size: Partial<ImageSize> = {}): Dim[] {
  const transform = readTransform(c);
  const batch = size.batch ?? checkBatchSize(c, source);
  const channels = size.channels ?? transform.channels ?? dataDim(c, 0, 'channels');
  const height = transformed(c, transform, size.height ?? dataDim(c, 0, 'height'), 'height');
  const width = transformed(c, transform, size.width ?? dataDim(c, 0, 'width'), 'width');
  return [batch, channels, height, width];
}

/** Boxes stand in rows of eight values, however many the batch has. */
function setupAnnotatedData(c: SetupContext): SetupResult {
  const param = c.layer.msg('data_param');
  const image = imageOf(c, param);
  const transform = c.layer.msg('transform_param');
  const resize = transform.msg('resize_param');
  if (transform.has('resize_param') && resize.str('resize_mode') === 'FIT_SMALL_SIZE' && image[0] !== 1)
    c.refuse(
      'invalid-transform',
      place(c, resize, 'resize_mode'),
      `FIT_SMALL_SIZE leaves images of different sizes, which fit into one batch only when "batch_size" is 1, and it is ${image[0]}`,
    );
  const boxes = dataDim(c, 1, 'boxes');
  const typed = c.layer.msg('annotated_data_param').has('anno_type');
  return imageTops(c, image, typed ? [1, 1, boxes, 8] : [UNKNOWN, 1, UNKNOWN, UNKNOWN]);
}

/** SSD's reads a camera or a file, that of yjxiong segments of frames listed in `source`. */
function setupVideoData(c: SetupContext): SetupResult {
  const param = c.layer.msg('video_data_param');
  if (!param.has('source')) {
    const image = imageOf(c, c.layer.msg('data_param'));
    return imageTops(c, image, [image[0]!]);
  }
  const frames = toInt(param.num('new_length') || 1) * toInt(param.num('num_segments') || 1);
  const planes = param.str('modality') === 'FLOW' ? 2 : param.bool('grayscale') ? 1 : 3;
  const segmented = param.has('modality') || param.has('num_segments');
  if (!segmented) return { tops: c.topNames.map((name) => c.given(name)), macs: 0 };
  const image = imageOf(c, param, { channels: planes * frames, ...resized(c, param) });
  return imageTops(c, image, [image[0]!, 1, 1, 1]);
}

/** `new_height` and `new_width`, which only work together. */
function resized(c: SetupContext, param: Message): { height: Dim; width: Dim } {
  const [h, w] = [toInt(param.num('new_height')), toInt(param.num('new_width'))];
  if (h > 0 !== w > 0) {
    const [set, missing] = h > 0 ? ['new_height', 'new_width'] : ['new_width', 'new_height'];
    c.refuse(
      'missing-layer-parameter',
      place(c, param, set),
      `"${set}" is set but "${missing}" is not; ${c.type} resizes images only when both are`,
    );
  }
  return { height: h || dataDim(c, 0, 'height'), width: w || dataDim(c, 0, 'width') };
}

const colours = (param: Message): number => (param.bool('is_color') ? 3 : 1);

/** Label images have the size of the images and one channel. */
function setupDenseImageData(c: SetupContext): SetupResult {
  const param = c.layer.msg('dense_image_data_param');
  const size = resized(c, param);
  const image = imageOf(c, param, { channels: colours(param), ...size });
  const [h, w] = [toInt(param.num('crop_height')), toInt(param.num('crop_width'))];
  if (h > 0 !== w > 0)
    c.refuse(
      'missing-layer-parameter',
      place(c, param, h > 0 ? 'crop_height' : 'crop_width'),
      '"crop_height" and "crop_width" must be set together',
    );
  if (h > 0 && !c.layer.msg('transform_param').num('crop_size')) [image[2], image[3]] = [h, w];
  return imageTops(c, image, [image[0]!, 1, image[2]!, image[3]!]);
}

function setupImageSegData(c: SetupContext): SetupResult {
  const transform = c.layer.msg('transform_param');
  if (transform.has('mean_file'))
    c.refuse(
      'invalid-transform',
      place(c, transform, 'mean_file'),
      'ImageSegData does not support "mean_file"; use "mean_value", once for each channel',
    );
  const param = c.layer.msg('image_data_param');
  const size = resized(c, param);
  const image = imageOf(c, param, { channels: colours(param), ...size });
  return imageTops(c, image, [image[0]!, 1, image[2]!, image[3]!], [image[0]!, 1, 1, 2]);
}

const source = { bottoms: { exact: 0 }, source: true } as const;

export const layers = [
  forkLayer({
    ...source,
    types: ['AnnotatedData'],
    tops: { min: 1 },
    setup: setupAnnotatedData,
    forward: imageMoments,
  }),
  forkLayer({
    ...source,
    types: ['VideoData'],
    tops: { min: 1 },
    setup: setupVideoData,
    forward: imageMoments,
  }),
  forkLayer({
    ...source,
    types: ['DenseImageData'],
    tops: { exact: 2 },
    setup: setupDenseImageData,
    forward: imageMoments,
  }),
  forkLayer({
    ...source,
    types: ['ImageSegData'],
    tops: { exact: 3 },
    autoTops: true,
    setup: setupImageSegData,
    forward: imageMoments,
  }),
];
