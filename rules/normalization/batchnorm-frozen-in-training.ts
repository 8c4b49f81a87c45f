import { madeForTrainedWeights } from '../../src/analysis/made-for-trained.js';
import { removeWithEmptyParent } from '../../src/document/edit-verbs.js';
import { shownNumber } from '../../src/solver/facts.js';
import { symptomBy } from '../prognosis-rule.js';
import { listNames, netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'batchnorm-frozen-in-training',
    category: 'normalization',
    severity: 'warn',
    symptom: 'nan',
    description: '`use_global_stats: true` while training from scratch: the stored statistics are empty.',
    fix: 'unsafe',
  },
  ({ view, unit, doc, report }) => {
    if (view.knowledge.trained?.unread || !view.layers.some((l) => l.node.signature?.loss)) return;
    if (!view.knowledge.trained && madeForTrainedWeights(view)) return;
    const frozen = view.layers.filter(
      (l) =>
        l.node.type === 'BatchNorm' &&
        l.node.message.msg('batch_norm_param').bool('use_global_stats') &&
        !view.loaded.covered.has(l),
    );
    const first = frozen[0];
    if (!first) return;
    const eps = first.node.message.msg('batch_norm_param').num('eps') || 1e-5;
    const gain = 1 / Math.sqrt(eps);
    const total = frozen.length * Math.log10(gain);
    const edits = frozen.flatMap((l) => {
      const param = l.node.message.msg('batch_norm_param');
      return param.all('use_global_stats').map((v) => removeWithEmptyParent(doc.tree, param, v.node));
    });
    report({
      ...symptomBy(unit, 'slow'),
      at: first.node.message.msg('batch_norm_param').at('use_global_stats'),
      message: `${frozen.length === 1 ? `BatchNorm "${first.node.name}" normalises` : `${frozen.length} BatchNorm layers (${listNames(frozen.map((l) => l.node.name))}) normalise`} by stored statistics in training (use_global_stats: true), and from scratch these are all zero: mean 0, variance 0, so each layer does not normalise but multiplies by 1/sqrt(eps) = ${shownNumber(gain)}${frozen.length > 1 ? `, together by ${total > 38 ? 'more than a float can hold' : shownNumber(10 ** total)}` : ''}; the loss starts near its ceiling of 87.3365 or goes to NaN in the first steps; remove the field, unless trained weights are loaded: the default uses batch statistics in TRAIN and stored ones in TEST`,
      fix: {
        title: `Remove use_global_stats from ${frozen.length === 1 ? 'the layer' : `${frozen.length} layers`}`,
        applicability: 'unsafe',
        edits,
      },
    });
  },
  'TRAIN',
);
