import { outsideDomain, TINY, type OutsideDomain } from '../../src/analysis/outside-domain.js';
import type { Edit } from '../../src/text/edit.js';
import { appendField, removeWithEmptyParent, setField } from '../../src/document/edit-verbs.js';
import type { TextDocument } from '../../src/document/document.js';
import type { Message } from '../../src/document/message.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'input-outside-domain',
    category: 'graph',
    severity: 'error',
    symptom: 'nan',
    description:
      'A logarithm, power or quotient is taken of zeros or negative numbers, where it has no value.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    for (const found of outsideDomain(view)) {
      const { node, bottom, negative, why, mend, title } = found;
      const kind = negative
        ? 'negative numbers as well as positive ones'
        : 'exact zeros (a ReLU or Dropout makes them)';
      const edit = editOf(doc, node.message, found);
      report({
        at: node.message.at('type'),
        view: view.name,
        message: `${node.type} "${node.name}" reads "${bottom.name}", which holds ${kind}, and ${why}; ${mend}`,
        ...(edit && title ? { fix: { title, applicability: 'unsafe', edits: [edit] } } : {}),
      });
    }
  },
  'TRAIN',
);

function editOf(doc: TextDocument, layer: Message, { title, shift }: OutsideDomain): Edit | undefined {
  if (title === undefined) return undefined;
  if (shift === undefined) {
    const param = layer.msg('eltwise_param');
    const value = param.all('stable_prod_grad')[0];
    return value && removeWithEmptyParent(doc.tree, param, value.node);
  }
  if (!layer.msg(shift).node)
    return layer.node && appendField(doc.tree, layer.node, `${shift} { shift: ${TINY} }`);
  return setField(doc.tree, layer.msg(shift), 'shift', TINY);
}
