/** What the text itself says of where training starts. */
import { startsAtZero } from './liveness.js';
import type { ParamFact, ShapedNet } from './shapes.js';

/**
 * Is this net made to start from trained weights, although nothing names them? Told by layers that are frozen
 * (lr_mult 0) in a state that nobody would freeze: weights of zero, or a Scale that neither scales nor shifts
 * behind a BatchNorm that is frozen, too. Frozen parameters never change, so from scratch the first would
 * pass on nothing and the second would do nothing.
 */
export function madeForTrainedWeights(net: ShapedNet): boolean {
  return (
    net.layers.some((l) =>
      l.params.some((p) => p.blob.role === 'weight' && p.lrMult === 0 && startsAtZero(p)),
    ) || frozenAffine(net)
  );
}

/** Every BatchNorm uses stored statistics, and each Scale behind one is frozen as the identity. */
function frozenAffine(net: ShapedNet): boolean {
  const norms = net.layers.filter((l) => l.node.type === 'BatchNorm');
  if (!norms.every((l) => l.node.message.msg('batch_norm_param').bool('use_global_stats'))) return false;
  const tops = new Set(norms.flatMap((l) => l.node.tops));
  const scales = net.layers.filter(
    (l) => l.node.type === 'Scale' && l.node.bottoms.some((b) => b && tops.has(b)),
  );
  return scales.length > 0 && scales.every((l) => l.params.every(isFrozenIdentity));
}

function isFrozenIdentity({ lrMult, blob }: ParamFact): boolean {
  if (lrMult !== 0 || blob.trained) return false;
  const start = blob.filler?.str('type') === 'constant' ? blob.filler.num('value') : blob.constant;
  return start === (blob.role === 'scale' ? 1 : 0);
}
