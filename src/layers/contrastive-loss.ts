/** ContrastiveLoss (contrastive_loss_layer.cpp): two blobs of features and a label for each pair. */
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { legacyShape, needDim, sameLegacy } from './legacy-shape.js';
import { SCALAR, checkBatch, lossLayer } from './loss-layer.js';
import { firstTop } from '../numeric/forward.js';
import { contrastive } from '../numeric/losses.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

const sides = ['num', 'channels', 'height', 'width'] as const;

function setupContrastiveLoss(c: SetupContext): SetupResult {
  sameLegacy(c, 0, 1, [1]);
  for (const [bottom, from] of [
    [0, 2],
    [1, 2],
    [2, 1],
  ] as const)
    for (let side = from; side < sides.length; side++)
      needDim(c, bottom, legacyShape(c, bottom)[side]!, 1, `the ${sides[side]!}`);
  checkBatch(c, 'bottom-shape-mismatch');
  return { tops: [SCALAR], macs: 0 };
}

function forwardContrastive(m: Moments, c: ForwardContext): Moments | undefined {
  const param = c.layer.msg('contrastive_loss_param');
  const options = { margin: param.num('margin'), legacy: param.bool('legacy_version') };
  return c.bottoms[1] && contrastive(m, c.bottoms[1], c.bottomShapes[0], options);
}

export const layers = [
  defineLayer({
    ...lossLayer,
    types: ['ContrastiveLoss'],
    bottoms: { exact: 3 },
    noForceBackward: [2],
    backwardReads: { bottomData: true },
    setup: setupContrastiveLoss,
    forward: firstTop(forwardContrastive),
  }),
];
