import { netRule } from '../net-rule.js';
import { readerPairs } from './readers.js';

export const rule = netRule(
  {
    id: 'train-test-same-source',
    category: 'data',
    severity: 'warn',
    symptom: 'wrong-result',
    description: 'The net is tested on the very data it is trained on.',
    fix: 'none',
  },
  ({ view, unit, doc, report }) => {
    const pairs = readerPairs(unit.analysis?.views ?? []);
    for (const { train, test, view: where } of pairs) {
      if (where !== view || train.source === '' || train.source !== test.source) continue;
      if (train.node.type !== test.node.type) continue;
      // Tested on the training set too, in a stage of its own (BVLC's mnist_autoencoder).
      const blob = test.node.tops[0]!.name;
      if (pairs.some((p) => p.test.source !== test.source && p.test.node.tops[0]!.name === blob)) continue;
      report({
        at: test.param.at('source'),
        view: where.name,
        message: `training and testing read the same source "${test.source}", so the test result says how well the net has learned it by heart, not how it does on new data; name the test set here`,
        related: [{ source: doc.source, ...train.param.at('source'), message: 'training reads it here' }],
      });
    }
  },
);
