import { removeField } from '../../src/document/edit-verbs.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'ignored-normalize',
    category: 'loss',
    severity: 'warn',
    symptom: 'none',
    description: '`normalize` does nothing beside `normalization`, and asks for something else.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    for (const { node } of view.layers) {
      if (node.type !== 'SoftmaxWithLoss' && node.type !== 'SigmoidCrossEntropyLoss') continue;
      const param = node.message.msg('loss_param');
      const old = param.all('normalize')[0];
      if (!old || !param.has('normalization')) continue;
      const asked = param.bool('normalize') ? 'VALID' : 'BATCH_SIZE';
      const mode = param.str('normalization');
      if (asked === mode) continue;
      report({
        at: param.at('normalize'),
        view: view.name,
        message: `"${node.name}" sets both normalization: ${mode} and normalize: ${param.bool('normalize')}, the old way to say ${asked}; Caffe reads normalize only where normalization is not set, so the loss is divided as ${mode} says; remove one of them`,
        fix: {
          title: 'Remove normalize',
          applicability: 'unsafe',
          edits: [removeField(doc.tree, old.node)],
        },
      });
    }
  },
);
