/** Residual sums without normalisation: which weights decide how fast the signal grows over them. */
import { fillerStats } from '../numeric/filler.js';
import type { Top } from '../net/graph.js';
import { count, isKnown } from '../shapes/shape.js';
import { activationBehind } from './filler-choice.js';
import { normalisedBehind } from './normalised.js';
import type { ParamFact, ShapedLayer, ShapedNet } from './shapes.js';

/** The last weights of a branch that is added to its own input. */
export interface BranchEnd {
  param: ParamFact;
  fanIn: number;
  /** What the branch adds, relative to the second moment of a well-filled one. */
  gain: number;
}

const known = new WeakMap<ShapedNet, BranchEnd[]>();

/** Of each `x + f(x)` (Eltwise SUM) whose branch no BatchNorm ends, the weights that f ends with. */
export function branchEnds(net: ShapedNet): BranchEnd[] {
  let ends = known.get(net);
  if (!ends) known.set(net, (ends = find(net)));
  return ends;
}

function find(net: ShapedNet): BranchEnd[] {
  const byIndex = new Map(net.layers.map((l) => [l.node.index, l]));
  return net.layers.flatMap((layer): BranchEnd[] => {
    const { node } = layer;
    const param = node.message.msg('eltwise_param');
    const [a, b] = node.bottoms;
    if (node.type !== 'Eltwise' || node.bottoms.length !== 2 || !a || !b) return [];
    if (param.str('operation') !== 'SUM' || param.nums('coeff').some((c) => Math.abs(c) !== 1)) return [];
    const [left, right] = [chain(a), chain(b)];
    const fork = left.find((top) => right.includes(top));
    if (!fork) return [];
    const weighted = (tops: Top[]): ShapedLayer[] =>
      tops.slice(0, tops.indexOf(fork)).flatMap((top) => {
        const found = byIndex.get(top.layer.index);
        return found?.params.some((p) => p.blob.role === 'weight') ? [found] : [];
      });
    const [l, r] = [weighted(left), weighted(right)];
    const end = (l.length > r.length ? l : r.length > l.length ? r : [])[0];
    const weight = end?.params.find((p) => p.blob.role === 'weight' && p.owner === undefined);
    if (!end || !weight || normalisedBehind(end)) return [];
    const fanIn = count(weight.shape, 1);
    const stats = fillerStats(weight.blob.filler, weight.shape, weight.blob.constant);
    if (!isKnown(fanIn) || !stats.known || stats.kernel) return [];
    return [{ param: weight, fanIn, gain: (fanIn * stats.variance) / rectified(end) }];
  });
}

/** Versions of blobs from a top back to where layers have several bottoms, the top itself first. */
function chain(top: Top): Top[] {
  const tops: Top[] = [];
  for (
    let at: Top | undefined = top;
    at;
    at = at.layer.bottoms.length === 1 ? at.layer.bottoms[0] : undefined
  )
    tops.push(at);
  return tops;
}

const rectified = (layer: ShapedLayer): number =>
  activationBehind(layer.node.tops[0]) === 'rectifier' ? 2 : 1;

/**
 * Factor on the second moment over all sums, when what is filled far too small is filled well:
 * each of L sums adds its branch to its input, so that well-filled branches double it L times.
 */
export function residualGrowth(ends: readonly BranchEnd[]): number {
  const least = 1 / (4 * ends.length);
  return ends.reduce((product, { gain }) => product * (1 + (gain > 0 && gain < least ? 1 : gain)), 1);
}

/** Deviation at which L branches together add no more than e - 1 times what enters the first. */
export function branchDeviation(end: BranchEnd, branches: number): number {
  return Math.sqrt(rectified(end.param.layer) / end.fanIn / branches);
}
