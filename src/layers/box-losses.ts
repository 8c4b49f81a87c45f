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

/** All bottoms share channels, height and width. Fast R-CNN takes both kinds of weights or none, SSD one. */
function setupSmoothL1(c: SetupContext, bothWeights: boolean): SetupResult {
  if (bothWeights && c.bottoms.length === 3)
    c.refuse(
      'bottom-top-count',
      c.layer.at('bottom', 2),
      `${c.type} takes inside and outside weights together (4 bottoms) or neither (2), and here are 3 bottoms`,
    );
  const loss = lossTop(c);
  for (let i = 1; i < c.bottoms.length; i++) sameLegacy(c, 0, i, [1, 2, 3]);
  const [num, , h, w] = legacyShape(c, 0);
  return { tops: c.topNames.map((_, i) => (i === 0 ? loss : [num, 1, h, w])) };
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
  return { tops: c.topNames.map((_, i) => [loss, scores, labels][i]) };
}

function setupL1(c: SetupContext): SetupResult {
  const [a, b] = c.bottoms;
  if (c.bottoms.length === 2 && a && b && differ(count(a, 1), count(b, 1)))
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', 1),
      `${c.type} needs inputs of the same size, and "${c.bottomNames[0]}" is ${showShape(a)}, "${c.bottomNames[1]}" is ${showShape(b)}`,
    );
  return { tops: c.topNames.map(() => lossTop(c)) };
}

export const layers = [
  // Its LayerSetUp does not call LossLayer's, so that it has no loss weight unless the text sets one.
  forkLayer({
    types: ['SmoothL1Loss'],
    bottoms: { min: 2, max: 4 },
    tops: { exact: 1 },
    autoTops: true,
    setup: (c) => setupSmoothL1(c, true),
  }),
  forkLayer({
    types: ['SmoothL1Loss'],
    bottoms: { min: 2, max: 3 },
    tops: { exact: 1 },
    autoTops: true,
    loss: true,
    setup: (c) => setupSmoothL1(c, false),
  }),
  forkLayer({
    types: ['SmoothL1LossOHEM'],
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
