/** The numeric model run over a net: moments of every version of every blob, and the first loss. */
import type { ForwardContext, LossReport, Moments } from '../numeric/moments.js';
import { NATURAL, storedMoments, type DataDescription } from '../numeric/data.js';
import { observedStd } from '../numeric/observed.js';
import type { Top } from '../net/graph.js';
import { count, isKnown, type Shape } from '../shapes/shape.js';
import { assumeShapes } from './assumed-shapes.js';
import type { InferOptions, ShapedLayer, ShapedNet } from './shapes.js';

export interface NumbersOptions {
  /** Other pixels than those that the net's own knowledge tells of. */
  data?: DataDescription | undefined;
  /** Layer types; with them, sizes that the text leaves open are assumed to be usual ones. */
  types?: InferOptions['types'] | undefined;
}

/** Numbers of one version of a blob. */
export interface TopNumbers {
  /** E[x]. */
  mean: number;
  /** Standard deviation over all elements of one forward pass. */
  std: number;
  /** Of it, the part that depends on the input. */
  inputStd: number;
  /** Values go beyond what a float holds: infinities, and NaN behind them. */
  overflow: boolean;
  moments: Moments;
}

export interface Numbers {
  /** The net with the shapes that the figures are for: those of the text, and assumed ones where it tells none. */
  net: ShapedNet;
  tops: ReadonlyMap<Top, TopNumbers>;
  /** Predicted sum of weighted losses of the first iteration; undefined without a loss or where one is not known. */
  loss: number | undefined;
  /** Each loss with its weight. */
  losses: readonly { top: Top; weight: number; value: number | undefined; report: LossReport | undefined }[];
}

/** A layer whose behaviour is not known may change the scale by this much either way. */
const UNKNOWN_LAYER = Math.log(10);

/** Propagate moments through the net at its initialisation. Linear in the number of layers. */
export function propagate(text: ShapedNet, options: NumbersOptions = {}): Numbers {
  const net = options.types ? assumeShapes(text, options.types) : text;
  const tops = new Map<Top, TopNumbers>();
  net.layers.forEach((layer, index) => {
    const moments = forward(layer, tops, options, net);
    const spoiled = layer.node.bottoms.some((bottom) => bottom && tops.get(bottom)?.overflow);
    const unsure = net === text ? 0 : assumedFan(text.layers[index]!, layer);
    layer.node.tops.forEach((top, i) => {
      const m = moments[i];
      const wide = m && (unsure > 0 ? { ...m, widen: m.widen + unsure } : m);
      if (wide) tops.set(top, numbersOf(wide, layer, i, spoiled));
    });
  });
  const losses = net.layers
    .flatMap((layer) => layer.node.tops)
    .filter((top) => (top.printedLossWeight ?? 0) !== 0)
    .map((top) => lossOf(top, tops.get(top), net.shapes.get(top)));
  const unknown = losses.length === 0 || losses.some((l) => l.value === undefined);
  const loss = unknown ? undefined : losses.reduce((sum, l) => sum + l.weight * l.value!, 0);
  return { net, tops, loss, losses };
}

/**
 * How unsure a layer's gain is because its fan-in was assumed. xavier and msra divide by it, so that it
 * cancels; other fillers' gain grows with its root.
 */
function assumedFan(text: ShapedLayer, assumed: ShapedLayer): number {
  const weight = assumed.params[0]?.blob;
  if (weight?.role !== 'weight' || !weight.shape?.every(isKnown)) return 0;
  if (text.params[0]?.shape?.every(isKnown)) return 0;
  const adaptive = /^(xavier|msra|positive_unitball)$/.test(weight.filler?.str('type') ?? '');
  return adaptive ? 0 : assumed.node.type === 'InnerProduct' ? Math.log(3) : Math.log(2) / 2;
}

/** Caffe adds up all elements of a top that has a loss weight (Layer::SetLossWeights). */
function lossOf(top: Top, numbers: TopNumbers | undefined, shape: Shape): Numbers['losses'][number] {
  const elements = count(shape);
  return {
    top,
    weight: top.printedLossWeight ?? 0,
    value: numbers && isKnown(elements) && !numbers.overflow ? numbers.mean * elements : undefined,
    report: numbers?.moments.loss,
  };
}

/** The largest float. */
const FLT_MAX = 3.4028234663852886e38;

function numbersOf(moments: Moments, layer: ShapedLayer, i: number, spoiled: boolean): TopNumbers {
  // Among a million values the largest is some 5 standard deviations out. Infinities stay, or become NaN.
  const overflow = spoiled || !(5 * Math.sqrt(moments.second) < FLT_MAX);
  return {
    mean: overflow ? NaN : moments.mean,
    std: overflow ? Infinity : observedStd(moments, layer.tops[i]),
    overflow,
    inputStd: Math.sqrt(Math.max(0, moments.second - moments.cross)),
    moments,
  };
}

/** What the numeric behaviour of a layer may read. */
export function contextOf(
  layer: ShapedLayer,
  bottoms: readonly (Moments | undefined)[],
  options: NumbersOptions,
  { knowledge }: ShapedNet,
): ForwardContext {
  const { node } = layer;
  return {
    type: node.type,
    phase: node.phase,
    layer: node.message,
    bottoms,
    bottomShapes: layer.bottoms,
    topShapes: layer.tops,
    topNames: node.tops.map((top) => top.name),
    params: layer.params.map((p) => p.owner?.blob ?? p.blob),
    data: options.data ?? knowledge.pixels ?? NATURAL,
    classes: knowledge.classes,
  };
}

/** Moments of a layer's tops; what a type does not tell is that of its input, widened. */
function forward(
  layer: ShapedLayer,
  known: ReadonlyMap<Top, TopNumbers>,
  options: NumbersOptions,
  net: ShapedNet,
): (Moments | undefined)[] {
  const { node } = layer;
  const bottoms = node.bottoms.map((top) => top && known.get(top)?.moments);
  const context = contextOf(layer, bottoms, options, net);
  if (layer.type?.forward) return layer.type.forward(context);
  if (layer.type?.loss) return [];
  const wider = (m: Moments | undefined) => m && { ...m, widen: m.widen + UNKNOWN_LAYER };
  if (node.bottomNames.length === 0) return storedMoments(context).map(wider);
  const first = bottoms.find((m) => m !== undefined);
  return node.tops.map(() => wider(first));
}
