/** What `caffe-lint inspect` shows of a net: the JSON for programs and the table for people. */
import type { Dim } from '../shapes/shape.js';
import type { Numbers } from '../analysis/numbers.js';
import type { Gradients } from '../analysis/gradients.js';
import type { ParamFact, ShapedLayer, ShapedNet } from '../analysis/shapes.js';
import type { Top } from '../net/graph.js';
import type { RatePoint } from '../solver/rate-points.js';
import type { Fate, RunResult } from '../training/run.js';

export interface InspectedTop {
  blob: string;
  /** Null when not even the number of dimensions is known; an unknown dimension is a word. */
  shape: Dim[] | null;
  mean: number | null;
  std: number | null;
}

export interface Inspection {
  file: string;
  phase: 'TRAIN' | 'TEST';
  /** Final shape of each blob name. */
  blobs: Record<string, Dim[] | null>;
  /** Elements of all parameters, shared ones once. */
  params: number | null;
  layers: InspectedLayer[];
  loss: number | null;
  /** With a solver: the learning rate at the start, at each step, and in the last iteration. */
  learningRate?: RatePoint[];
  /** With a solver, where the size of the training set is known: passes over it. */
  epochs?: number;
  /** With a solver: how runs of the training surrogate end that differ in nothing but the seed. */
  simulation?: { fate: Fate; iterations: number; firstLoss: number | null; lastLoss: number | null }[];
  /** With trained weights at hand: the layers that they fill, and those that start from their fillers. */
  weights?: { covered: string[]; fresh: string[] };
}

export interface InspectedLayer {
  name: string;
  type: string;
  tops: InspectedTop[];
  /** Root mean square of the loss's gradient by the first top; null where none arrives or none is known. */
  gradient?: number | null;
  /** With a solver: root mean square of the first update of its weights over that of the weights. */
  update?: number | null;
}

/** What a solver adds to the figures. */
export interface TrainingFigures {
  gradients: Gradients;
  updates?: ReadonlyMap<ParamFact, number> | undefined;
  rates?: RatePoint[] | undefined;
  /** Passes over the training set. */
  epochs?: number | undefined;
  /** Simulated runs, by seed. */
  starts?: readonly RunResult[] | undefined;
  /** The learning rate at even distances. */
  curve?: RatePoint[] | undefined;
}

/** The JSON answer; without `numbers`, or where the model knows none, mean, std and loss are null. */
export function inspection(
  net: ShapedNet,
  file: string,
  numbers?: Numbers,
  training?: TrainingFigures,
): Inspection {
  const blobs: [string, Dim[] | null][] = [...net.view.blobs].map(([name, top]) => [name, plain(net, top)]);
  return {
    file,
    phase: net.view.phase,
    // Not a literal with computed keys: a blob may be named "__proto__".
    blobs: Object.fromEntries(blobs),
    params: net.paramCount ?? null,
    layers: net.layers.map(({ node }, index) => ({
      name: node.name,
      type: node.type,
      tops: node.tops.map((top) => {
        const known = numbers?.tops.get(top);
        return {
          blob: top.name,
          shape: plain(net, top),
          mean: finite(known?.mean),
          std: finite(known?.std),
        };
      }),
      ...(training ? { gradient: finite(gradientOf(node.tops[0], training)) } : {}),
      ...(training?.updates ? { update: finite(updateOf(numbers?.net.layers[index], training)) } : {}),
    })),
    loss: finite(numbers?.loss),
    ...(training?.rates ? { learningRate: training.rates } : {}),
    ...(training?.epochs === undefined ? {} : { epochs: rounded(training.epochs) }),
    ...(training?.starts
      ? {
          simulation: training.starts.map(({ fate, iterations, first, last }) => ({
            fate,
            iterations,
            firstLoss: iterations > 0 ? rounded(first) : null,
            lastLoss: iterations > 0 ? rounded(last) : null,
          })),
        }
      : {}),
    ...coverage(net),
  };
}

/** Size of the gradient that arrives at a top. */
export function gradientOf(top: Top | undefined, training: TrainingFigures | undefined): number | undefined {
  const g = top && training?.gradients.tops.get(top);
  return g && Math.sqrt(g.second);
}

/** The first update of a layer's weights, relative to them; of the first parameter that has one. */
export function updateOf(
  layer: ShapedLayer | undefined,
  training: TrainingFigures | undefined,
): number | undefined {
  const param = layer?.params.find((p) => training?.updates?.has(p));
  return param && training?.updates?.get(param);
}

/** Layers with parameters, by what they start from; empty without a file of weights. */
export function coverage(net: ShapedNet): Pick<Inspection, 'weights'> {
  if (!net.knowledge.trained || net.knowledge.trained.models.length === 0) return {};
  const names = (covered: boolean): string[] =>
    net.layers
      .filter((l) => l.params.length > 0 && net.loaded.covered.has(l) === covered)
      .map((l) => l.node.name);
  return { weights: { covered: names(true), fresh: names(false) } };
}

/** More digits than this are the surrogate's own. */
const rounded = (n: number): number => Number(n.toPrecision(4));

/** JSON has no infinity. */
const finite = (n: number | undefined): number | null => (n !== undefined && Number.isFinite(n) ? n : null);

function plain(net: ShapedNet, top: Parameters<ShapedNet['shapes']['get']>[0]): Dim[] | null {
  const shape = net.shapes.get(top);
  return shape ? [...shape] : null;
}
