import { setField } from '../../src/document/edit-verbs.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'nothing-learns',
    category: 'finetune',
    severity: 'error',
    symptom: 'plateau',
    description: 'Every `lr_mult` above the loss is 0, so no weight can change.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    const losses = view.layers.filter((l) => l.node.tops.some((t) => (t.lossWeight ?? 0) !== 0));
    if (losses.length === 0 || view.layers.some((l) => !l.paramsKnown)) return;
    const learnable = view.layers.flatMap((l) => l.params.filter((p) => p.blob.role !== 'statistics'));
    if (learnable.length === 0 || learnable.some((p) => p.lrMult !== 0)) return;
    const first = learnable.find((p) => p.spec !== undefined);
    const specs = [...new Set(learnable.flatMap((p) => p.spec ?? []))];
    const edits = specs.flatMap((spec) => setField(doc.tree, spec, 'lr_mult', '1') ?? []);
    report({
      at: first?.spec?.at('lr_mult') ?? losses[0]!.node.message.here(),
      message: `all ${learnable.length} parameters of this net have lr_mult 0, so no update changes any of them and the loss stays where it starts; set lr_mult to 1 (the default) where the net is meant to learn`,
      fix: edits.length > 0 ? { title: 'Set every lr_mult to 1', applicability: 'unsafe', edits } : undefined,
    });
  },
  'TRAIN',
);
