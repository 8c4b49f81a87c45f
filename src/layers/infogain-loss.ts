/** InfogainLoss (infogain_loss_layer.cpp): softmax loss weighed by a matrix of classes by classes. */
import { UNKNOWN } from '../shapes/shape.js';
import type { Dim } from '../shapes/shape.js';
import { canonicalAxis } from './blob-check.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { checkLabelCount } from './label-count.js';
import { SCALAR, checkBatch, lossLayer } from './loss-layer.js';
import { place } from './place.js';
import { productsDiffer } from './product.js';
import { shown } from './shown.js';
import { firstTop } from '../numeric/forward.js';
import { normalizationOf, softmaxWithLoss } from '../numeric/losses.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import { softmaxGradient } from '../numeric/gradient-loss.js';
import type { BackwardContext, BackwardResult } from '../numeric/gradient.js';

function setupInfogainLoss(c: SetupContext): SetupResult {
  const param = c.layer.msg('infogain_loss_param');
  const [scores, , matrix] = c.bottoms;
  const axis = canonicalAxis(c, scores, param.num('axis'), place(c, param, 'axis'), c.bottomNames[0] ?? '');
  const loss = c.layer.msg('loss_param');
  if (loss.has('normalize'))
    c.refuse(
      'invalid-layer-parameter',
      place(c, loss, 'normalize'),
      'InfogainLoss refuses the old field "normalize"; write "normalization: VALID" for true, "normalization: BATCH_SIZE" for false',
    );
  if (c.bottoms.length < 3 && !param.has('source'))
    c.refuse(
      'missing-layer-parameter',
      place(c, param),
      'InfogainLoss needs its matrix, as a file in "source" or as a third bottom',
    );
  checkBatch(c);
  checkLabelCount(c, axis, true);
  const classes: Dim = (axis === undefined ? undefined : scores?.[axis]) ?? UNKNOWN;
  if (matrix && productsDiffer(matrix, [classes, classes]))
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', 2),
      `the matrix of InfogainLoss must have classes x classes = ${classes} x ${classes} elements, and ${shown(c, 2)} does not`,
    );
  return { tops: [SCALAR, scores], macs: 0 };
}

/** As with the identity for a matrix, which the text does not hold. */
function forwardInfogain(m: Moments, c: ForwardContext): Moments | undefined {
  const mode = normalizationOf(c.layer.msg('loss_param'), 'VALID');
  return softmaxWithLoss(m, c.bottomShapes[0], c.layer.msg('infogain_loss_param').num('axis'), mode);
}

function backwardInfogain(c: BackwardContext): BackwardResult {
  const mode = normalizationOf(c.layer.msg('loss_param'), 'VALID');
  const axis = c.layer.msg('infogain_loss_param').num('axis');
  const m = c.bottoms[0];
  return { bottoms: [m && softmaxGradient(m, c.bottomShapes[0], axis, mode, c.lossWeights[0] ?? 1)] };
}

export const layers = [
  defineLayer({
    ...lossLayer,
    types: ['InfogainLoss'],
    bottoms: { min: 2, max: 3 },
    tops: { min: 1, max: 2 },
    noGradientTo: [1, 2],
    backwardReads: { bottomData: true },
    setup: setupInfogainLoss,
    backward: backwardInfogain,
    forward: firstTop(forwardInfogain),
  }),
];
