/** Blob::num, channels, height and width, and comparisons of bottoms, for the layers that use them. */
import { UNKNOWN, differ, showShape } from '../shapes/shape.js';
import type { Dim, Shape } from '../shapes/shape.js';
import type { SetupContext } from './layer-type.js';

export type Legacy = readonly [num: Dim, channels: Dim, height: Dim, width: Dim];

const words = ['num', 'channels', 'height', 'width'] as const;

/** The four legacy dimensions of a bottom: 1 for axes that it lacks, refused above four axes (Blob::LegacyShape). */
export function legacyShape(c: SetupContext, bottom: number): Legacy {
  const shape = c.bottoms[bottom];
  if (!shape) return [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN];
  if (shape.length > 4)
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', bottom),
      `${c.type} takes blobs of at most 4 axes, and "${c.bottomNames[bottom] ?? ''}" has ${shape.length} (${showShape(shape)})`,
    );
  return [shape[0] ?? 1, shape[1] ?? 1, shape[2] ?? 1, shape[3] ?? 1];
}

/** CHECK_EQ of legacy dimensions `which` (0 num … 3 width) of two bottoms. */
export function sameLegacy(c: SetupContext, a: number, b: number, which: readonly number[]): void {
  const [first, second] = [legacyShape(c, a), legacyShape(c, b)];
  const i = which.find((axis) => differ(first[axis], second[axis]));
  if (i === undefined) return;
  c.refuse(
    'bottom-shape-mismatch',
    c.layer.at('bottom', b),
    `${c.type} needs the same ${words[i]!} in "${c.bottomNames[a]}" (${showShape(c.bottoms[a])}) and "${c.bottomNames[b]}" (${showShape(c.bottoms[b])}), and they are ${first[i]} and ${second[i]}`,
  );
}

/** CHECK_EQ of one dimension of a bottom with what the layer needs. */
export function needDim(c: SetupContext, bottom: number, got: Dim, wanted: Dim, what: string): void {
  if (!differ(got, wanted)) return;
  c.refuse(
    'bottom-shape-mismatch',
    c.layer.at('bottom', bottom),
    `${c.type} needs ${what} of "${c.bottomNames[bottom]}" (${showShape(c.bottoms[bottom])}) to be ${wanted}, and found ${got}`,
  );
}

/** CHECK of equal shapes of two bottoms. */
export function sameShape(c: SetupContext, a: number, b: number): void {
  const [first, second]: [Shape, Shape] = [c.bottoms[a], c.bottoms[b]];
  if (!first || !second) return;
  if (first.length === second.length && !first.some((dim, i) => differ(dim, second[i]))) return;
  c.refuse(
    'bottom-shape-mismatch',
    c.layer.at('bottom', b),
    `${c.type} needs bottoms of the same shape, and "${c.bottomNames[a]}" is ${showShape(first)}, "${c.bottomNames[b]}" is ${showShape(second)}`,
  );
}

/** LossLayer::Reshape: as many labels as predictions; the loss is a scalar. */
export function lossTop(c: SetupContext): Shape {
  const [first, second] = [c.bottoms[0], c.bottoms[1]];
  if (first && second && differ(first[0] ?? 1, second[0] ?? 1))
    c.refuse(
      'bottom-shape-mismatch',
      c.layer.at('bottom', 1),
      `${c.type} needs as many labels as predictions, and "${c.bottomNames[0]}" (${showShape(first)}) and "${c.bottomNames[1]}" (${showShape(second)}) differ in their first dimension`,
    );
  return [];
}
