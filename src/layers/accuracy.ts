/** Accuracy (accuracy_layer.cpp): the share of items whose label is among the `top_k` best; per class as a second top. */
import { UNKNOWN, isKnown } from '../shapes/shape.js';
import type { Dim } from '../shapes/shape.js';
import { canonicalAxis, toInt } from './blob-check.js';
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { checkLabelCount } from './label-count.js';
import { SCALAR } from './loss-layer.js';
import { place } from './place.js';
import { divide } from './product.js';
import { shown } from './shown.js';
import { constant, type ForwardContext, type Moments } from '../numeric/moments.js';
import { along } from '../numeric/forward.js';

function setupAccuracy(c: SetupContext): SetupResult {
  const param = c.layer.msg('accuracy_param');
  const [scores, labels] = c.bottoms;
  if (labels?.includes(0))
    c.refuse(
      'label-count-mismatch',
      c.layer.at('bottom', 1),
      `Accuracy divides by the number of labels, and ${shown(c, 1)} is empty`,
    );
  checkTopK(c, toInt(param.num('top_k')));
  const axis = canonicalAxis(c, scores, param.num('axis'), place(c, param, 'axis'), c.bottomNames[0] ?? '');
  checkLabelCount(c, axis, false);
  const classes: Dim = (axis === undefined ? undefined : scores?.[axis]) ?? UNKNOWN;
  return { tops: [SCALAR, [classes]], macs: 0 };
}

/** Caffe takes the scores per label as the number of classes. */
function checkTopK(c: SetupContext, k: number): void {
  const [scores, labels] = c.bottoms;
  const classes = scores && labels && divide(scores, labels)?.quotient;
  if (!isKnown(classes) || k <= classes) return;
  const param = c.layer.msg('accuracy_param');
  if (classes < 1)
    c.refuse(
      'label-count-mismatch',
      c.layer.at('bottom', 1),
      `Accuracy needs a score per class for each label, and ${shown(c, 1)} holds more labels than ${shown(c, 0)} holds scores`,
    );
  c.refuse(
    'invalid-layer-parameter',
    place(c, param, 'top_k'),
    `"top_k" is ${k}, and ${shown(c, 0)} has ${classes} ${classes === 1 ? 'score' : 'scores'} for each label of ${shown(c, 1)}; it can be at most that`,
  );
}

/** Chance: top_k of the classes. */
function forwardAccuracy(c: ForwardContext): (Moments | undefined)[] {
  const param = c.layer.msg('accuracy_param');
  const classes = along(c.bottomShapes[0], param.num('axis'));
  const chance = classes && constant(Math.min(1, param.num('top_k') / classes));
  return c.topShapes.map(() => chance || undefined);
}

export const layers = [
  defineLayer({
    types: ['Accuracy'],
    bottoms: { exact: 2 },
    tops: { min: 1, max: 2 },
    noBackward: 'aborts',
    inPlace: false,
    setup: setupAccuracy,
    forward: forwardAccuracy,
  }),
];
