/** Shapes for what the text leaves open: how large the images are, how long a vector is. */
import type { ShapedNet } from '../analysis/shapes.js';
import { inferShapes } from '../analysis/shapes.js';
import type { Top } from '../net/graph.js';
import { isKnown, type Dim, type Shape } from '../shapes/shape.js';
import { isTarget, targetShape } from './targets.js';

/** Sides tried in turn: the first at which every layer fits. */
const SIDES = [32, 64, 128, 224, 256, 320, 512];

/** What unknown data may be: small colour photographs, or scanned digits. */
export type Guess = 'colour' | 'grey';

const complete = (shape: Shape): boolean => shape !== undefined && shape.every(isKnown);

/**
 * The net with every dimension a number: colour images of the smallest usual side that the layers
 * accept, batches of 32, vectors of 64, targets as their losses want them. The same net when nothing is open; undefined where it does not
 * fit at any side.
 */
export function withAssumedShapes(net: ShapedNet, guess: Guess = 'colour'): ShapedNet | undefined {
  const open = net.layers.filter((l) => l.node.signature?.source && !l.tops.every(complete));
  if (open.length === 0) return net;
  for (const side of guess === 'grey' ? [28, ...SIDES] : SIDES) {
    const given = new Map<string, Shape>();
    const infer = (): ShapedNet =>
      inferShapes(net.view, { given, types: net.types, knowledge: net.knowledge });
    const targets: [Top, Shape][] = [];
    for (const layer of open)
      layer.node.tops.forEach((top, i) => {
        if (!complete(layer.tops[i]) && isTarget(top)) targets.push([top, layer.tops[i]]);
        else given.set(top.name, filled(layer.tops[i], i, side, (guess === 'grey' ? 1 : 3) * parts(top)));
      });
    let tried = infer();
    if (targets.length > 0) {
      for (const [top, told] of targets) given.set(top.name, asTold(told, targetShape(tried, top)));
      tried = infer();
    }
    const fits = tried.layers.every((l) => !l.refused && l.tops.every(complete));
    if (fits) return tried;
  }
  return undefined;
}

/** Images that a Slice along the channels takes a stack of channels apart into; 1 without one. */
function parts(top: Top): number {
  const reader = top.consumers[0]?.layer;
  if (reader?.type !== 'Slice') return 1;
  const param = reader.message.msg('slice_param');
  const axis = param.has('axis') ? param.num('axis') : param.num('slice_dim');
  return axis === 1 ? reader.tops.length : 1;
}

/** A wanted shape, with what the text tells of it and with as many axes. */
function asTold(told: Shape, wanted: Shape): Shape {
  if (!told || !wanted) return wanted;
  return told.map((dim, axis) => (isKnown(dim) ? dim : (wanted[axis] ?? 1)));
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
