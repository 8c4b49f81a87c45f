import { removeWithEmptyParent } from '../../src/document/edit-verbs.js';
import type { Message } from '../../src/document/message.js';
import { shownNumber } from '../../src/solver/facts.js';
import { listNames, netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'zero-epsilon',
    category: 'normalization',
    severity: 'warn',
    symptom: 'none',
    description: '`eps: 0` leaves a normalisation without guard against dividing by a variance of 0.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    const bare = view.layers.filter(({ node, refused }) => {
      const param = paramOf(node.type, node.message);
      return param && !refused && param.has('eps') && !(param.num('eps') > 0);
    });
    const first = bare[0];
    if (!first) return;
    const { node } = first;
    const param = paramOf(node.type, node.message)!;
    const edits = bare.flatMap((l) => {
      const own = paramOf(l.node.type, l.node.message)!;
      return own.all('eps').map((v) => removeWithEmptyParent(doc.tree, own, v.node));
    });
    const constant =
      node.type === 'BatchNorm'
        ? 'a channel that is constant over the batch (the output of a dead ReLU), and the empty statistics that a test before the first iteration uses, become 0 / 0 = NaN'
        : 'an input that is constant becomes 0 / 0 = NaN';
    report({
      at: param.at('eps'),
      message: `eps is ${shownNumber(param.num('eps'))} in ${listNames(bare.map((l) => l.node.name))}: ${node.type} divides by the spread of its input with nothing added to it, so ${constant}, and the loss with it; remove the field (the default is ${node.type === 'BatchNorm' ? '1e-5' : '1e-9'})`,
      fix: { title: 'Remove eps', applicability: 'unsafe', edits },
    });
  },
  'TRAIN',
);

/** The message that holds `eps`, where the layer divides by a variance. */
function paramOf(type: string, message: Message): Message | undefined {
  if (type === 'BatchNorm') return message.msg('batch_norm_param');
  const mvn = message.msg('mvn_param');
  return type === 'MVN' && mvn.bool('normalize_variance') ? mvn : undefined;
}
