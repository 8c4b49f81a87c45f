/** DetectionOutput, DetectionEvaluate and MultiBoxLoss (weiliu89/caffe ssd). */
import type { Message } from '../document/message.js';
import { UNKNOWN, mapDim } from '../shapes/shape.js';
import { toInt } from './blob-check.js';
import { forkLayer } from './fork-layer.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { legacyShape, lossTop, needDim, sameLegacy } from './legacy-shape.js';
import { place } from './place.js';
import { positive, required } from './required.js';

/** Locations and confidences must have a value for each prior, each class and each of four sides. */
function checkPriors(c: SetupContext, classes: number, shared: boolean): void {
  sameLegacy(c, 0, 1, [0]);
  const priors = mapDim(legacyShape(c, 2)[2], (height) => Math.trunc(height / 4));
  const sides = mapDim(priors, (n) => n * (shared ? 1 : classes) * 4);
  needDim(c, 0, legacyShape(c, 0)[1], sides, `the channels (4 sides for each of ${priors} priors)`);
  const scores = mapDim(priors, (n) => n * classes);
  needDim(
    c,
    1,
    legacyShape(c, 1)[1],
    scores,
    `the channels (${classes} classes for each of ${priors} priors)`,
  );
}

function setupDetectionOutput(c: SetupContext): SetupResult {
  const param = c.layer.msg('detection_output_param');
  required(c, param, 'num_classes');
  checkSuppression(c, param.msg('nms_param'));
  checkPriors(c, toInt(param.num('num_classes')), param.bool('share_location'));
  // One row per detection; before it runs, Caffe sets one row.
  return { tops: [[1, 1, UNKNOWN, 7]], macs: 0 };
}

function checkSuppression(c: SetupContext, nms: Message): void {
  if (nms.num('nms_threshold') < 0)
    c.refuse(
      'invalid-layer-parameter',
      place(c, nms, 'nms_threshold'),
      `"nms_threshold" is ${nms.num('nms_threshold')} and must not be negative`,
    );
  const eta = nms.num('eta');
  if (nms.has('eta') && !(eta > 0 && eta <= 1))
    c.refuse(
      'invalid-layer-parameter',
      place(c, nms, 'eta'),
      `"eta" is ${eta}, and DetectionOutput needs more than 0 and at most 1`,
    );
}

function setupDetectionEvaluate(c: SetupContext): SetupResult {
  const param = c.layer.msg('detection_evaluate_param');
  required(c, param, 'num_classes');
  positive(c, param, 'overlap_threshold', false);
  for (const [i, width] of [
    [0, 7],
    [1, 8],
  ] as const) {
    const shape = legacyShape(c, i);
    needDim(c, i, shape[0], 1, 'the first dimension');
    needDim(c, i, shape[1], 1, 'the second dimension');
    needDim(c, i, shape[3], width, 'the width of a row');
  }
  return { tops: [[1, 1, UNKNOWN, 5]], macs: 0 };
}

function setupMultiBoxLoss(c: SetupContext): SetupResult {
  const param = c.layer.msg('multibox_loss_param');
  required(c, param, 'num_classes');
  const classes = positive(c, param, 'num_classes');
  const shared = param.bool('share_location');
  const mining = param.str('mining_type') !== 'NONE';
  if (param.has('do_neg_mining') && param.bool('do_neg_mining') !== mining)
    c.refuse(
      'conflicting-layer-parameters',
      place(c, param, 'do_neg_mining'),
      `"do_neg_mining: ${param.bool('do_neg_mining')}" contradicts "mining_type: ${param.str('mining_type')}"; the first is deprecated, so remove it`,
    );
  if (mining && !shared)
    c.refuse(
      'conflicting-layer-parameters',
      place(c, param, 'share_location'),
      `negative mining (mining_type ${param.str('mining_type')}) works only with "share_location: true"; set "mining_type: NONE" or share the locations`,
    );
  const background = param.num('background_label_id');
  if (param.str('conf_loss_type') === 'SOFTMAX' && background >= classes)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'background_label_id'),
      `"background_label_id" is ${background}, which is no class: there are ${classes}, numbered from 0`,
    );
  const loss = lossTop(c);
  checkPriors(c, classes, shared);
  return { tops: [loss], macs: 0 };
}

/** RefineDet refines boxes in two steps and reads those of the first as further bottoms. */
const refined = ['refinedet', 'deepdetect', 'xilinx'];

const output = {
  types: ['DetectionOutput'],
  tops: { exact: 1 },
  noBackward: 'aborts',
  inPlace: false,
  setup: setupDetectionOutput,
} as const;

const multiBox = {
  types: ['MultiBoxLoss'],
  tops: { exact: 1 },
  loss: true,
  autoTops: true,
  noForceBackward: [1],
  noGradientTo: [2, 3],
  backwardReads: { bottomData: true },
  inPlace: false,
  setup: setupMultiBoxLoss,
} as const;

export const layers = [
  forkLayer({ ...output, bottoms: { min: 3, max: 4 } }, (dialect) => !refined.includes(dialect)),
  forkLayer({ ...output, bottoms: { min: 3, max: 5 } }, (dialect) => refined.includes(dialect)),
  forkLayer({
    types: ['DetectionEvaluate'],
    inPlace: false,
    // ExactBottomBlobs is a name that nothing calls; two are read.
    bottoms: { min: 2 },
    tops: { exact: 1 },
    noBackward: 'aborts',
    setup: setupDetectionEvaluate,
  }),
  forkLayer({ ...multiBox, bottoms: { exact: 4 } }, (dialect) => !refined.includes(dialect)),
  forkLayer({ ...multiBox, bottoms: { min: 4, max: 6 } }, (dialect) => refined.includes(dialect)),
];
