import { netRule } from '../net-rule.js';
import { labelUses } from './label-uses.js';

export const rule = netRule(
  {
    id: 'unlabelled-list-line',
    category: 'data',
    severity: 'warn',
    symptom: 'wrong-result',
    description: 'A list of images has lines in which Caffe finds no label.',
    fix: 'none',
  },
  ({ view, report }) => {
    for (const { reader, labels } of labelUses(view)) {
      const { unlabelled, count, path } = labels?.list ?? {};
      if (!unlabelled?.count || reader.node.type !== 'ImageData') continue;
      report({
        at: reader.param.at('source'),
        message: `${unlabelled.count === 1 ? `line ${unlabelled.line}` : `${unlabelled.count} of the ${count} lines`} of ${path}${unlabelled.count === 1 ? '' : `, the first of them line ${unlabelled.line},`} ${unlabelled.count === 1 ? 'has' : 'have'} no number behind the last space: Caffe takes label 0 for it, and everything in front of that space, or the whole line where there is none, for the path of the image; write "path label" with one space (no tab, none at the end)`,
      });
    }
  },
);
