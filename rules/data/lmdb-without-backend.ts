import { appendField } from '../../src/document/edit-verbs.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'lmdb-without-backend',
    category: 'data',
    severity: 'warn',
    symptom: 'load-failure',
    description: 'A source that is an LMDB by its name is opened as LevelDB, the default.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    for (const { node } of view.layers) {
      const param = node.message.msg('data_param');
      if (node.type !== 'Data' || param.has('backend') || !param.node) continue;
      const name = param.str('source').toLowerCase();
      if (!name.includes('lmdb') || name.includes('leveldb')) continue;
      report({
        at: param.at('source'),
        view: view.name,
        message: `"${param.str('source')}" looks like an LMDB, but without "backend" Caffe opens it as LEVELDB and stops; add backend: LMDB`,
        fix: {
          title: 'Read it as LMDB',
          applicability: 'unsafe',
          edits: [appendField(doc.tree, param.node, 'backend: LMDB')],
        },
      });
    }
  },
);
