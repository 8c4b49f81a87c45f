import { removeWithEmptyParent } from '../../src/document/edit-verbs.js';
import { count, isKnown } from '../../src/shapes/shape.js';
import { listNames, netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'batchnorm-batch-statistics-in-test',
    category: 'normalization',
    severity: 'warn',
    symptom: 'wrong-result',
    description:
      '`use_global_stats: false` in TEST: BatchNorm normalises by the batch at hand, not by what it learned.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    const own = view.layers.filter(({ node, refused }) => {
      const param = node.message.msg('batch_norm_param');
      return (
        !refused &&
        node.type === 'BatchNorm' &&
        node.phase === 'TEST' &&
        param.has('use_global_stats') &&
        !param.bool('use_global_stats')
      );
    });
    const [first] = own;
    if (!first) return;
    const batch = first.bottoms[0]?.[0];
    const zero = own.find(({ bottoms: [shape] }) => {
      const channels = shape?.length === 1 ? 1 : shape?.[1];
      return isKnown(channels) && count(shape) === channels;
    });
    const twin = own.find((l) => view.layers.some((o) => o !== l && o.node.name === l.node.name));
    const names = listNames(own.map((l) => l.node.name));
    report({
      at: first.node.message.msg('batch_norm_param').at('use_global_stats'),
      view: view.name,
      message: `${own.length === 1 ? `BatchNorm ${names} normalises` : `${own.length} BatchNorm layers (${names}) normalise`} by the batch in TEST, too (use_global_stats: false): the running mean and variance that training collects are never used, and what the net says of ${batch === 1 ? 'an image, alone in its batch, is normalised by that image' : 'an image depends on the others in its batch'}${zero ? `; "${zero.node.name}" has one value per channel to take the mean of, so that its output is exactly 0` : ''}; ${twin ? `"${twin.node.name}" stands twice: give the one that is for training include { phase: TRAIN }` : 'leave the field out: the default is the batch in TRAIN and the stored statistics in TEST'}`,
      fix: twin
        ? undefined
        : {
            title: `Remove use_global_stats from ${own.length === 1 ? 'the layer' : `${own.length} layers`}`,
            applicability: 'unsafe',
            edits: own.flatMap(({ node }) => {
              const param = node.message.msg('batch_norm_param');
              return param.all('use_global_stats').map((v) => removeWithEmptyParent(doc.tree, param, v.node));
            }),
          },
    });
  },
  'TEST',
);
