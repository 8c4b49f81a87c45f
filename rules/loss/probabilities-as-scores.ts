import { isKnown } from '../../src/shapes/shape.js';
import { feedPast } from './feed-past.js';
import { netRule } from '../net-rule.js';
import { own } from '../../src/text/own.js';

export const rule = netRule(
  {
    id: 'probabilities-as-scores',
    category: 'loss',
    severity: 'warn',
    symptom: 'slow',
    description: 'A loss that takes scores is fed probabilities, so it cannot come near 0.',
    fix: 'unsafe',
  },
  ({ view, report }) => {
    for (const { node, bottoms } of view.layers) {
      const floor = own(floors, node.type);
      const top = node.bottoms[0];
      const squash = top?.layer;
      if (!floor || !squash || !/^(Sigmoid|Softmax)$/.test(squash.type)) continue;
      if (!node.tops.some((t) => (t.lossWeight ?? 0) !== 0)) continue;
      const classes = bottoms[0]?.[1];
      const source = squash.bottomNames[0];
      const inPlace = top.inPlaceOf !== undefined;
      report({
        at: node.message.at('bottom'),
        view: view.name,
        message: `${node.type} "${node.name}" takes scores, but its bottom "${top.name}" has been through ${squash.type} "${squash.name}" and lies between 0 and 1, so ${floor(isKnown(classes) ? classes : undefined)}; feed it ${!inPlace && source ? `"${source}"` : `what "${squash.name}" reads`}, and keep the ${squash.type} for deployment`,
        fix: feedPast(node),
      });
    }
  },
  'TRAIN',
);

/** What each loss can still reach on numbers between 0 and 1. */
const floors: Readonly<Record<string, (classes: number | undefined) => string>> = {
  SigmoidCrossEntropyLoss: () =>
    'the sigmoid that the loss applies gives 0.5 to 0.731: an output whose target is 0 costs at least ln 2 = 0.6931, one whose target is 1 at least 0.3133, and the gradient shrinks by a second slope of at most 0.25',
  HingeLoss: (classes) =>
    `every wrong class costs at least its whole margin of 1: the loss cannot fall below ${classes === undefined ? 'K - 1 for K classes' : classes - 1}`,
  InfogainLoss: () =>
    'the softmax that the loss computes itself (in Caffe since November 2016) is applied to numbers that differ by at most 1, and the loss stops far above 0',
};
