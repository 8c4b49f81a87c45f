import { netRule } from '../net-rule.js';

const regression = new Set(['EuclideanLoss', 'SmoothL1Loss', 'L1Loss']);

export const rule = netRule(
  {
    id: 'accuracy-on-regression',
    category: 'loss',
    severity: 'warn',
    symptom: 'wrong-result',
    description: 'Accuracy compares class numbers, and this net is trained to give quantities.',
    fix: 'none',
  },
  ({ view, report }) => {
    for (const { node } of view.layers) {
      if (node.type !== 'Accuracy') continue;
      const [scores, label] = node.bottoms;
      const others = (top: typeof scores): Set<unknown> => new Set(top?.consumers.map((c) => c.layer));
      const both = others(label);
      const loss = scores?.consumers.find((c) => both.has(c.layer) && regression.has(c.layer.type))?.layer;
      if (!loss) continue;
      report({
        at: node.message.at('type'),
        view: view.name,
        message: `Accuracy layer "${node.name}" takes "${scores!.name}" for scores of classes and the label for the number of one, but ${loss.type} layer "${loss.name}" trains it to be a quantity, so the accuracy means nothing; look at the loss instead`,
      });
    }
  },
);
