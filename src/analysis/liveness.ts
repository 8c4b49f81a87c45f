/**
 * Can the net's predictions ever depend on its input? An abstract run of forward and backward passes
 * on two facts per blob: is some element not zero, and does it vary with the input. Zero weights make
 * a blob constant and cut the gradient; updates make a weight non-zero where its input and its
 * gradient are. Repeated until nothing changes, this decides exactly the deadlocks that zeros cause:
 * products of a zero activation and a zero gradient stay zero for ever.
 */
import type { Message } from '../document/message.js';
import type { Top } from '../net/graph.js';
import type { ParamFact, ShapedLayer, ShapedNet } from './shapes.js';

interface State {
  nonzero: boolean;
  varies: boolean;
}

export interface Liveness {
  /** Do the predictions of some loss come to depend on the input? Undefined when there is no loss or a layer is unknown. */
  alive: boolean | undefined;
  /** Parameters that start at exactly zero, of layers the gradient could reach. */
  zeroParams: ParamFact[];
}

/** A parameter whose every element starts as exactly 0, trained weights taken into account. */
export function startsAtZero(param: ParamFact): boolean {
  const { filler, constant, trained } = (param.owner ?? param).blob;
  if (trained) return trained.known && trained.mean === 0 && trained.variance === 0;
  if (filler === undefined) return constant === 0;
  return fillsZero(filler);
}

/** A filler that writes zeros only (include/caffe/filler.hpp). */
export function fillsZero(filler: Message): boolean {
  switch (filler.str('type')) {
    case 'constant':
      return filler.num('value') === 0;
    case 'gaussian':
      return filler.num('std') === 0 && filler.num('mean') === 0;
    case 'uniform':
      return filler.num('min') === 0 && filler.num('max') === 0;
    default:
      return false;
  }
}

/** Layer types whose output is not zero where their input is. */
const liftsZero = new Set(['Sigmoid', 'Softmax', 'Exp', 'BNLL', 'ArgMax']);
/** Layer types whose derivative is zero at an input of exactly zero. */
const blocksAtZero = new Set(['ReLU', 'ReLU6', 'AbsVal', 'Threshold', 'Clip']);

const isWeight = (p: ParamFact): boolean => p.blob.role === 'weight' || p.blob.role === 'scale';

/** What several rules ask of one view is computed once. */
const known = new WeakMap<ShapedNet, Liveness>();

/**
 * Run the abstraction on a training view.
 * @param healthy Parameters to take as non-zero, to ask what would be without them.
 */
export function liveness(net: ShapedNet, healthy?: ReadonlySet<ParamFact>): Liveness {
  if (healthy) return abstractRun(net, healthy);
  const answer = known.get(net) ?? abstractRun(net, new Set());
  known.set(net, answer);
  return answer;
}

function abstractRun(net: ShapedNet, healthy: ReadonlySet<ParamFact>): Liveness {
  const params = net.layers.flatMap((l) => l.params);
  const zero = new Set(
    params.filter((p) => startsAtZero(p) && !healthy.has(p) && !healthy.has(p.owner ?? p)),
  );
  const zeroParams = [...zero].filter(
    (p) => isWeight(p) && net.gradient.layers[p.layer.node.index] !== false,
  );
  const losses = net.layers.filter(
    (l) => l.node.signature?.loss && l.node.tops.some((t) => (t.lossWeight ?? 0) !== 0),
  );
  if (losses.length === 0 || net.layers.some((l) => l.type === undefined))
    return { alive: undefined, zeroParams };
  for (let round = 0; round <= params.length; round++) {
    const tops = forward(net, zero);
    if (losses.some((l) => predictionVaries(l, tops))) return { alive: true, zeroParams };
    const woken = backward(net, zero, tops);
    if (woken.length === 0) break;
    for (const p of woken) zero.delete(p);
  }
  return { alive: false, zeroParams };
}

function predictionVaries(loss: ShapedLayer, tops: ReadonlyMap<Top, State>): boolean {
  const labels = new Set(loss.node.signature?.noForceBackward ?? []);
  return loss.node.bottoms.some((b, i) => !labels.has(i) && b !== undefined && tops.get(b)?.varies === true);
}

/** Facts of each version of each blob, with the given parameters at zero. */
function forward(net: ShapedNet, zero: ReadonlySet<ParamFact>): Map<Top, State> {
  const tops = new Map<Top, State>();
  for (const layer of net.layers) {
    const bottoms = layer.node.bottoms.map((b) => (b && tops.get(b)) ?? { nonzero: true, varies: true });
    const state = layer.node.signature?.source ? { nonzero: true, varies: true } : pass(layer, bottoms, zero);
    for (const top of layer.node.tops) tops.set(top, state);
  }
  return tops;
}

function pass(layer: ShapedLayer, bottoms: readonly State[], zero: ReadonlySet<ParamFact>): State {
  const any = { nonzero: bottoms.some((b) => b.nonzero), varies: bottoms.some((b) => b.varies) };
  const weights = layer.params.filter(isWeight);
  const { type, message } = layer.node;
  if (weights.length > 0) {
    const works = weights.some((w) => !isZero(w, zero));
    const bias = layer.params.some((p) => p.blob.role === 'bias' && !isZero(p, zero));
    return { nonzero: (works && any.nonzero) || bias, varies: works && any.varies };
  }
  if (type === 'BatchNorm') return { nonzero: any.varies, varies: any.varies };
  if (type === 'Eltwise' && message.msg('eltwise_param').str('operation') === 'PROD')
    return {
      nonzero: bottoms.every((b) => b.nonzero),
      varies: any.varies && bottoms.every((b) => b.nonzero),
    };
  if (type === 'Scale')
    return {
      nonzero: bottoms.every((b) => b.nonzero),
      varies: any.varies && bottoms.every((b) => b.nonzero),
    };
  if (type === 'Power' && message.msg('power_param').num('shift') !== 0) return { ...any, nonzero: true };
  if (layer.params.some((p) => p.blob.role === 'bias' && !isZero(p, zero))) return { ...any, nonzero: true };
  return { nonzero: any.nonzero || liftsZero.has(type), varies: any.varies };
}

const isZero = (p: ParamFact, zero: ReadonlySet<ParamFact>): boolean => zero.has(p.owner ?? p) || zero.has(p);

/** Zero parameters that the first update from here makes non-zero. */
function backward(net: ShapedNet, zero: ReadonlySet<ParamFact>, tops: ReadonlyMap<Top, State>): ParamFact[] {
  const gradient = new Set<Top>();
  const woken: ParamFact[] = [];
  for (const layer of [...net.layers].reverse()) {
    const { node } = layer;
    const isLoss = node.tops.some((t) => (t.lossWeight ?? 0) !== 0);
    const live = isLoss || node.tops.some((t) => gradient.has(t));
    if (!live) continue;
    const inputs = node.bottoms.map((b) => b && tops.get(b));
    const fed = inputs.some((s) => s?.nonzero ?? true);
    for (const p of layer.params) {
      if (p.lrMult === 0 || !isZero(p, zero)) continue;
      if (p.blob.role === 'bias' || fed) woken.push(p.owner ?? p);
    }
    const weights = layer.params.filter(isWeight);
    if (weights.length > 0 && weights.every((w) => isZero(w, zero))) continue;
    node.bottoms.forEach((bottom, i) => {
      if (!bottom || net.gradient.bottoms[node.index]?.[i] === false) return;
      if (blocksAtZero.has(node.type) && inputs[i]?.nonzero === false && !leaks(layer)) return;
      if (multiplies(layer) && inputs.some((s, j) => j !== i && s?.nonzero === false)) return;
      gradient.add(bottom);
    });
  }
  return woken;
}

const leaks = (layer: ShapedLayer): boolean =>
  layer.node.message.msg('relu_param').num('negative_slope') !== 0;
const multiplies = (layer: ShapedLayer): boolean =>
  (layer.node.type === 'Eltwise' && layer.node.message.msg('eltwise_param').str('operation') === 'PROD') ||
  (layer.node.type === 'Scale' && layer.node.bottoms.length === 2);
