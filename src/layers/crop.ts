/** Crop (crop_layer.cpp): the first bottom cut to the size of the second, from `axis` on. */
import { UNKNOWN, count, isKnown, showShape } from '../shapes/shape.js';
import type { Dim } from '../shapes/shape.js';
import { canonicalAxis, toInt } from './blob-check.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { place } from './place.js';
import type { ForwardContext } from '../numeric/moments.js';
import { throughChoice } from '../numeric/gradient-layers.js';
import type { BackwardContext, BackwardResult } from '../numeric/gradient.js';
import { often } from './shown.js';

function setupCrop(c: SetupContext): SetupResult {
  const param = c.layer.msg('crop_param');
  const [data, like] = c.bottoms;
  const [dataName, likeName] = [c.bottomNames[0] ?? '', c.bottomNames[1] ?? ''];
  const start = canonicalAxis(c, data, param.num('axis'), place(c, param, 'axis'), dataName);
  const offsets = param.nums('offset').map(toInt);
  if (!data || start === undefined) return { tops: [undefined], macs: 0 };
  if (offsets.length > 1 && start + offsets.length !== data.length)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'offset', offsets.length - 1),
      `"offset" stands ${often(offsets.length)}, and Crop cuts ${data.length - start} axes of "${dataName}" (from axis ${start} on); give one offset for all, or one for each`,
    );
  const top = data.map((size, i): Dim => {
    if (i < start) return size;
    if (like && i >= like.length)
      c.refuse(
        'bottom-shape-mismatch',
        c.layer.at('bottom', 1),
        `Crop cuts axis ${i} of "${dataName}" (${showShape(data)}) to the size of "${likeName}" (${showShape(like)}), which has no such axis`,
      );
    const wanted = like?.[i] ?? UNKNOWN;
    const offset = offsets[offsets.length > 1 ? i - start : 0] ?? 0;
    if (isKnown(size) && isKnown(wanted) && size - offset < wanted)
      c.refuse(
        'bottom-shape-mismatch',
        offset > 0 ? place(c, param, 'offset', offsets.length > 1 ? i - start : 0) : c.layer.at('bottom', 1),
        `Crop cannot cut ${wanted} (of "${likeName}", ${showShape(like)}) with offset ${offset} out of axis ${i} of "${dataName}" (${showShape(data)}), which is only ${size}`,
      );
    return wanted;
  });
  return { tops: [top], macs: 0 };
}

/** What is cut off gets none. */
function backwardCrop(c: BackwardContext): BackwardResult {
  const g = c.gradients[0];
  const [before, after] = [count(c.bottomShapes[0]), count(c.topShapes[0])];
  const share = isKnown(before) && isKnown(after) && after > 0 ? before / after : 1;
  return { bottoms: [g && throughChoice(g, share)] };
}

export const layers = [
  defineLayer({
    types: ['Crop'],
    bottoms: { exact: 2 },
    tops: { exact: 1 },
    inPlace: false,
    setup: setupCrop,
    forward: (c: ForwardContext) => [c.bottoms[0]],
    backward: backwardCrop,
  }),
];
