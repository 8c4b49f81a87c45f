/** TransformationParameter: what data_transformer.cpp checks, and the image size that it leaves. */
import type { Message } from '../document/message.js';
import type { Dim } from '../shapes/shape.js';
import { UNKNOWN, isKnown } from '../shapes/shape.js';
import { toInt } from './blob-check.js';
import type { SetupContext } from './layer-type.js';
import { place } from './place.js';
import { often } from './shown.js';

export interface Transform {
  /** Height and width of the crop; 0: images are not cropped. */
  crop: { height: number; width: number };
  /** The size every image is resized to before the crop (SSD's `resize_param`). */
  resized: { height: Dim; width: Dim } | undefined;
  /** The number of channels that the mean values presuppose: more than one value means one per channel. */
  channels: number | undefined;
}

/** Refuse a mean given in two ways, and read what decides the shape of the top. */
export function readTransform(c: SetupContext): Transform {
  const param = c.layer.msg('transform_param');
  const means = param.count('mean_value');
  if (param.has('mean_file') && means > 0)
    c.refuse(
      'invalid-transform',
      place(c, param, 'mean_file'),
      '"mean_file" and "mean_value" are both set; Caffe subtracts one or the other, so remove one of them',
    );
  return { crop: cropOf(param), resized: resizeOf(param), channels: means > 1 ? means : undefined };
}

/** `crop_size`, or where a fork has them `crop_h` and `crop_w`, `crop_height` and `crop_width`. */
function cropOf(param: Message): Transform['crop'] {
  const size = toInt(param.num('crop_size'));
  if (size !== 0) return { height: size, width: size };
  return {
    height: toInt(param.num('crop_h') || param.num('crop_height')),
    width: toInt(param.num('crop_w') || param.num('crop_width')),
  };
}

/** FIT_SMALL_SIZE keeps the aspect of the image, so that its size stays open. */
function resizeOf(param: Message): Transform['resized'] {
  if (!param.has('resize_param')) return undefined;
  const resize = param.msg('resize_param');
  if (resize.str('resize_mode') === 'FIT_SMALL_SIZE') return { height: UNKNOWN, width: UNKNOWN };
  return { height: toInt(resize.num('height')), width: toInt(resize.num('width')) };
}

/** The prefetch thread aborts when there are neither one nor as many mean values as channels. */
export function checkMeanValues(c: SetupContext, channels: Dim | undefined): void {
  const param = c.layer.msg('transform_param');
  const means = param.count('mean_value');
  if (means <= 1 || !isKnown(channels) || means === channels) return;
  c.refuse(
    'invalid-transform',
    place(c, param, 'mean_value', means - 1),
    `"mean_value" stands ${often(means)} and the images have ${channels} ${channels === 1 ? 'channel' : 'channels'}; Caffe takes one value for all channels, or one for each`,
  );
}

/** Height or width behind resize and crop. `size` is what the image has before both. */
export function transformed(c: SetupContext, transform: Transform, size: Dim, side: 'height' | 'width'): Dim {
  const before = transform.resized?.[side] ?? size;
  const crop = transform.crop[side];
  if (crop === 0) return before;
  if (isKnown(before) && before < crop) {
    const param = c.layer.msg('transform_param');
    const name = ['crop_size', 'crop_h', 'crop_height'].find((f) => param.has(f)) ?? 'crop_size';
    c.refuse(
      'invalid-transform',
      place(c, param, name),
      `the crop of ${crop} is larger than the images, whose ${side} is ${before}; crop less, or read larger images`,
    );
  }
  return crop;
}
