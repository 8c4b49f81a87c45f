import { isKnown } from '../../src/shapes/shape.js';
import { removeWithEmptyParent, setField } from '../../src/document/edit-verbs.js';
import { shownNumber } from '../../src/solver/facts.js';
import { lossScale } from '../../src/training/anomalies.js';
import { causeRule } from '../prognosis-rule.js';

export const rule = causeRule(
  {
    id: 'loss-scale',
    category: 'loss',
    severity: 'warn',
    symptom: 'nan',
    description:
      'The loss weight or a summed loss multiplies every gradient, and the rate does not allow for it.',
    fix: 'unsafe',
  },
  ['loss'],
  ({ view, solver, netDoc, editable, fate, report }) => {
    const losses = view.layers.filter((l) => lossScale(l) > 0);
    const far = (x: number): number => Math.abs(Math.log(x));
    const worst = losses.sort((a, b) => far(lossScale(b)) - far(lossScale(a)))[0];
    if (!worst) return;
    const { message, name } = worst.node;
    const factor = lossScale(worst);
    const weighted = message.has('loss_weight') && Math.abs(message.num('loss_weight')) !== 1;
    const rate = shownNumber(solver.num('base_lr') * factor);
    const batch = worst.bottoms[0]?.[0];
    const edit = weighted
      ? setField(netDoc.tree, message, 'loss_weight', '1')
      : message
          .msg('loss_param')
          .all(message.msg('loss_param').has('normalization') ? 'normalization' : 'normalize')
          .map((v) => removeWithEmptyParent(netDoc.tree, message.msg('loss_param'), v.node))[0];
    report({
      doc: netDoc,
      at: weighted ? message.at('loss_weight') : message.msg('loss_param').here(),
      message: `${weighted ? `loss_weight ${shownNumber(message.nums('loss_weight')[0] ?? 1)} of "${name}"` : `the loss of "${name}" is summed instead of averaged${isKnown(batch) ? ` (batches of ${batch})` : ''}, which`} multiplies every gradient by ${shownNumber(factor)}, so that base_lr ${shownNumber(solver.num('base_lr'))} works like ${rate}; ${fate}; ${weighted ? 'write loss_weight: 1' : 'leave the normalization at its default'}, or divide base_lr by the same factor`,
      ...(editable && edit
        ? {
            fix: {
              title: weighted ? 'Write loss_weight: 1' : 'Average the loss',
              applicability: 'unsafe' as const,
              edits: [edit],
            },
          }
        : {}),
    });
  },
);
