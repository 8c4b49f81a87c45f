/** Shapes for what the text leaves open: how large the images are, how long a vector is. */
import type { ShapedNet } from '../analysis/shapes.js';
import { inferShapes } from '../analysis/shapes.js';
import { isKnown, type Dim, type Shape } from '../shapes/shape.js';

/** Sides tried in turn: the first at which every layer fits. */
const SIDES = [32, 64, 128, 224, 256, 320, 512];

/** What unknown data may be: small colour photographs, or scanned digits. */
export type Guess = 'colour' | 'grey';

const complete = (shape: Shape): boolean => shape !== undefined && shape.every(isKnown);

/**
 * The net with every dimension a number: colour images of the smallest usual side that the layers
 * accept, batches of 32, vectors of 64. The same net when nothing is open; undefined where it does not
 * fit at any side.
 */
export function withAssumedShapes(net: ShapedNet, guess: Guess = 'colour'): ShapedNet | undefined {
  const open = net.layers.filter((l) => l.node.signature?.source && !l.tops.every(complete));
  if (open.length === 0) return net;
  for (const side of guess === 'grey' ? [28, ...SIDES] : SIDES) {
    const given = new Map<string, Shape>();
    for (const layer of open)
      layer.node.tops.forEach((top, i) =>
        given.set(top.name, filled(layer.tops[i], i, side, guess === 'grey' ? 1 : 3)),
      );
    const tried = inferShapes(net.view, { given, types: net.types, knowledge: net.knowledge });
    const fits = tried.layers.every((l) => !l.refused && l.tops.every(complete));
    if (fits) return tried;
  }
  return undefined;
}

function filled(shape: Shape, top: number, side: number, channels: number): Shape {
  if (!shape) return top === 0 ? [32, channels, side, side] : [32];
  const image = shape.length === 4;
  return shape.map((dim: Dim, axis) => {
    if (isKnown(dim)) return dim;
    if (axis === 0) return 32;
    if (axis === 1) return image ? channels : 64;
    return side;
  });
}
