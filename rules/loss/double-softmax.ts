import { shownNumber } from '../../src/solver/facts.js';
import { isKnown } from '../../src/shapes/shape.js';
import { feedPast } from './feed-past.js';
import { prognosisOf } from '../prognosis-rule.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'double-softmax',
    category: 'loss',
    severity: 'warn',
    symptom: 'slow',
    description: 'A softmax feeds a loss that computes the softmax itself.',
    fix: 'unsafe',
  },
  ({ view, unit, report }) => {
    for (const { node } of view.layers) {
      if (node.type !== 'SoftmaxWithLoss' || !node.tops.some((t) => t.lossWeight !== 0)) continue;
      const top = node.bottoms[0];
      const softmax = top?.layer;
      if (!top || softmax?.type !== 'Softmax') continue;
      const shape = view.shapes.get(top);
      const classes =
        shape?.[
          node.message.msg('softmax_param').num('axis') +
            (node.message.msg('softmax_param').num('axis') < 0 ? shape.length : 0)
        ];
      const floor = isKnown(classes) ? Math.log(Math.E + classes - 1) - 1 : undefined;
      const source = softmax.bottomNames[0];
      const foreseen = prognosisOf(unit);
      const fails = foreseen?.cause === 'logits' && foreseen.verdict !== 'nan';
      report({
        ...(fails ? { symptom: 'plateau' as const } : {}),
        at: node.message.at('bottom'),
        message: `SoftmaxWithLoss "${node.name}" applies a softmax itself, but its bottom "${top.name}" has been through Softmax "${softmax.name}" already: its inputs lie between 0 and 1, so its loss cannot fall below ${floor === undefined ? 'ln(e + K - 1) - 1' : `ln(e + ${classes as number} - 1) - 1 = ${shownNumber(floor)}`}, and its gradients shrink by the softmax's own; feed it ${source ? `"${source}"` : "the Softmax's bottom"} and keep the Softmax for deployment`,
        fix: feedPast(node),
      });
    }
  },
  'TRAIN',
);
