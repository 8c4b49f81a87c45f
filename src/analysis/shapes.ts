/** Shapes of every blob and parameter of a net, layer by layer as Net::Init sets them up. */
import type { Mend } from '../document/mend.js';
import type { Message, Range } from '../document/message.js';
import {
  Refusal,
  type LayerType,
  type ParamBlob,
  type RefusalId,
  type SetupContext,
} from '../layers/layer-type.js';
import type { LayerNode, NetView, Top } from '../net/graph.js';
import { gradientFlow, type GradientFlow, type Known } from '../net/gradient.js';
import { inCaffeOrder, type GraphIssueId, type Issue } from '../net/issues.js';
import { count, isKnown, showShape, type Shape } from '../shapes/shape.js';
import { backwardIssues } from './backward-issues.js';
import { NOTHING_TOLD, type Knowledge } from './knowledge.js';
import { shareParams, type SharedParams } from './param-sharing.js';
import { loadWeights, type Loaded } from './trained.js';

export interface ShapedLayer {
  node: LayerNode;
  type: LayerType | undefined;
  bottoms: Shape[];
  tops: Shape[];
  params: ParamFact[];
  /** False where the layer was refused or its type is unknown: it may have parameters or not. */
  paramsKnown: boolean;
  /** Multiply-adds of a forward pass over the batch; undefined when unknown. */
  macs: number | undefined;
  /** Caffe stops in this layer's set-up. */
  refused: boolean;
}

/** One parameter blob of one layer. */
export interface ParamFact {
  layer: ShapedLayer;
  index: number;
  blob: ParamBlob;
  shape: Shape;
  /** The ParamSpec of the text, when there is one. */
  spec: Message | undefined;
  /** The parameter whose blob this one uses; undefined where it has its own. */
  owner: ParamFact | undefined;
  /** Effective multipliers, after sharing. */
  lrMult: number;
  decayMult: number;
}

export interface ShapedNet {
  view: NetView;
  layers: ShapedLayer[];
  /** Shape of each version of each blob. */
  shapes: ReadonlyMap<Top, Shape>;
  /** Of the graph and of the layers, in Caffe's order. */
  issues: Issue<RefusalId | GraphIssueId>[];
  /** Elements of all parameters, shared ones once; undefined when a shape is unknown. */
  paramCount: number | undefined;
  gradient: GradientFlow;
  /** What the user tells of its data. */
  knowledge: Knowledge;
  /** What becomes of the trained weights that are at hand. */
  loaded: Loaded;
  /** The layer types that it was built with. */
  types: InferOptions['types'];
}

export interface InferOptions {
  /** Layers whose text has a mistake in it: what they would make is not known, and nothing is said of it. */
  spoiled?: (layer: Message) => boolean;
  /** Shapes of blobs that data layers make, by blob name. */
  given: ReadonlyMap<string, Shape>;
  knowledge?: Knowledge | undefined;
  types: { find(type: string, dialects: readonly string[]): LayerType | undefined };
}

type ShapeIssue = Issue<RefusalId | GraphIssueId>;

const INT_MAX = 2147483647;

/** Infer all shapes. Linear in the number of layers; never throws for what a net contains. */
export function inferShapes(view: NetView, options: InferOptions): ShapedNet {
  const shapes = new Map<Top, Shape>();
  const issues: ShapeIssue[] = view.issues.filter((issue) => !standsIn(issue, options.given));
  const miscounted = new Set(issues.filter((i) => i.id === 'bottom-top-count').map((i) => i.layer));
  const layers = view.layers.map((node): ShapedLayer => {
    const type = options.types.find(node.type, view.net.schema.dialects);
    const layer: ShapedLayer = {
      node,
      type,
      bottoms: node.bottoms.map((top) => top && shapes.get(top)),
      tops: node.tops.map(() => undefined),
      params: [],
      paramsKnown: false,
      macs: undefined,
      refused: false,
    };
    if (options.spoiled?.(node.message)) layer.refused = true;
    else if (type && !miscounted.has(node)) setUp(layer, type, options, issues);
    else layer.refused = type !== undefined;
    node.tops.forEach((top, i) => shapes.set(top, layer.tops[i]));
    return layer;
  });
  const shared = shareParams(layers);
  issues.push(...shared.issues);
  const learning = layers.map(learns);
  const gradient = gradientFlow(view, learning);
  const doubtful = view.layers.some((node) => node.signature?.dialects !== undefined);
  issues.push(...backwardIssues(view, doubtful ? gradientFlow(view, learning, true) : gradient));
  const knowledge = options.knowledge ?? NOTHING_TOLD;
  return {
    view,
    layers,
    shapes,
    issues: inCaffeOrder(issues),
    paramCount: total(layers, shared),
    gradient,
    knowledge,
    loaded: loadWeights(layers, knowledge.trained?.models ?? []),
    types: options.types,
  };
}

/** A number of tops that a data layer lacks, but the user gives every one of them: some other reader makes them. */
function standsIn(issue: ShapeIssue, given: ReadonlyMap<string, Shape>): boolean {
  const { id, layer } = issue;
  if (id !== 'bottom-top-count' || !layer?.signature?.source || layer.bottomNames.length > 0) return false;
  return layer.tops.every((top) => given.has(top.name));
}

/** Layer::SetUp; what it refuses goes to `issues`. */
function setUp(layer: ShapedLayer, type: LayerType, options: InferOptions, issues: ShapeIssue[]): void {
  const { node } = layer;
  try {
    const result = type.setup(contextOf(layer, options));
    checkLossWeights(node);
    const params = result.params ?? [];
    checkParamCount(node, params.length);
    result.tops.forEach((shape, i) => checkSize(shape, node.message.at('top', i), topName(node, i)));
    layer.tops = node.tops.map((_, i) => result.tops[i]);
    layer.macs = result.macs;
    layer.paramsKnown = true;
    layer.params = params.map((blob, index) => paramFact(layer, blob, index));
    for (const param of layer.params)
      checkSize(param.shape, node.message.here(), `parameter ${param.index} of layer "${node.name}"`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    layer.refused = true;
    if (type.source) standIn(layer, options.given);
    const { id, range, message, mend } = error;
    issues.push({ id, range, message, stage: 'setup', layer: node, ...(mend && { mend }) });
  }
}

/** What a refused data layer would make, the user may tell all the same. */
function standIn(layer: ShapedLayer, given: ReadonlyMap<string, Shape>): void {
  layer.tops = layer.node.tops.map((top) => given.get(top.name));
  layer.paramsKnown = true;
}

function contextOf(layer: ShapedLayer, options: InferOptions): SetupContext {
  const { node } = layer;
  return {
    name: node.name,
    type: node.type,
    phase: node.phase,
    layer: node.message,
    bottoms: layer.bottoms,
    bottomNames: node.bottomNames,
    topNames: node.tops.map((top) => top.name),
    lossWeights: node.tops.map((top) => top.lossWeight ?? 0),
    given: (blob) => options.given.get(blob),
    refuse(id: RefusalId, range: Range, message: string, mend?: Mend): never {
      throw new Refusal(id, range, message, mend);
    },
  };
}

/** Layer::SetLossWeights: none, or one per top. A LossLayer without any sets one for its first top. */
function checkLossWeights(node: LayerNode): void {
  const given = node.message.count('loss_weight');
  const set = given > 0 ? given : node.signature?.loss ? 1 : 0;
  if (set === 0 || set === node.tops.length) return;
  const tops = `${node.tops.length} top${node.tops.length === 1 ? '' : 's'}`;
  const message =
    given > 0
      ? `layer "${node.name}" sets ${given} loss_weight for ${tops}; Caffe wants one per top or none`
      : `layer "${node.name}" has ${tops} and no loss_weight, and ${node.type} then sets one for its first top only; write one loss_weight per top`;
  const range = given > 0 ? node.message.at('loss_weight', given - 1) : node.message.at('top', 1);
  const surplus = node.message.all('loss_weight').slice(node.tops.length);
  const mend: Mend = { title: 'Remove the surplus loss_weight', sure: true, remove: surplus };
  throw new Refusal('loss-weight-count', range, message, surplus.length > 0 ? mend : undefined);
}

function checkParamCount(node: LayerNode, blobs: number): void {
  const specs = node.message.count('param');
  if (specs <= blobs) return;
  const has = blobs === 0 ? 'no parameters' : `${blobs} parameter blob${blobs === 1 ? '' : 's'}`;
  throw new Refusal(
    'too-many-params',
    node.message.at('param', blobs),
    `layer "${node.name}" has ${specs} param block${specs === 1 ? '' : 's'}, but this ${node.type} has ${has}; remove the surplus`,
    { title: 'Remove the surplus param blocks', sure: true, remove: node.message.all('param').slice(blobs) },
  );
}

/** Blob::Reshape (src/caffe/blob.cpp): the number of elements must fit an int. */
function checkSize(shape: Shape, range: Range, what: string): void {
  let elements = 1;
  for (const dim of shape ?? []) {
    if (!isKnown(dim)) continue;
    if (elements !== 0 && dim > Math.floor(INT_MAX / elements))
      throw new Refusal(
        'blob-too-large',
        range,
        `${what} would have ${showShape(shape)} elements, and a Caffe blob holds at most ${INT_MAX}; make the batch or another dimension smaller`,
      );
    elements *= dim;
  }
}

function topName(node: LayerNode, i: number): string {
  return `"${node.tops[i]?.name ?? ''}"`;
}

function paramFact(layer: ShapedLayer, blob: ParamBlob, index: number): ParamFact {
  const spec = layer.node.message.msgs('param')[index];
  // BatchNorm gives its statistics lr_mult 0 where the text says nothing (batch_norm_layer.cpp).
  const lrMult = spec ? spec.num('lr_mult') : blob.role === 'statistics' ? 0 : 1;
  const decayMult = spec ? spec.num('decay_mult') : 1;
  return { layer, index, blob, shape: blob.shape, spec, owner: undefined, lrMult, decayMult };
}

/**
 * Has the layer a parameter for which Net::Init asks a gradient? It looks at the ParamSpecs of the
 * text, so BatchNorm's statistics count with lr_mult 1 where no ParamSpec says otherwise.
 */
function learns(layer: ShapedLayer): Known {
  if (!layer.paramsKnown) return undefined;
  return layer.params.some((param) => (param.spec ? param.spec.num('lr_mult') : 1) !== 0);
}

function total(layers: readonly ShapedLayer[], shared: SharedParams): number | undefined {
  let sum = 0;
  for (const layer of layers) {
    for (const param of layer.params) {
      if (shared.borrowed.has(param)) continue;
      const elements = count(param.shape);
      if (!isKnown(elements)) return undefined;
      sum += elements;
    }
    if (!layer.paramsKnown) return undefined;
  }
  return sum;
}
