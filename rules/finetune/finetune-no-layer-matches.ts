import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'finetune-no-layer-matches',
    category: 'finetune',
    severity: 'warn',
    symptom: 'none',
    description: 'No layer of the net has the name of a layer in the trained weights.',
    fix: 'none',
  },
  ({ view, report }) => {
    if (!view.layers.some((l) => l.node.signature?.loss)) return;
    const first = view.layers.find((l) => l.params.length > 0);
    for (const model of view.loaded.unmatched) {
      const stored = model.layers.filter((l) => l.blobs.length > 0).map((l) => l.name);
      report({
        at: (first ?? view.layers[0])!.node.message.here(),
        message: `no layer of this net has the name of one in ${model.path} (which has ${stored.slice(0, 3).map(quoted).join(', ')}${stored.length > 3 ? ` and ${stored.length - 3} more` : ''}; here the first with weights is ${quoted(first?.node.name ?? '')}): Caffe passes over every layer ("Ignoring source layer") and trains from scratch without a warning; name the layers as the file does, or leave the weights out`,
      });
    }
  },
  'TRAIN',
);

/** Names come from a binary file: nothing but what a name is made of is shown. */
const quoted = (name: string): string => `"${name.replace(/[^\w./:@+-]/g, '?').slice(0, 60)}"`;
