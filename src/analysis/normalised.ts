/** Is what a layer puts out normalised by batch statistics before anything else happens to it? */
import type { Top } from '../net/graph.js';
import type { ShapedLayer } from './shapes.js';

/** A BatchNorm (with batch statistics) or an equivalent reads this layer's top before a non-linearity does. */
export function normalisedBehind(layer: ShapedLayer): boolean {
  for (let at: Top | undefined = layer.node.tops[0], steps = 0; at && steps < 4; steps++) {
    const next: Top['layer'] | undefined = at.consumers[0]?.layer;
    if (!next) return false;
    if (next.type === 'BatchNorm') return !next.message.msg('batch_norm_param').bool('use_global_stats');
    if (next.type === 'BN' || next.type === 'MVN') return true;
    if (!/^(Scale|Bias|Pooling|Dropout)$/.test(next.type)) return false;
    at = next.tops[0];
  }
  return false;
}
