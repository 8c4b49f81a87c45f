/**
 * Losses of the detection forks: SmoothL1Loss (rbgirshick/caffe-fast-rcnn, weiliu89/caffe ssd),
 * SmoothL1LossOHEM and SoftmaxWithLossOHEM (daijifeng001, microsoft/caffe), L1Loss (NVIDIA, FlowNet).
 */
import { UNKNOWN, count, differ, showShape, times } from '../shapes/shape.js';
import { canonicalAxis } from './blob-check.js';
import { forkLayer } from './fork-layer.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { legacyShape, lossTop, sameLegacy } from './legacy-shape.js';
import { place } from './place.js';
import { firstTop } from '../numeric/forward.js';
import { normalizationOf, smoothL1 as smoothL1Loss, softmaxWithLoss } from '../numeric/losses.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

/**
 * All bottoms share channels, height and width. Faster R-CNN takes both kinds of weights or none, SSD
 * one; Fast R-CNN took one as well, before it had `smooth_l1_loss_param`.
 */
function setupSmoothL1(c: SetupContext, bothWeights: boolean): SetupResult {
  if (bothWeights && c.bottoms.length === 3 && c.layer.has('smooth_l1_loss_param'))
    c.refuse(
      'bottom-top-count',
      c.layer.at('bottom', 2),
      `${c.type} takes inside and outside weights together (4 bottoms) or neither (2), and here are 3 bottoms`,
    );
  const loss = lossTop(c);
  for (let i = 1; i < c.bottoms.length; i++) sameLegacy(c, 0, i, [1, 2, 3]);
  const [num, , h, w] = legacyShape(c, 0);
  return { tops: c.topNames.map((_, i) => (i === 0 ? loss : [num, 1, h, w])), macs: 0 };
}

function setupSoftmaxOhem(c: SetupContext): SetupResult {
  const [scores, labels] = c.bottoms;
  const loss = lossTop(c);
  const param = c.layer.msg('softmax_param');
  const axis = canonicalAxis(c, scores, param.num('axis'), place(c, param, 'axis'), c.bottomNames[0] ?? '');
  if (scores && axis !== undefined) {
    const wanted = times(count(scores, 0, axis), count(scores, axis + 1));
    const got = labels ? count(labels) : UNKNOWN;
    if (differ(wanted, got))
      c.refuse(
        'label-count-mismatch',
        c.layer.at('bottom', 1),
        `"${c.bottomNames[0]}" (${showShape(scores)}) has ${wanted} predictions along axis ${axis}, and "${c.bottomNames[1]}" (${showShape(labels)}) has ${got} labels; ${c.type} needs one label for each`,
      );
  }
  return { tops: c.topNames.map((_, i) => [loss, scores, labels][i]), macs: 0 };
}

function setupL1(c: SetupContext): SetupResult {
  const [a, b] = c.bottoms;
  if (c.bottoms.length === 2 && a && b && differ(count(a, 1), count(b, 1)))
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', 1),
      `${c.type} needs inputs of the same size, and "${c.bottomNames[0]}" is ${showShape(a)}, "${c.bottomNames[1]}" is ${showShape(b)}`,
    );
  return { tops: c.topNames.map(() => lossTop(c)), macs: 0 };
}

/** Forks whose SmoothL1Loss sets up LossLayer, and so has loss weight 1; in the others it is 0 unless written. */
const weighted = [
  'ssd',
  'nvidia',
  'mobilenet-yolo',
  'refinedet',
  'sstd',
  'rmpe',
  'textboxes-pp',
  'deepdetect',
];
/** Forks that take one kind of weights, a third bottom, instead of two. */
const oneWeight = [...weighted.slice(0, 6), 'r-fcn', 'yjxiong', 'happynear'];

/** Weights of the terms, bottoms 2 and 3, are taken as 1. */
const forwardSmoothL1 = firstTop((m: Moments, c: ForwardContext) =>
  smoothL1Loss(m, c.bottoms[1], c.bottomShapes[0], c.layer.msg('smooth_l1_loss_param').num('sigma') || 1),
);

const forwardOhem = firstTop((m, c) =>
  softmaxWithLoss(
    m,
    c.bottomShapes[0],
    c.layer.msg('softmax_param').num('axis'),
    normalizationOf(c.layer.msg('loss_param'), 'VALID'),
  ),
);

const smoothL1 = {
  types: ['SmoothL1Loss'],
  tops: { exact: 1 },
  autoTops: true,
  forward: forwardSmoothL1,
} as const;

export const layers = [
  forkLayer(
    { ...smoothL1, bottoms: { min: 2, max: 4 }, setup: (c) => setupSmoothL1(c, true) },
    (dialect) => !weighted.includes(dialect) && !oneWeight.includes(dialect),
  ),
  forkLayer(
    { ...smoothL1, bottoms: { min: 2, max: 3 }, setup: (c) => setupSmoothL1(c, false) },
    (dialect) => !weighted.includes(dialect) && oneWeight.includes(dialect),
  ),
  forkLayer(
    { ...smoothL1, bottoms: { min: 2, max: 3 }, loss: true, setup: (c) => setupSmoothL1(c, false) },
    (dialect) => weighted.includes(dialect) && oneWeight.includes(dialect),
  ),
  forkLayer(
    { ...smoothL1, bottoms: { min: 2, max: 4 }, loss: true, setup: (c) => setupSmoothL1(c, false) },
    (dialect) => weighted.includes(dialect) && !oneWeight.includes(dialect),
  ),
  forkLayer({
    types: ['SmoothL1LossOHEM'],
    forward: forwardSmoothL1,
    bottoms: { min: 2, max: 3 },
    tops: { min: 1, max: 2 },
    autoTops: true,
    setup: (c) => setupSmoothL1(c, false),
  }),
  forkLayer({
    types: ['SoftmaxWithLossOHEM'],
    bottoms: { exact: 2 },
    tops: { min: 1, max: 3 },
    autoTops: true,
    loss: true,
    noForceBackward: [1],
    noGradientTo: [1],
    setup: setupSoftmaxOhem,
    forward: forwardOhem,
  }),
  forkLayer({
    types: ['L1Loss'],
    bottoms: { min: 1, max: 2 },
    tops: { exact: 1 },
    autoTops: true,
    loss: true,
    setup: setupL1,
  }),
];
