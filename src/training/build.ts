/**
 * The surrogate of a net: every weighted layer as a dense one of few units whose gain, forward and
 * backward, is that of the real layer, with images reduced to a few positions.
 */
import type { ShapedLayer, ShapedNet } from '../analysis/shapes.js';
import type { Top } from '../net/graph.js';
import { count, isKnown } from '../shapes/shape.js';
import { builders } from './builders.js';
import type { LossStep } from './loss-steps.js';
import { Random } from './random.js';
import type { Guess } from './assumed.js';
import { CLASSES, SurrogateData, type DataShares } from './surrogate-data.js';
import { tensor, type Step, type Tensor, type Weights } from './tensor.js';
import { Unsupported } from './unsupported.js';

export interface BuildOptions {
  /** Most units of a layer. */
  width: number;
  /** Most samples of a batch. */
  batch: number;
  change: Change;
  variant: Variant;
  /** Most products per iteration. */
  budget: number;
}

/** Another size may be cheap enough. */
export class TooCostly extends Unsupported {}

/** One choice of what the text, or the reduction to few units, leaves open. */
export interface Variant {
  seed: number;
  guess: Guess;
  /** Shares of the input's variance. */
  data: DataShares;
  /**
   * N units that move by d each change the output as far as n units that move by d·sqrt(N/n); which of
   * the two is kept, a real unit's own movement or the function's.
   */
  steps: 'unit' | 'function';
  /** Most units of a layer. */
  width: number;
  /** Of the learning rate: how far the surrogate's limit may be off. */
  rate: number;
}

/** What a counterfactual does differently. */
export interface Change {
  /** Inputs as if centred, with deviation 1. */
  healthyInput?: boolean;
  /** Weights of deviation sqrt(2 / fan-in) or sqrt(1 / fan-in), biases 0. */
  healthyFillers?: boolean;
  /** BatchNorm by batch statistics throughout. */
  batchStatistics?: boolean;
  /** No softmax in front of a softmax loss, and no activation on the logits. */
  bareLogits?: boolean;
  /** Loss normalised per sample with weight 1. */
  plainLoss?: boolean;
  /** LRN and Dropout left out. */
  plainLayers?: boolean;
  /** The last weights of L residual branches smaller by sqrt(L). */
  evenBranches?: boolean;
  /** Weights in front of sigmoids of deviation 4 / sqrt(fan-in). */
  wideSigmoids?: boolean;
  /** Rectifiers in the place of sigmoids and hyperbolic tangents. */
  rectifiers?: boolean;
  rate?: number;
  decay?: number;
  momentum?: number;
  fixedRate?: boolean;
  /** Uniform multipliers. */
  plainMults?: boolean;
}

export interface Surrogate {
  steps: Step[];
  tensors: Tensor[];
  weights: Weights[];
  losses: LossStep[];
  data: SurrogateData;
  /** Products per iteration, forward and backward. */
  cost: number;
}

export class Builder {
  readonly steps: Step[] = [];
  readonly losses: LossStep[] = [];
  readonly tensors = new Map<Top, Tensor>();
  readonly random: Random;
  readonly data: SurrogateData;
  readonly params = new Map<unknown, Weights>();
  /** Tensors that are no blob of the net. */
  private readonly inners: Tensor[] = [];
  /** Targets, which losses draw for themselves. */
  readonly targets = new Set<Top>();
  /** Samples of a batch, and positions of a whole image. */
  readonly batch: number;
  readonly grid: number;
  private readonly area: number;
  cost = 0;

  constructor(
    readonly net: ShapedNet,
    readonly options: BuildOptions,
  ) {
    this.random = new Random(options.variant.seed);
    const sources = net.layers.filter((l) => l.node.signature?.source);
    const real = Math.max(1, ...sources.flatMap((l) => l.tops.map((s) => Number(s?.[0] ?? 1))));
    this.batch = Math.min(options.batch, real);
    this.grid = 4;
    while (this.grid * this.batch < 32) this.grid *= 2;
    this.area = Math.max(1, ...sources.flatMap((l) => l.tops.map((s) => spatialSize(s))));
    this.data = new SurrogateData(
      this.batch,
      new Random(options.variant.seed ^ 0x5bd1e995),
      options.variant.data,
      Math.min(CLASSES, Math.max(2, net.knowledge.classes ?? CLASSES)),
    );
  }

  /** Positions that stand for a map of the given size. */
  positions(map: number): number {
    if (map <= 1) return 1;
    const ratio = Math.sqrt(map / this.area);
    const parts = ratio > 0.6 ? 1 : ratio > 0.3 ? 2 : ratio > 0.15 ? 4 : 8;
    return Math.max(2, this.grid / parts);
  }

  /** The tensor of a top: as many units as `units`, or as the width allows. */
  top(layer: ShapedLayer, i = 0, units?: number): Tensor {
    const shape = layer.tops[i];
    const top = layer.node.tops[i];
    if (!shape || !top || !shape.every(isKnown)) throw new Unsupported('shape');
    const channels = Number(shape[1] ?? 1);
    const made = tensor(
      this.batch,
      this.positions(spatialSize(shape)),
      units ?? Math.min(channels, this.options.width),
      channels,
    );
    this.tensors.set(top, made);
    return made;
  }

  /** Count the products of a layer; throws TooCostly before its weights are made. */
  spend(products: number): void {
    this.cost += products;
    if (this.cost > this.options.budget) throw new TooCostly('size');
  }

  /** Add a tensor between two steps of one layer. */
  inner(made: Tensor): Tensor {
    this.inners.push(made);
    return made;
  }

  get all(): Tensor[] {
    return [...new Set([...this.tensors.values(), ...this.inners])];
  }

  bottom(layer: ShapedLayer, i = 0): Tensor {
    const found = layer.node.bottoms[i] && this.tensors.get(layer.node.bottoms[i]);
    if (!found) throw new Unsupported(`bottom of ${layer.node.name}`);
    return found;
  }

  /** A top like the bottom, for what works element by element. */
  like(layer: ShapedLayer): [Tensor, Tensor] {
    const bottom = this.bottom(layer);
    const made = tensor(bottom.batch, bottom.positions, bottom.units, bottom.real);
    this.tensors.set(layer.node.tops[0]!, made);
    return [bottom, made];
  }
}

/** Elements of a map: the product of the axes behind the channels. */
export function spatialSize(shape: ShapedLayer['tops'][number]): number {
  const size = shape && shape.length > 2 ? count(shape, 2) : 1;
  return isKnown(size) ? size : 1;
}

/** Build the surrogate; throws Unsupported. */
export function build(net: ShapedNet, options: BuildOptions): Surrogate {
  const builder = new Builder(net, options);
  for (const layer of net.layers) {
    const { type, bottoms, tops } = layer.node;
    if (bottoms.length > 0 && bottoms.every((t) => t && builder.targets.has(t))) {
      for (const top of tops) builder.targets.add(top);
      continue;
    }
    const make = layer.node.signature?.source ? builders.get('source') : builders.get(type);
    if (!make) throw new Unsupported(type);
    make(builder, layer);
  }
  return {
    steps: builder.steps,
    tensors: builder.all,
    weights: [...new Set(builder.params.values())],
    losses: builder.losses,
    data: builder.data,
    cost: builder.cost,
  };
}
