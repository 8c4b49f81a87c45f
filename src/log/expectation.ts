/** What the losses of this net are worth before it has learned anything, at worst and at best. */
import type { PrintedLayer } from './prototext.js';
import { layersOf, message, scalar } from './prototext.js';
import type { LogRun, WiredLayer } from './run.js';

/** -ln(FLT_MIN): SoftmaxWithLoss takes the logarithm of max(p, FLT_MIN) (softmax_loss_layer.cpp). */
export const SOFTMAX_CEILING = -Math.log(1.1754943508222875e-38);
/** -ln(kLOG_THRESHOLD): the same of MultinomialLogisticLoss and InfogainLoss (loss_layer.hpp). */
export const LOG_CEILING = -Math.log(1e-20);

export interface ExpectedLoss {
  layer: string;
  type: string;
  top: string;
  weight: number;
  /** Classes the scores distinguish. */
  classes?: number;
  /** Loss of scores that say nothing: ln K, times what the normalisation multiplies it by. Unweighted. */
  chance?: number;
  /** Loss of a sample that is as wrong as the layer can say. Unweighted. */
  ceiling?: number;
  /** Smallest loss it can have, where a Softmax or Sigmoid before it bounds the scores. Unweighted. */
  floor?: number;
  /** That bounding layer's type. */
  squashed?: string;
}

export interface Expectation {
  losses: ExpectedLoss[];
  /** Sums over all losses, by the size of their weights; undefined as soon as one of them has no such number. */
  chance: number | undefined;
  ceiling: number | undefined;
  floor: number;
  /** Classes of the loss that weighs most. */
  classes: number | undefined;
  batch: number | undefined;
  hasBatchNorm: boolean;
  /** The loss weights add up to less than 0, so that the printed loss is negative. */
  negative: boolean;
}

/** Classes that data sets of that many are common for; a loss is taken for ln K of these only, since beyond ten any loss lies near some ln K. */
const COMMON = [2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 21, 100, 101, 200, 1000];

/** K of a loss that is ln K as printed, within a thousandth. */
export function classesOfLoss(loss: number): number | undefined {
  return COMMON.find((k) => Math.abs(loss - Math.log(k)) <= 1e-3 * Math.log(k));
}

/**
 * Where the log has no net: a first loss that is ln K is taken for a softmax over K classes. What a net
 * says goes before this; a first loss that is not ln K says nothing.
 */
export function assumeFromLoss(expectation: Expectation, loss: number): void {
  const k = expectation.losses.length === 0 ? classesOfLoss(loss) : undefined;
  if (k === undefined) return;
  expectation.classes = k;
  expectation.chance = Math.log(k);
  expectation.ceiling = SOFTMAX_CEILING;
}

/** Layers that pass the number of classes on. */
const transparent = new Set(
  'relu prelu elu dropout batchnorm bn scale bias power split sigmoid tanh softmax crop interp'.split(' '),
);

const kinds: Record<string, 'softmax' | 'log' | 'sigmoid' | 'other'> = {
  softmaxwithloss: 'softmax',
  softmaxloss: 'softmax',
  multinomiallogisticloss: 'log',
  infogainloss: 'log',
  sigmoidcrossentropyloss: 'sigmoid',
};

/** Read what to expect from the training net that the log prints: its text, and its set-up lines where the text was cut. */
export function expectationOf(run: LogRun): Expectation {
  const net = run.nets.find((n) => n.phase === 'TRAIN');
  const layers = net ? layersOf(net.text) : [];
  const blobs = shapesOf(run.wiring);
  const losses = net && !net.truncated ? printedLosses(layers, blobs) : [];
  const expected = losses.length > 0 ? losses : wiredLosses(run, blobs);
  const sum = (of: (loss: ExpectedLoss) => number | undefined): number | undefined => {
    if (expected.length === 0) return undefined;
    let total = 0;
    for (const loss of expected) {
      if (loss.weight === 0) continue;
      const value = of(loss);
      if (value === undefined) return undefined;
      total += Math.abs(loss.weight) * value;
    }
    return total > 0 ? total : undefined;
  };
  const heaviest = expected.filter((l) => l.classes).sort((a, b) => b.weight - a.weight)[0];
  const data = run.wiring.find((l) => l.bottoms.length === 0 && (l.shapes[0]?.length ?? 0) > 1);
  return {
    losses: expected,
    chance: sum((l) => l.chance),
    ceiling: sum((l) => l.ceiling),
    floor: sum((l) => l.floor ?? 0) ?? 0,
    classes: heaviest?.classes,
    batch: data?.shapes[0]?.[0],
    negative: expected.reduce((total, l) => total + l.weight, 0) < 0,
    hasBatchNorm:
      layers.some((l) => l.type === 'batchnorm' || l.type === 'bn') ||
      run.wiring.some((l) => l.type === 'BatchNorm' || /(^|[/_-])bn\d*([/_-]|$)/i.test(l.name)),
  };
}

/** Blob → shape, the last layer that writes it winning. */
function shapesOf(wiring: WiredLayer[]): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  for (const layer of wiring)
    layer.tops.forEach((top, i) => layer.shapes[i] && shapes.set(top, layer.shapes[i]));
  return shapes;
}

function printedLosses(layers: PrintedLayer[], shapes: Map<string, number[]>): ExpectedLoss[] {
  return layers.flatMap((layer, at) => {
    const isLoss = /loss$/.test(layer.type);
    const weight = layer.lossWeights[0] ?? (isLoss ? 1 : 0);
    if (!isLoss && weight === 0) return [];
    const scores = layer.bottoms[0] ?? '';
    const source = producerOf(layers, at, scores);
    const classes = shapes.get(scores)?.[axisOf(layer)] ?? source.outputs;
    const kind = kinds[layer.type] ?? 'other';
    const loss = { layer: layer.name, type: layer.type, top: layer.tops[0] ?? layer.name, weight };
    const factor = factorOf(layer, kind, shapes.get(scores));
    return [{ ...loss, ...numbersOf(kind, classes, factor, source.squashed) }];
  });
}

const axisOf = (layer: PrintedLayer): number => {
  const axis = Number(scalar(message(layer.node, 'softmax_param'), 'axis') ?? 1);
  return axis >= 0 ? axis : 1;
};

/** Follow the scores up to the layer that makes them. */
function producerOf(
  layers: PrintedLayer[],
  below: number,
  blob: string,
): { outputs?: number; squashed?: string } {
  let squashed: string | undefined;
  for (let i = below - 1; i >= 0; i--) {
    const layer = layers[i]!;
    if (!layer.tops.includes(blob)) continue;
    const param = message(layer.node, 'inner_product_param') ?? message(layer.node, 'convolution_param');
    const outputs = Number(scalar(param, 'num_output'));
    if (outputs > 0) return { outputs, ...(squashed ? { squashed } : {}) };
    if (!transparent.has(layer.type)) break;
    if (['softmax', 'sigmoid', 'tanh'].includes(layer.type)) squashed ??= layer.type;
    blob = layer.bottoms[0] ?? '';
  }
  return squashed ? { squashed } : {};
}

/** How many times the mean loss of one position the printed loss is (GetNormalizer of loss_layer.cpp); undefined when that hangs on a shape that is not known. */
function factorOf(layer: PrintedLayer, kind: string, shape: number[] | undefined): number | undefined {
  const param = message(layer.node, 'loss_param');
  const normalize = scalar(param, 'normalize');
  const fallback = normalize === undefined ? undefined : normalize === 'true' ? 'VALID' : 'BATCH_SIZE';
  const mode = scalar(param, 'normalization') ?? fallback ?? (kind === 'sigmoid' ? 'BATCH_SIZE' : 'VALID');
  if (kind === 'log' || mode === 'VALID' || mode === 'FULL') return 1;
  if (!shape || shape.length === 0) return undefined;
  const samples = shape[0]!;
  const skipped = kind === 'sigmoid' ? -1 : axisOf(layer);
  const positions = shape.reduce((product, n, i) => (i === 0 || i === skipped ? product : product * n), 1);
  return mode === 'NONE' ? samples * positions : positions;
}

function numbersOf(
  kind: 'softmax' | 'log' | 'sigmoid' | 'other',
  classes: number | undefined,
  factor: number | undefined,
  squashed: string | undefined,
): Partial<ExpectedLoss> {
  if (kind === 'other') return {};
  const known = classes === undefined ? {} : { classes };
  const bounded = squashed === undefined ? {} : { squashed };
  if (factor === undefined) return { ...known, ...bounded };
  if (kind === 'sigmoid') return { ...bounded, chance: factor * Math.LN2 };
  const ceiling = factor * (kind === 'softmax' ? SOFTMAX_CEILING : LOG_CEILING);
  if (classes === undefined) return { ...bounded, ceiling };
  const numbers = { ...known, ...bounded, ceiling, chance: factor * Math.log(classes) };
  if (kind !== 'softmax' || squashed === undefined) return numbers;
  // Scores in [0, 1] (or [-1, 1]) allow no more than this: failure-modes.md, section 0, point 7.
  const gap = squashed === 'tanh' ? 2 : 1;
  return { ...numbers, floor: factor * (Math.log(Math.exp(gap) + classes - 1) - gap) };
}

/**
 * The same from the set-up lines, where the text was cut or never printed: layers with a loss weight,
 * in Caffe of 2013 layers without a top. Their type is not told (NVIDIA tells it), but one label for
 * K scores is: only the classification losses take that, and of them hardly any but the softmax is used.
 */
function wiredLosses(run: LogRun, shapes: Map<string, number[]>): ExpectedLoss[] {
  const weighted = run.wiring.some((l) => l.lossWeights.length > 0);
  return run.wiring.flatMap((layer) => {
    const weight = weighted ? layer.lossWeights[0] : layer.tops.length === 0 ? 1 : undefined;
    if (weight === undefined || layer.bottoms.length < 2) return [];
    const type = (layer.type ?? '').toLowerCase();
    const scores = shapes.get(layer.bottoms[0]!);
    const labels = shapes.get(layer.bottoms[1]!);
    const loss = { layer: layer.name, type, top: layer.tops[0] ?? layer.name, weight };
    const classes = scores?.[1];
    const oneEach = scores && labels && classes && classes > 1 && count(scores) === classes * count(labels);
    const kind = kinds[type] ?? (type === '' && oneEach ? 'softmax' : 'other');
    // Without the text a loss over positions may be a mean or a sum.
    const factor =
      kind !== 'sigmoid' && scores && count(scores) === scores[0]! * (classes ?? 0) ? 1 : undefined;
    return [{ ...loss, ...numbersOf(kind, classes, factor, undefined) }];
  });
}

const count = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);
