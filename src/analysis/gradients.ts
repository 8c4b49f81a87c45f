/** The backward model run over a net: gradients of every blob and parameter in the first iteration. */
import type { Top } from '../net/graph.js';
import { plus, type BackwardResult, type Gradient, type ParamGradient } from '../numeric/gradient.js';
import type { Moments } from '../numeric/moments.js';
import { contextOf, type Numbers, type NumbersOptions } from './numbers.js';
import type { ShapedLayer } from './shapes.js';

export interface Gradients {
  /** Of the loss with respect to each version of each blob; absent where none arrives or none is known. */
  tops: ReadonlyMap<Top, Gradient>;
  /** Of each parameter: `params[layer.node.index]?.[param index]`; shared ones carry the sum over their layers. */
  params: readonly (readonly (ParamGradient | undefined)[])[];
}

/** A layer whose backward pass is not modelled may change the size by this much either way. */
const UNKNOWN_LAYER = Math.log(10);

/** Propagate gradients from the losses back. Linear in the number of layers. */
export function backpropagate(numbers: Numbers, options: NumbersOptions = {}): Gradients {
  const { layers } = numbers.net;
  const tops = new Map<Top, Gradient>();
  const params: (ParamGradient | undefined)[][] = layers.map(() => []);
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = layers[i]!;
    const { node } = layer;
    const gradients = node.tops.map((top) => withLossWeight(tops.get(top), layer, top.lossWeight ?? 0));
    if (node.bottoms.length === 0 && layer.params.length === 0) continue;
    if (!layer.type?.loss && gradients.every((g) => g === undefined)) continue;
    const result = backward(layer, gradients, numbers, options);
    params[node.index] = result.params ?? [];
    result.bottoms.forEach((g, b) => {
      const bottom = node.bottoms[b];
      if (!g || !bottom || layer.type?.noGradientTo?.includes(b)) return;
      const before = tops.get(bottom);
      tops.set(bottom, before ? plus(before, g) : g);
    });
  }
  for (const layer of layers) share(layer, params);
  return { tops, params };
}

/** A top that is not a loss layer's counts in the loss with its weight: a gradient alike everywhere. */
function withLossWeight(g: Gradient | undefined, layer: ShapedLayer, weight: number): Gradient | undefined {
  if (weight === 0 || layer.type?.loss) return g;
  const own: Gradient = {
    second: weight ** 2,
    place: weight ** 2,
    cross: weight ** 2,
    apart: weight ** 2,
    widen: 0,
  };
  return g ? plus(g, own) : own;
}

function backward(
  layer: ShapedLayer,
  gradients: (Gradient | undefined)[],
  numbers: Numbers,
  options: NumbersOptions,
): BackwardResult {
  const moments = (top: Top | undefined): Moments | undefined => top && numbers.tops.get(top)?.moments;
  const context = {
    ...contextOf(layer, layer.node.bottoms.map(moments), options, numbers.net),
    tops: layer.node.tops.map(moments),
    gradients,
    lossWeights: layer.node.tops.map((top) => top.lossWeight ?? 0),
  };
  if (layer.type?.backward) return layer.type.backward(context);
  const g = gradients.find((known) => known !== undefined);
  if (layer.type?.loss || layer.type?.noBackward || layer.type?.source || !g) return { bottoms: [] };
  return {
    bottoms: layer.node.bottoms.map((_, i) =>
      i === 0 ? { ...g, widen: g.widen + UNKNOWN_LAYER } : undefined,
    ),
  };
}

/** Add a shared parameter's gradient to its owner's, and let all its layers carry the sum. */
function share(layer: ShapedLayer, params: (ParamGradient | undefined)[][]): void {
  for (const param of layer.params) {
    const { owner } = param;
    const own = params[layer.node.index]?.[param.index];
    if (!owner || !own) continue;
    const theirs = params[owner.layer.node.index]?.[owner.index];
    const sum = { second: own.second + (theirs?.second ?? 0), weight: theirs?.weight ?? own.weight };
    params[owner.layer.node.index]![owner.index] = sum;
    params[layer.node.index]![param.index] = sum;
  }
}
