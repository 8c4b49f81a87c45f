import { removeField, setField } from '../../src/document/edit-verbs.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'loss-weight-zero',
    category: 'loss',
    severity: 'warn',
    symptom: 'plateau',
    description: 'Every loss has `loss_weight: 0`, so there is no gradient at all.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    const losses = view.layers.filter((l) => l.node.signature?.loss);
    const first = losses[0];
    if (!first || view.layers.some((l) => !l.type)) return;
    if (!view.layers.some((l) => l.params.length > 0)) return;
    if (view.layers.some((l) => l.node.tops.some((t) => t.lossWeight !== 0))) return;
    // Without the field a loss counts once. That of a loss with several tops must have as many values as there are.
    const edits = losses.flatMap(({ node: { message, tops } }) =>
      tops.length > 1
        ? (setField(doc.tree, message, 'loss_weight', '1') ?? [])
        : message.all('loss_weight').map((v) => removeField(doc.tree, v.node)),
    );
    report({
      at: first.node.message.at('loss_weight'),
      message: `loss_weight 0 takes "${first.node.name}" out of the training${losses.length > 1 ? ', like every other loss of this net' : ', and it is the only loss'}: no layer gets a gradient, weights change by weight decay alone, and the loss stays where it starts; remove the field (the default is 1)`,
      fix: { title: 'Let the loss count', applicability: 'unsafe', edits },
    });
  },
  'TRAIN',
);
