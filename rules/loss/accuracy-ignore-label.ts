import { appendField, setField } from '../../src/document/edit-verbs.js';
import type { TextDocument } from '../../src/document/document.js';
import type { Message } from '../../src/document/message.js';
import type { Edit } from '../../src/text/edit.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'accuracy-ignore-label',
    category: 'loss',
    severity: 'warn',
    symptom: 'wrong-result',
    description: 'Accuracy counts labels that the loss ignores.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    for (const { node } of view.layers) {
      if (node.type !== 'Accuracy' || node.bottoms.length < 2) continue;
      const label = node.bottoms[1];
      const loss = label?.consumers.find(
        ({ layer }) =>
          layer.type === 'SoftmaxWithLoss' && layer.message.msg('loss_param').has('ignore_label'),
      )?.layer;
      if (!loss) continue;
      const ignored = loss.message.msg('loss_param').num('ignore_label');
      const param = node.message.msg('accuracy_param');
      if (param.has('ignore_label') && param.num('ignore_label') === ignored) continue;
      const edit = ignoreEdit(doc, node.message, param, ignored);
      report({
        at: param.has('ignore_label') ? param.at('ignore_label') : node.message.at('type'),
        view: view.name,
        message: `Accuracy layer "${node.name}" counts label ${ignored}, which the loss "${loss.name}" ignores: no class has that number, so Caffe compares with numbers from beside the right ones and the accuracy is wrong; set ignore_label: ${ignored} here too`,
        ...(edit
          ? { fix: { title: `Ignore label ${ignored}`, applicability: 'unsafe' as const, edits: [edit] } }
          : {}),
      });
    }
  },
);

function ignoreEdit(doc: TextDocument, layer: Message, param: Message, label: number): Edit | undefined {
  if (param.node) return setField(doc.tree, param, 'ignore_label', String(label));
  return layer.node && appendField(doc.tree, layer.node, `accuracy_param { ignore_label: ${label} }`);
}
