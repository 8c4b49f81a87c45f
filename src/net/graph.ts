/** The net as Net::Init wires it in one state: layers, blobs in versions, and what Caffe refuses of it. */
import type { Message } from '../document/message.js';
import { checkCounts, checkTypes } from './checks.js';
import { inCaffeOrder, type Issue } from './issues.js';
import type { Signature, TypeCatalogue } from './signature.js';
import type { NetState, Phase } from './state.js';
import { filterNet, wiringOf, type StateGroup } from './states.js';
import type { Wiring } from './wiring.js';
import { filterIssues, wiringIssues } from './wiring-issues.js';

/** One version of a blob: what a layer leaves in it. An in-place layer makes a new version. */
export interface Top {
  name: string;
  layer: LayerNode;
  index: number;
  /** The version that this one overwrites. */
  inPlaceOf?: Top;
  consumers: { layer: LayerNode; bottomIndex: number }[];
  /** Made by AutoTopBlobs under no name of the text. */
  automatic?: true;
  /** Index of Caffe's blob; versions of an in-place chain share it. */
  blob: number;
  /** What its gradient is weighted with in the loss; undefined when the type is unknown. */
  lossWeight: number | undefined;
  /**
   * What the printed loss counts it with. Differs from `lossWeight` where a loss with an explicit
   * weight is read by another layer: the Split takes the weight over and the loss layer falls back
   * to 1, so Caffe adds the loss twice.
   */
  printedLossWeight: number | undefined;
}

export interface LayerNode {
  /** Position among the layers of the view. */
  index: number;
  name: string;
  type: string;
  /** LayerParameter. */
  message: Message;
  /** The layer's own phase if the text sets one, else the net's. */
  phase: Phase;
  /** What the view's dialects register under the type; undefined for unknown types. */
  signature: Signature | undefined;
  /** The version each bottom reads; undefined where nothing produces it. */
  bottoms: (Top | undefined)[];
  bottomNames: readonly string[];
  tops: Top[];
}

export interface NetView {
  /** NetParameter, in V2. */
  net: Message;
  phase: Phase;
  /** The states that leave these layers. */
  states: StateGroup;
  layers: LayerNode[];
  /** The last version of each blob name. */
  blobs: ReadonlyMap<string, Top>;
  /** Versions that no layer reads: what Caffe prints as the net's outputs. */
  outputs: Top[];
  /** In Caffe's order. */
  issues: Issue[];
  wiring: Wiring;
}

/**
 * Build the net for a state (or for states that leave the same layers, see `statesOf`). Never throws:
 * what Caffe would abort on is an issue, and the rest is built as far as the text tells.
 */
export function buildGraph(net: Message, state: NetState | StateGroup, types: TypeCatalogue): NetView {
  const states: StateGroup = 'phase' in state ? [state] : state;
  const phase = states[0]?.phase ?? 'TRAIN';
  const dialects = net.schema.dialects;
  const messages = states[0] ? filterNet(net, states[0]) : net.msgs('layer');
  const { specs, wiring } = wiringOf(net, messages);
  const layers = messages.map((message, index): LayerNode => {
    const type = message.str('type');
    return {
      index,
      name: specs[index]!.name,
      type,
      message,
      phase: message.has('phase') ? (message.str('phase') as Phase) : phase,
      signature: types.find(type, dialects),
      bottoms: [],
      bottomNames: specs[index]!.bottoms,
      tops: [],
    };
  });
  const blobs = connect(layers, wiring);
  const tops = layers.flatMap((layer) => layer.tops);
  const outputs = tops.filter((t) => t.consumers.length === 0 && !t.automatic && blobs.get(t.name) === t);
  const view: NetView = { net, phase, states, layers, blobs, outputs, issues: [], wiring };
  view.issues = inCaffeOrder([
    ...filterIssues(view),
    ...wiringIssues(view),
    ...checkTypes(view, types),
    ...checkCounts(view),
  ]);
  return view;
}

/** Link bottoms to the versions they read; answers the last version of each name. */
function connect(layers: readonly LayerNode[], wiring: Wiring): Map<string, Top> {
  const last = new Map<string, Top>();
  let blobs = wiring.blobs.length;
  const wired = wiring.layers.filter((w) => w.splitOf === undefined);
  layers.forEach((layer, i) => {
    layer.bottoms = layer.bottomNames.map((name, bottomIndex) => {
      const top = last.get(name);
      top?.consumers.push({ layer, bottomIndex });
      return top;
    });
    const own = wired[i]!;
    own.tops.forEach((name, index) => {
      const top: Top = {
        name,
        layer,
        index,
        consumers: [],
        blob: own.topBlobs[index]!,
        lossWeight: 0,
        printedLossWeight: 0,
      };
      const before = layer.bottoms[index];
      if (before?.name === name) top.inPlaceOf = before;
      layer.tops.push(top);
      last.set(name, top);
    });
    const missing = layer.signature?.autoTops ? neededTops(layer.signature) - layer.tops.length : 0;
    for (let k = 0; k < missing; k++)
      layer.tops.push({
        name: '(automatic)',
        layer,
        index: layer.tops.length,
        consumers: [],
        automatic: true,
        blob: blobs++,
        lossWeight: 0,
        printedLossWeight: 0,
      });
    const weights = ownLossWeights(layer, own.lossWeights);
    for (const top of layer.tops) top.lossWeight = top.printedLossWeight = weights[top.index];
  });
  for (const split of wiring.layers) {
    if (split.splitOf === undefined || split.lossWeights.length === 0) continue;
    const top = layers[split.layer]!.tops[split.splitOf]!;
    top.printedLossWeight = (top.lossWeight ?? 0) + split.lossWeights[0]!;
    top.lossWeight = split.lossWeights[0]!;
  }
  for (const layer of layers) for (const top of layer.tops) if (top.automatic) last.set(top.name, top);
  return last;
}

/**
 * The loss weights a layer sets itself (Layer::SetLossWeights, LossLayer::LayerSetUp), one per top.
 * @param given `loss_weight` as InsertSplits leaves it.
 */
export function ownLossWeights(layer: LayerNode, given: readonly number[]): (number | undefined)[] {
  if (given.length > 0) return layer.tops.map((_, i) => given[i] ?? 0);
  if (!layer.signature) return layer.tops.map(() => undefined);
  return layer.tops.map((_, i) => (layer.signature?.loss && i === 0 ? 1 : 0));
}

function neededTops(signature: Signature): number {
  return Math.max(signature.tops.exact ?? 0, signature.tops.min ?? 0);
}
