import { isKnown } from '../../src/shapes/shape.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'accuracy-always-one',
    category: 'loss',
    severity: 'error',
    symptom: 'wrong-result',
    description: 'Accuracy counts every answer as right, because there are no more classes than guesses.',
    fix: 'none',
  },
  ({ view, report }) => {
    for (const { node, bottoms, refused } of view.layers) {
      if (node.type !== 'Accuracy' || refused || !bottoms[0]) continue;
      const param = node.message.msg('accuracy_param');
      const axis = param.num('axis');
      const classes = bottoms[0][axis < 0 ? axis + bottoms[0].length : axis];
      if (!isKnown(classes)) continue;
      const topK = param.num('top_k');
      if (classes > topK) continue;
      const blob = node.bottomNames[0]!;
      const why =
        classes === 1
          ? `"${blob}" has one output, which is always the best of all; count with a threshold outside of Caffe, or give the net one output per class`
          : `"${blob}" has ${classes} outputs, and with top_k ${topK} the right one is always among the guesses; lower top_k`;
      report({
        at: classes === 1 ? node.message.at('bottom') : param.at('top_k'),
        view: view.name,
        message: `Accuracy layer "${node.name}" prints 1 whatever the net does: ${why}`,
      });
    }
  },
);
