import { removeWithEmptyParent } from '../../src/document/edit-verbs.js';
import { shownNumber } from '../../src/solver/facts.js';
import { listNames, netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'moving-average-out-of-range',
    category: 'normalization',
    severity: 'error',
    symptom: 'wrong-result',
    description: 'A `moving_average_fraction` outside of 0 to 1 makes the stored statistics worthless.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    const odd = view.layers.filter(({ node }) => {
      const param = node.message.msg('batch_norm_param');
      const stored = param.has('use_global_stats') && param.bool('use_global_stats');
      const fraction = param.num('moving_average_fraction');
      return (
        node.type === 'BatchNorm' && !stored && node.phase === 'TRAIN' && !(fraction >= 0 && fraction <= 1)
      );
    });
    const first = odd[0];
    if (!first) return;
    const param = first.node.message.msg('batch_norm_param');
    const fraction = param.num('moving_average_fraction');
    const growth =
      fraction > 1
        ? `every iteration multiplies the statistics so far by ${shownNumber(fraction)}, so the first batches outweigh all later ones${overflow(fraction)}`
        : 'every iteration turns the sign of the statistics so far, so that batches are subtracted from one another';
    const edits = odd.flatMap(({ node }) => {
      const own = node.message.msg('batch_norm_param');
      return own.all('moving_average_fraction').map((v) => removeWithEmptyParent(doc.tree, own, v.node));
    });
    report({
      at: param.at('moving_average_fraction'),
      message: `moving_average_fraction ${shownNumber(fraction)} of ${listNames(odd.map((l) => l.node.name))}: ${growth}; training goes by batch statistics and looks well, testing goes by the stored ones and is wrong; the share that is kept lies between 0 and 1, and the default is 0.999`,
      fix: { title: 'Remove moving_average_fraction', applicability: 'unsafe', edits },
    });
  },
  'TRAIN',
);

/** FLT_MAX is fraction^n after n iterations. */
function overflow(fraction: number): string {
  const iterations = Math.ceil(Math.log(3.4e38) / Math.log(fraction));
  return ` and after ${iterations} iterations they are infinite`;
}
