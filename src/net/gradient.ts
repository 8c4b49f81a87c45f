/** Where Net::Init lets gradients flow (src/caffe/net.cpp): the forward pass of need_backward, then the pruning pass. */
import { ownLossWeights, type NetView } from './graph.js';

/** True, false, or undefined where a layer is unknown and either may hold. */
export type Known = boolean | undefined;

export interface GradientFlow {
  /** Per layer: does Caffe call its Backward? */
  layers: Known[];
  /** Per layer and bottom: is a gradient for it asked for? */
  bottoms: Known[][];
  /** Per layer: does any of its tops reach a loss? */
  underLoss: Known[];
}

interface Step {
  /** Index of the layer; undefined for a Split. */
  layer: number | undefined;
  bottomBlobs: number[];
  topBlobs: number[];
  contributes: Known;
  needs: Known;
  bottomNeeds: Known[];
}

/**
 * Which layers and bottoms need a gradient.
 * @param learns Per layer: has it a parameter with lr_mult other than 0? Undefined when its parameters are not known.
 * @param doubtForks Take for unknown whether layers of forks pass a gradient need on: some forks changed Net::Init for theirs.
 */
export function gradientFlow(view: NetView, learns: readonly Known[], doubtForks = false): GradientFlow {
  const steps = forwardFlags(view, learns, doubtForks);
  prune(steps);
  if (view.net.bool('force_backward')) force(view, steps);
  const own = steps.filter((step) => step.layer !== undefined);
  return {
    layers: own.map((step) => step.needs),
    bottoms: own.map((step) => step.bottomNeeds),
    underLoss: own.map((step) => step.contributes),
  };
}

/** AppendBottom and the flags set behind each layer's set-up. */
function forwardFlags(view: NetView, learns: readonly Known[], doubtForks: boolean): Step[] {
  const blobs = new Map<number, Known>();
  return view.wiring.layers.map((wired): Step => {
    const isSplit = wired.splitOf !== undefined;
    const node = view.layers[wired.layer]!;
    const propagate = isSplit ? [] : node.message.all('propagate_down').map((v) => v.value === true);
    const incoming = wired.bottomBlobs.map((blob) => (blob < 0 ? undefined : lookup(blobs, blob)));
    const doubted = doubtForks && !isSplit && node.signature?.dialects !== undefined;
    const found = incoming.reduce(or, isSplit ? false : learns[wired.layer]);
    const needs = doubted && found ? undefined : found;
    const topBlobs = isSplit ? wired.topBlobs : node.tops.map((top) => top.blob);
    for (const blob of topBlobs) blobs.set(blob, or(lookup(blobs, blob), needs));
    const weights = isSplit ? wired.lossWeights : ownLossWeights(node, wired.lossWeights);
    return {
      layer: isSplit ? undefined : wired.layer,
      bottomBlobs: wired.bottomBlobs,
      topBlobs,
      contributes: weights.map((w) => (w === undefined ? undefined : w !== 0)).reduce(or, false),
      needs,
      bottomNeeds: propagate.length > 0 ? incoming.map((_, i) => propagate[i] ?? false) : incoming,
    };
  });
}

/** The pass from the last layer to the first: what reaches no loss, or is skipped by all readers, needs nothing. */
function prune(steps: readonly Step[]): void {
  const underLoss = new Map<number, Known>();
  const skipped = new Map<number, Known>();
  for (let at = steps.length - 1; at >= 0; at--) {
    const step = steps[at]!;
    let wanted: Known = false;
    for (const blob of step.topBlobs) {
      step.contributes = or(step.contributes, lookup(underLoss, blob));
      wanted = or(wanted, not(lookup(skipped, blob)));
    }
    const kept = not(and(step.needs, not(wanted)));
    step.bottomNeeds = step.bottomNeeds.map((need) => and(and(need, kept), step.contributes));
    step.needs = and(and(step.needs, wanted), step.contributes);
    step.bottomBlobs.forEach((blob, i) => {
      underLoss.set(blob, or(lookup(underLoss, blob), step.contributes));
      skipped.set(blob, or(lookup(skipped, blob), not(step.bottomNeeds[i])));
    });
  }
}

/** `force_backward: true` in the net. */
function force(view: NetView, steps: readonly Step[]): void {
  for (const step of steps) {
    step.needs = true;
    const refused = step.layer === undefined ? [] : view.layers[step.layer]?.signature?.noForceBackward;
    step.bottomNeeds = step.bottomNeeds.map((need, i) => or(need, !refused?.includes(i)));
  }
}

const lookup = (set: ReadonlyMap<number, Known>, blob: number): Known =>
  set.has(blob) ? set.get(blob) : false;
const not = (a: Known): Known => (a === undefined ? undefined : !a);
const or = (a: Known, b: Known): Known =>
  a === true || b === true ? true : a === undefined || b === undefined ? undefined : false;
const and = (a: Known, b: Known): Known =>
  a === false || b === false ? false : a === undefined || b === undefined ? undefined : true;
