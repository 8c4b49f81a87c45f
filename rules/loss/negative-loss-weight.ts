import { setField } from '../../src/document/edit-verbs.js';
import { shownNumber } from '../../src/solver/facts.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'negative-loss-weight',
    category: 'loss',
    severity: 'error',
    symptom: 'nan',
    description: 'Every loss has a negative weight, so training makes the net as bad as it can.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    const weighted = view.layers.flatMap(({ node }) =>
      node.tops.some((t) => t.lossWeight !== 0) ? [{ node, weight: node.tops[0]!.lossWeight ?? 1 }] : [],
    );
    const first = weighted[0];
    // Beside a positive one a negative loss may be meant: an adversary.
    if (!first || weighted.some((w) => !(w.weight < 0) || w.node.tops.length !== 1)) return;
    const edits = weighted.flatMap(
      (w) => setField(doc.tree, w.node.message, 'loss_weight', shownNumber(-w.weight)) ?? [],
    );
    report({
      at: first.node.message.at('loss_weight'),
      message: `loss_weight ${shownNumber(first.weight)} of "${first.node.name}" turns its gradient round, and no loss has a positive weight: each step makes the answers worse, the printed loss falls towards -87.3 and the weights grow until they are NaN; write loss_weight: ${shownNumber(-first.weight)}`,
      fix: { title: 'Write positive loss weights', applicability: 'unsafe', edits },
    });
  },
  'TRAIN',
);
