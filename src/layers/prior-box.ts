/** PriorBox (weiliu89/caffe ssd, prior_box_layer.cpp): default boxes for every cell of a feature map. */
import type { Message } from '../document/message.js';
import { mapDim, times } from '../shapes/shape.js';
import { checkBlob, toInt } from './blob-check.js';
import { forkLayer } from './fork-layer.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { legacyShape } from './legacy-shape.js';
import { place } from './place.js';
import { positive } from './required.js';
import { often } from './shown.js';

function setupPriorBox(c: SetupContext): SetupResult {
  const param = c.layer.msg('prior_box_param');
  const minSizes = param.nums('min_size');
  if (minSizes.length === 0)
    c.refuse(
      'missing-layer-parameter',
      place(c, param),
      'PriorBox needs at least one "min_size", the side of its smallest box in pixels',
    );
  minSizes.forEach((size, i) => {
    if (!(size > 0))
      c.refuse(
        'invalid-layer-parameter',
        place(c, param, 'min_size', i),
        `"min_size" is ${size}, and PriorBox needs more than 0`,
      );
  });
  const maxSizes = checkMaxSizes(c, param, minSizes);
  checkVariance(c, param);
  checkPair(c, param, 'img_size', ['img_h', 'img_w']);
  checkPair(c, param, 'step', ['step_h', 'step_w']);
  const priors = aspectRatios(param) * minSizes.length + maxSizes;
  const [, , height, width] = legacyShape(c, 0);
  const values = mapDim(times(width, height), (cells) => cells * priors * 4);
  if (values === 0)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom'),
      `PriorBox finds no cell in "${c.bottomNames[0] ?? ''}", which is empty`,
    );
  const top = [1, 2, values];
  checkBlob(c, top, c.layer.at('top'), `"${c.topNames[0] ?? ''}"`);
  return { tops: [top], macs: 0 };
}

/** Every maximum belongs to the minimum of the same position and is larger. */
function checkMaxSizes(c: SetupContext, param: Message, minSizes: readonly number[]): number {
  const maxSizes = param.nums('max_size');
  if (maxSizes.length === 0) return 0;
  if (maxSizes.length !== minSizes.length)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'max_size', maxSizes.length - 1),
      `"max_size" stands ${often(maxSizes.length)} and "min_size" ${often(minSizes.length)}; PriorBox needs a maximum for each minimum, or none`,
    );
  const i = maxSizes.findIndex((max, n) => !(Math.fround(max) > Math.fround(minSizes[n]!)));
  if (i >= 0)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'max_size', i),
      `"max_size" ${maxSizes[i]} must be larger than its "min_size" ${minSizes[i]}`,
    );
  return maxSizes.length;
}

function checkVariance(c: SetupContext, param: Message): void {
  const variances = param.nums('variance');
  if (variances.length > 1 && variances.length !== 4)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'variance', variances.length - 1),
      `"variance" stands ${often(variances.length)}; PriorBox takes one for all, or four (x, y, width, height)`,
    );
  const i = variances.findIndex((v) => !(v > 0));
  if (i >= 0)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'variance', i),
      `"variance" is ${variances[i]}, and PriorBox needs more than 0`,
    );
}

/** One field for both sides or one for each, positive. */
function checkPair(c: SetupContext, param: Message, both: string, sides: readonly [string, string]): void {
  const [h, w] = sides;
  if (param.has(h) || param.has(w)) {
    if (param.has(both))
      c.refuse(
        'conflicting-layer-parameters',
        place(c, param, both),
        `"${both}" and "${param.has(h) ? h : w}" are both set; PriorBox takes "${both}", or "${h}" and "${w}"`,
      );
    for (const side of sides) positive(c, param, side, both === 'img_size');
  } else if (param.has(both)) positive(c, param, both, both === 'img_size');
}

/** Distinct ratios, 1 among them; `flip` adds the reciprocal of each new one. */
function aspectRatios(param: Message): number {
  const ratios = [1];
  for (const ratio of param.nums('aspect_ratio')) {
    if (ratios.some((known) => Math.abs(Math.fround(ratio) - known) < 1e-6)) continue;
    ratios.push(Math.fround(ratio));
    if (param.bool('flip')) ratios.push(Math.fround(1 / ratio));
  }
  return toInt(ratios.length);
}

export const layers = [
  forkLayer({
    types: ['PriorBox'],
    // The .hpp names ExactBottomBlobs, which nothing calls; with img_size the second is not read.
    bottoms: { min: 1 },
    tops: { exact: 1 },
    noBackward: 'no-gradient',
    inPlace: false,
    setup: setupPriorBox,
  }),
];
