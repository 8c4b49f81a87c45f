/**
 * Shapes for the numeric model where the text leaves the images' size open: most figures hardly depend
 * on it, so that some usual size is better than no answer. Never used for what is said of shapes.
 */
import type { LayerNode, Top } from '../net/graph.js';
import { isKnown, type Dim, type Shape } from '../shapes/shape.js';
import { inferShapes, type InferOptions, type ShapedLayer, type ShapedNet } from './shapes.js';

const CHANNELS = 3;
/** A batch that is not known; it matters for batch statistics and the averaging of gradients. */
const BATCH = 32;
const FEATURES = 100;
/** Sides tried, most usual first. */
const SIDES = [224, 32, 64, 128] as const;
/** Nets that end in fully connected layers come down to maps of about this side before them. */
const LAST_SIDE = 5;

/**
 * The net with usual image sizes in the place of those that the text does not tell; the net itself where
 * it tells all of them. Of the sides tried, that which no layer refuses and which leaves a usual last map.
 */
export function assumeShapes(net: ShapedNet, types: InferOptions['types']): ShapedNet {
  const open = net.layers.filter(isOpenSource).flatMap((layer) => layer.node.tops);
  if (open.length === 0) return net;
  let best: { net: ShapedNet; cost: number } | undefined;
  for (const side of net.layers.length > 3000 ? SIDES.slice(0, 2) : SIDES) {
    const given = new Map<string, Shape>();
    for (const layer of net.layers)
      for (const top of layer.node.tops) {
        const shape = net.shapes.get(top);
        if (open.includes(top)) given.set(top.name, filled(top, shape, side));
        else if (layer.node.bottoms.length === 0 && shape?.every(isKnown)) given.set(top.name, shape);
      }
    const shaped = inferShapes(net.view, { given, types, knowledge: net.knowledge });
    const cost = costOf(shaped);
    if (!best || cost < best.cost) best = { net: shaped, cost };
  }
  return best?.net ?? net;
}

/** A layer that brings data in, of a size that is open. */
function isOpenSource(layer: ShapedLayer): boolean {
  if (layer.node.bottomNames.length > 0) return false;
  return layer.tops.some((shape) => !shape || !shape.every(isKnown));
}

const isLabel = (name: string): boolean => /label|target|gt|class/i.test(name);

function filled(top: Top, shape: Shape, side: number): Shape {
  if (shape) return shape.map((dim, axis) => (isKnown(dim) ? dim : usual(axis, side)));
  if (isLabel(top.name)) return [BATCH];
  return feedsImages(top.consumers.map((c) => c.layer)) ? [BATCH, CHANNELS, side, side] : [BATCH, FEATURES];
}

const usual = (axis: number, side: number): Dim => (axis === 0 ? BATCH : axis === 1 ? CHANNELS : side);

/** Is it read by layers that take images? Element-wise layers are looked through. */
function feedsImages(readers: readonly LayerNode[], depth = 0): boolean {
  return readers.some(
    (layer) =>
      /Conv|Pool|LRN|Crop|Interp/i.test(layer.type) ||
      (depth < 5 &&
        !/InnerProduct|Loss/.test(layer.type) &&
        feedsImages(
          layer.tops.flatMap((t) => t.consumers.map((c) => c.layer)),
          depth + 1,
        )),
  );
}

/**
 * Refused layers first, then how unusual the last map is: an average over a large window is meant to
 * leave one place, and a map that goes into an InnerProduct is small.
 */
function costOf(net: ShapedNet): number {
  const refused = net.layers.filter((layer) => layer.refused).length;
  const averaged = net.layers.findLast(isLastAverage);
  const joined = net.layers.find((l) => l.node.type === 'InnerProduct' && (l.bottoms[0]?.length ?? 0) > 2);
  const last = averaged ? averaged.tops[0]?.at(-1) : joined?.bottoms[0]?.at(-1);
  const expected = averaged ? 1 : LAST_SIDE;
  const unusual = isKnown(last) && last > 0 ? Math.abs(Math.log(last / expected)) : 0;
  return refused * 100 + unusual;
}

function isLastAverage(layer: ShapedLayer): boolean {
  const param = layer.node.message.msg('pooling_param');
  return layer.node.type === 'Pooling' && param.str('pool') === 'AVE' && param.num('kernel_size') >= 5;
}
