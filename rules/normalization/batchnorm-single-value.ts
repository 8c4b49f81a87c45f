import { count, isKnown } from '../../src/shapes/shape.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'batchnorm-single-value',
    category: 'normalization',
    severity: 'error',
    symptom: 'plateau',
    description: 'BatchNorm has one value per channel to take the mean of, so it puts out nothing but zeros.',
    fix: 'none',
  },
  ({ view, report }) => {
    for (const { node, bottoms, refused } of view.layers) {
      if (node.type !== 'BatchNorm' || refused || !bottoms[0]) continue;
      if (view.gradient.underLoss[node.index] !== true) continue;
      const param = node.message.msg('batch_norm_param');
      if (param.has('use_global_stats') ? param.bool('use_global_stats') : node.phase === 'TEST') continue;
      const shape = bottoms[0];
      const [values, channels] = [count(shape), shape.length === 1 ? 1 : shape[1]];
      if (!isKnown(values) || !isKnown(channels) || values !== channels) continue;
      report({
        at: node.message.at('bottom'),
        view: view.name,
        message: `BatchNorm layer "${node.name}" subtracts from each channel the mean over batch and positions, and "${node.bottomNames[0]}" has a single value there (batch size 1, map 1x1): each number is its own mean, and the output is exactly 0; use a larger batch_size`,
      });
    }
  },
  'TRAIN',
);
