import { setField } from '../../src/document/edit-verbs.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'dropout-ratio-out-of-range',
    category: 'normalization',
    severity: 'error',
    symptom: 'nan',
    description: 'A `dropout_ratio` outside of 0 to 1 drops everything, and divides by zero.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    for (const { node } of view.layers) {
      if (node.type !== 'Dropout' || node.phase !== 'TRAIN') continue;
      const param = node.message.msg('dropout_param');
      const ratio = Math.fround(param.num('dropout_ratio'));
      if (ratio >= 0 && ratio < 1) continue;
      const why =
        ratio === 1
          ? 'it drops every value and multiplies by 1 / (1 - 1) = infinity, which gives 0 x inf = NaN'
          : `no share of the values can be ${ratio > 1 ? 'more than all' : 'less than none'}: on the CPU Caffe aborts in its first forward pass (Check failed: p ${ratio > 1 ? '>= 0' : '<= 1'}), on a GPU it multiplies by 1 / (1 - ratio) = ${(1 / (1 - ratio)).toPrecision(2)}`;
      const edit = setField(doc.tree, param, 'dropout_ratio', '0.5');
      report({
        at: param.at('dropout_ratio'),
        view: view.name,
        message: `Dropout "${node.name}" has dropout_ratio ${param.num('dropout_ratio')}, the share of values that is set to 0, and ${why}; 0.5 is the usual share${ratio === 1 ? ', and a layer that is not wanted is best removed' : ''}`,
        fix: edit && { title: 'Write dropout_ratio: 0.5', applicability: 'unsafe', edits: [edit] },
      });
    }
  },
  'TRAIN',
);
