/** What the loss layers have in common (loss_layer.hpp, loss_layer.cpp). */
import { differ } from '../shapes/shape.js';
import type { Shape } from '../shapes/shape.js';
import type { RefusalId, SetupContext } from './layer-type.js';
import { shown } from './shown.js';

/** Counts and flags of LossLayer; its second bottom holds labels. */
export const lossLayer = {
  bottoms: { exact: 2 },
  tops: { exact: 1 },
  loss: true,
  autoTops: true,
  noForceBackward: [1],
  inPlace: false,
} as const;

/** A loss is a scalar. */
export const SCALAR: Shape = [];

/** LossLayer::Reshape: both bottoms have a first axis, of the same size. */
export function checkBatch(c: SetupContext, id: RefusalId = 'label-count-mismatch'): void {
  const [scores, labels] = c.bottoms;
  const scalar = [scores, labels].findIndex((shape) => shape?.length === 0);
  if (scalar >= 0)
    c.refuse(
      'axis-out-of-range',
      c.layer.at('bottom', scalar),
      `${c.type} takes the first axis of its bottoms as the batch, and ${shown(c, scalar)} has no axis`,
    );
  if (!differ(scores?.[0], labels?.[0])) return;
  c.refuse(
    id,
    c.layer.at('bottom', 1),
    `${c.type} needs the same first dimension, the batch, in both bottoms, and ${shown(c, 0)} has ${scores?.[0]}, ${shown(c, 1)} has ${labels?.[0]}`,
  );
}
