/** The numeric model run over a net: moments of every version of every blob, and the first loss. */
import type { ForwardContext, LossReport, Moments } from '../numeric/moments.js';
import { NATURAL, type DataDescription } from '../numeric/data.js';
import { observedStd } from '../numeric/observed.js';
import type { Top } from '../net/graph.js';
import { count, isKnown, type Shape } from '../shapes/shape.js';
import type { ShapedLayer, ShapedNet } from './shapes.js';

export interface NumbersOptions {
  /** Pixels before `transform_param`, and the input of nets without data layer; natural images by default. */
  data?: DataDescription | undefined;
  /** Number of classes, where the user tells it: labels are drawn from 0 to classes - 1. */
  classes?: number | undefined;
}

/** Numbers of one version of a blob. */
export interface TopNumbers {
  /** E[x]. */
  mean: number;
  /** Standard deviation over all elements of one forward pass. */
  std: number;
  /** Of it, the part that depends on the input. */
  inputStd: number;
  moments: Moments;
}

export interface Numbers {
  tops: ReadonlyMap<Top, TopNumbers>;
  /** Predicted sum of weighted losses of the first iteration; undefined without a loss or where one is not known. */
  loss: number | undefined;
  /** Each loss with its weight. */
  losses: readonly { top: Top; weight: number; value: number | undefined; report: LossReport | undefined }[];
}

/** A layer whose behaviour is not known may change the scale by this much either way. */
const UNKNOWN_LAYER = Math.log(10);

/** Propagate moments through the net at its initialisation. Linear in the number of layers. */
export function propagate(net: ShapedNet, options: NumbersOptions = {}): Numbers {
  const tops = new Map<Top, TopNumbers>();
  for (const layer of net.layers) {
    const moments = forward(layer, tops, options);
    layer.node.tops.forEach((top, i) => {
      const m = moments[i];
      if (m) tops.set(top, numbersOf(m, layer, i));
    });
  }
  const losses = net.layers
    .flatMap((layer) => layer.node.tops)
    .filter((top) => (top.printedLossWeight ?? 0) !== 0)
    .map((top) => lossOf(top, tops.get(top), net.shapes.get(top)));
  const unknown = losses.length === 0 || losses.some((l) => l.value === undefined);
  const loss = unknown ? undefined : losses.reduce((sum, l) => sum + l.weight * l.value!, 0);
  return { tops, loss, losses };
}

/** Caffe adds up all elements of a top that has a loss weight (Layer::SetLossWeights). */
function lossOf(top: Top, numbers: TopNumbers | undefined, shape: Shape): Numbers['losses'][number] {
  const elements = count(shape);
  return {
    top,
    weight: top.printedLossWeight ?? 0,
    value: numbers && isKnown(elements) ? numbers.mean * elements : undefined,
    report: numbers?.moments.loss,
  };
}

function numbersOf(moments: Moments, layer: ShapedLayer, i: number): TopNumbers {
  return {
    mean: moments.mean,
    std: observedStd(moments, layer.tops[i]),
    inputStd: Math.sqrt(Math.max(0, moments.second - moments.cross)),
    moments,
  };
}

/** Moments of a layer's tops; what a type does not tell is that of its input, widened. */
function forward(
  layer: ShapedLayer,
  known: ReadonlyMap<Top, TopNumbers>,
  options: NumbersOptions,
): (Moments | undefined)[] {
  const { node } = layer;
  const bottoms = node.bottoms.map((top) => top && known.get(top)?.moments);
  const context: ForwardContext = {
    type: node.type,
    phase: node.phase,
    layer: node.message,
    bottoms,
    bottomShapes: layer.bottoms,
    topShapes: layer.tops,
    topNames: node.tops.map((top) => top.name),
    params: layer.params.map((p) => p.owner?.blob ?? p.blob),
    data: options.data ?? NATURAL,
    classes: options.classes,
  };
  if (layer.type?.forward) return layer.type.forward(context);
  if (layer.type?.loss) return [];
  const first = bottoms.find((m) => m !== undefined);
  return node.tops.map(() => first && { ...first, widen: first.widen + UNKNOWN_LAYER });
}
