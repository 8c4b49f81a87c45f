/**
 * Layers that only move values: Permute (weiliu89/caffe ssd), Transpose (CRNN, CTPN), Reverse,
 * ShuffleChannel (farmingyard/ShuffleNet), Reorg (YOLO).
 */
import { UNKNOWN, mapDim, showShape, times } from '../shapes/shape.js';
import type { Dim, Shape } from '../shapes/shape.js';
import { checkBlob, toInt } from './blob-check.js';
import { forkLayer } from './fork-layer.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { legacyShape } from './legacy-shape.js';
import { place } from './place.js';
import { positive, required } from './required.js';
import { passed } from '../numeric/forward.js';

/** The named axes first, the others behind in their order. */
function setupPermute(c: SetupContext): SetupResult {
  const param = c.layer.msg('permute_param');
  const bottom = c.bottoms[0];
  const order = param.nums('order').map(toInt);
  order.forEach((axis, i) => {
    if (bottom && axis >= bottom.length)
      c.refuse(
        'axis-out-of-range',
        place(c, param, 'order', i),
        `axis ${axis} does not exist in "${c.bottomNames[0] ?? ''}", which has ${bottom.length} axes (${showShape(bottom)})`,
      );
    if (order.indexOf(axis) !== i)
      c.refuse(
        'invalid-layer-parameter',
        place(c, param, 'order', i),
        `"order" names axis ${axis} twice; Permute needs each axis once`,
      );
  });
  if (!bottom) return { tops: [undefined], macs: 0 };
  const rest = bottom.map((_, i) => i).filter((i) => !order.includes(i));
  return { tops: [[...order, ...rest].map((axis) => bottom[axis] ?? UNKNOWN)], macs: 0 };
}

/** A top of its own, or the layer would read what it has overwritten. */
function refuseInPlace(c: SetupContext): void {
  if (c.topNames[0] !== c.bottomNames[0]) return;
  c.refuse(
    'in-place-refused',
    c.layer.at('top'),
    `${c.type} cannot write into its own input "${c.topNames[0] ?? ''}"; give the top a name of its own`,
  );
}

function setupTranspose(c: SetupContext): SetupResult {
  refuseInPlace(c);
  const param = c.layer.msg('transpose_param');
  const bottom = c.bottoms[0];
  const dims = param.nums('dim').map(toInt);
  if (!bottom) return { tops: [undefined], macs: 0 };
  if (dims.length !== bottom.length)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'dim', Math.max(0, dims.length - 1)),
      `Transpose needs one "dim" for each axis of "${c.bottomNames[0] ?? ''}" (${showShape(bottom)}), and ${dims.length} are set`,
    );
  return { tops: [dims.map((axis) => bottom[axis] ?? UNKNOWN)], macs: 0 };
}

function setupReverse(c: SetupContext): SetupResult {
  refuseInPlace(c);
  const param = c.layer.msg('reverse_param');
  const axis = param.num('axis');
  const bottom = c.bottoms[0];
  if (bottom && axis >= bottom.length)
    c.refuse(
      'axis-out-of-range',
      place(c, param, 'axis'),
      `axis ${axis} does not exist in "${c.bottomNames[0] ?? ''}", which has ${bottom.length} axes (${showShape(bottom)})`,
    );
  return { tops: [bottom], macs: 0 };
}

function setupShuffle(c: SetupContext): SetupResult {
  positive(c, c.layer.msg('shuffle_channel_param'), 'group');
  const bottom = c.bottoms[0];
  return { tops: [bottom && [...legacyShape(c, 0)]], macs: 0 };
}

/** Blocks of stride x stride pixels become channels, or with `reverse` channels become pixels. */
function setupReorg(c: SetupContext): SetupResult {
  refuseInPlace(c);
  const param = c.layer.msg('reorg_param');
  required(c, param, 'stride');
  const stride = positive(c, param, 'stride');
  const [num, channels, height, width] = legacyShape(c, 0);
  const over = (dim: Dim, by: number): Dim => mapDim(dim, (n) => Math.trunc(n / by));
  const top: Shape = param.bool('reverse')
    ? [num, over(channels, stride * stride), times(height, stride), times(width, stride)]
    : [num, times(channels, stride * stride), over(height, stride), over(width, stride)];
  checkBlob(c, top, c.layer.at('top'), `"${c.topNames[0] ?? ''}"`);
  return { tops: [top], macs: 0 };
}

const one = { bottoms: { exact: 1 }, tops: { exact: 1 }, inPlace: false } as const;

export const layers = [
  forkLayer({
    ...one,
    types: ['Permute'],
    setup: setupPermute,
    forward: passed,
  }),
  forkLayer({ ...one, types: ['Transpose'], setup: setupTranspose, forward: passed }),
  forkLayer({ ...one, types: ['Reverse'], setup: setupReverse, forward: passed }),
  forkLayer({
    ...one,
    types: ['ShuffleChannel'],
    setup: setupShuffle,
    forward: passed,
  }),
  forkLayer({ ...one, types: ['Reorg'], setup: setupReorg, forward: passed }),
];
