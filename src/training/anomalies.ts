/** What in a net and its solver is out of the ordinary: the candidates for why training fails. */
import { activationBehind, sigmoidBehind, sigmoidFiller } from '../analysis/filler-choice.js';
import { branchEnds, residualGrowth } from '../analysis/residual.js';
import { normalisedBehind } from '../analysis/normalised.js';
import type { ParamFact, ShapedLayer, ShapedNet } from '../analysis/shapes.js';
import type { Message } from '../document/message.js';
import { fillerStats } from '../numeric/filler.js';
import { count, isKnown } from '../shapes/shape.js';
import { solverType } from '../solver/facts.js';
import { learningRate } from '../solver/schedule.js';
import { inputScale } from './input-scale.js';
import type { Change } from './build.js';

export type CauseId =
  | 'stored-statistics'
  | 'input'
  | 'filler'
  | 'branches'
  | 'loss'
  | 'frozen'
  | 'decay'
  | 'logits'
  | 'schedule'
  | 'momentum'
  | 'layers'
  | 'saturation'
  | 'rate-high'
  | 'rate-low'
  | 'unknown';

export interface Anomaly {
  id: CauseId;
  change: Change;
  /** Its mend changes the architecture: tried when nothing else helps. */
  lastResort?: true;
}

/** Gain of a weighted layer: the factor on the second moment, 1 where the activation behind it keeps the size. */
export interface Gain {
  param: ParamFact;
  fanIn: number;
  gain: number;
  /** Sum of a unit's weights. */
  sum: number;
  kind: 'exploding' | 'vanishing' | 'symmetric';
}

const FAR = 16;

/** Hidden layers whose weights start far too large or too small and that nothing normalises. */
export function oddFillers(net: ShapedNet): Gain[] {
  const odd: Gain[] = [];
  for (const layer of net.layers) {
    const param = layer.params.find((p) => p.blob.role === 'weight' && p.owner === undefined);
    if (!param) continue;
    const fanIn = count(param.shape, 1);
    const stats = fillerStats(param.blob.filler, param.shape, param.blob.constant);
    if (!isKnown(fanIn) || !stats.known || stats.kernel) continue;
    const rectified = activationBehind(layer.node.tops[0]) === 'rectifier';
    const gain = (fanIn * stats.variance) / (rectified ? 2 : 1);
    const sum = fanIn * stats.mean;
    const most = sigmoidBehind(layer.node.tops[0]) ? 16 * FAR : FAR;
    if (stats.variance === 0 && stats.mean === 0) continue;
    const kind =
      stats.variance === 0
        ? 'symmetric'
        : Math.abs(sum) > 4 || gain > most
          ? 'exploding'
          : gain < 1 / FAR && Math.abs(sum) < 0.25
            ? 'vanishing'
            : undefined;
    if (kind && (kind !== 'exploding' || !normalisedBehind(layer)))
      odd.push({ param, fanIn, gain, sum, kind });
  }
  return odd;
}

/** Data layers whose pixels reach the net far from centred and scaled. */
export const unscaled = (net: ShapedNet): ShapedLayer[] =>
  net.layers.filter((l) => {
    if (!l.node.signature?.source) return false;
    const { mean, std, known } = inputScale(l, net.knowledge);
    return known && Math.hypot(mean, std) > 10;
  });

/** Candidates, in the order in which they are blamed. */
export function anomalies(net: ShapedNet, solver: Message): Anomaly[] {
  const found: Anomaly[] = [];
  const add = (id: CauseId, present: boolean, change: Change): void => {
    if (present) found.push({ id, change });
  };
  const some = (f: (l: ShapedLayer) => boolean): boolean => net.layers.some(f);
  add(
    'stored-statistics',
    some(
      (l) => l.node.type === 'BatchNorm' && l.node.message.msg('batch_norm_param').bool('use_global_stats'),
    ),
    { batchStatistics: true },
  );
  const fillers = oddFillers(net);
  add(
    'filler',
    fillers.some((f) => f.kind !== 'vanishing'),
    { healthyFillers: true },
  );
  add('input', unscaled(net).length > 0, { healthyInput: true });
  add('filler', fillers.length > 0 && !found.some((a) => a.id === 'filler'), { healthyFillers: true });
  add(
    'loss',
    some((l) => lossScale(l) >= 8 || (lossScale(l) > 0 && lossScale(l) < 0.02)),
    { plainLoss: true },
  );
  add(
    'frozen',
    some((l) => l.params.some((p) => p.blob.role === 'weight' && (p.lrMult === 0 || p.lrMult >= 20))),
    {
      plainMults: true,
    },
  );
  add('decay', solver.num('weight_decay') >= 0.01 || solver.num('weight_decay') < 0, { decay: 0.0005 });
  add('logits', some(squashesLogits), { bareLogits: true });
  add('branches', residualGrowth(branchEnds(net)) > FAR, { evenBranches: true });
  add('schedule', changes(solver), { fixedRate: true });
  const sgd = /^(SGD|Nesterov)$/.test(solverType(solver));
  add('momentum', sgd && solver.num('momentum') > 0.95, { momentum: 0.9 });
  add('layers', some(crushes), { plainLayers: true });
  const bounded = net.layers.filter((l) => l.node.type === 'Sigmoid' || l.node.type === 'TanH');
  if (bounded.length < 2) return found;
  add('saturation', narrowSigmoids(net).length > 0, { wideSigmoids: true });
  return [...found, { id: 'saturation', change: { rectifiers: true }, lastResort: true }];
}

/**
 * Weights in front of sigmoids that let the size of the signal shrink to less than half, and what fills
 * them better; `xavier` where the text leaves the number of inputs open.
 */
export function narrowSigmoids(net: ShapedNet): { param: ParamFact; filler: string }[] {
  return net.layers.flatMap((layer) => {
    const param = layer.params.find((p) => p.blob.role === 'weight' && p.owner === undefined);
    if (!param || !sigmoidBehind(layer.node.tops[0])) return [];
    const fanIn = count(param.shape, 1);
    if (!isKnown(fanIn))
      return /^(xavier|msra)$/.test(param.blob.filler?.str('type') ?? '')
        ? []
        : [{ param, filler: '{ type: "xavier" }' }];
    const stats = fillerStats(param.blob.filler, param.shape, param.blob.constant);
    return stats.known && fanIn * stats.variance < 4 ? [{ param, filler: sigmoidFiller(fanIn) }] : [];
  });
}

/** Loss weight times what the normalisation makes of a mean; 0 for what is no loss. */
export function lossScale(layer: ShapedLayer): number {
  const weight = layer.node.tops[0]?.lossWeight ?? 0;
  if (!layer.node.signature?.loss || weight === 0) return 0;
  const param = layer.node.message.msg('loss_param');
  if (layer.node.type !== 'SoftmaxWithLoss') return Math.abs(weight);
  const legacy = param.has('normalize') && !param.has('normalization');
  const mode = legacy ? (param.bool('normalize') ? 'VALID' : 'BATCH_SIZE') : param.str('normalization');
  const shape = layer.bottoms[0];
  const known = (d: number | string): number => (isKnown(d) ? d : 1);
  const map = shape ? known(count(shape, 2)) : 1;
  return (
    Math.abs(weight) * (mode === 'NONE' ? known(shape?.[0] ?? 1) * map : mode === 'BATCH_SIZE' ? map : 1)
  );
}

/** A layer that bounds or cuts what a softmax loss reads. */
export const squashesLogits = (layer: ShapedLayer): boolean =>
  /^(Softmax|ReLU|ReLU6|Sigmoid|TanH)$/.test(layer.node.type) &&
  layer.node.tops.some((t) =>
    t.consumers.some((c) => c.layer.type === 'SoftmaxWithLoss' && c.bottomIndex === 0),
  );

/** LRN that divides by the activations themselves, Dropout that leaves next to nothing. */
export function crushes(layer: ShapedLayer): boolean {
  const { type, message } = layer.node;
  if (type === 'LRN') return message.msg('lrn_param').num('alpha') >= 0.1;
  return type === 'Dropout' && message.msg('dropout_param').num('dropout_ratio') >= 0.8;
}

function changes(solver: Message): boolean {
  const base = solver.num('base_lr');
  const half = learningRate(solver, Math.floor(solver.num('max_iter') / 2));
  return half !== undefined && !(half > base / 20 && half < base * 2);
}
