import { valueSigns } from '../../src/analysis/value-signs.js';
import { replace } from '../../src/document/edit-verbs.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'scores-as-probabilities',
    category: 'loss',
    severity: 'error',
    symptom: 'nan',
    description: 'A loss that takes probabilities is fed raw scores of both signs.',
    fix: 'unsafe',
  },
  ({ view, report }) => {
    const signs = valueSigns(view);
    for (const { node, refused } of view.layers) {
      const scores = node.bottoms[0];
      if (node.type !== 'MultinomialLogisticLoss' || refused || !scores) continue;
      if (!signs.get(scores)?.negative || !node.tops.some((t) => (t.lossWeight ?? 0) !== 0)) continue;
      const type = node.message.all('type')[0]?.item;
      report({
        at: node.message.at('type'),
        view: view.name,
        message: `MultinomialLogisticLoss "${node.name}" takes the logarithm of probabilities, and "${scores.name}" holds raw scores: where the right class has a score below 1e-20 the loss is 46.05 (= -ln 1e-20) and its gradient up to 1e20, and a score above 1 makes the loss negative without limit, so it ends at -inf and NaN; use SoftmaxWithLoss, which computes the softmax itself`,
        fix: type && {
          title: 'Use SoftmaxWithLoss',
          applicability: 'unsafe',
          edits: [replace(type, '"SoftmaxWithLoss"')],
        },
      });
    }
  },
  'TRAIN',
);
