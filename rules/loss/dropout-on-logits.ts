import { isKnown } from '../../src/shapes/shape.js';
import { shownNumber } from '../../src/solver/facts.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'dropout-on-logits',
    category: 'loss',
    severity: 'warn',
    symptom: 'slow',
    description: 'Dropout on the logits keeps the training loss above a floor, however good the net is.',
    fix: 'none',
  },
  ({ view, report }) => {
    for (const { node, bottoms } of view.layers) {
      const layer = node.bottoms[0]?.layer;
      if (node.type !== 'SoftmaxWithLoss' || layer?.type !== 'Dropout' || layer.phase !== 'TRAIN') continue;
      if (!node.tops.some((t) => (t.lossWeight ?? 0) !== 0)) continue;
      const ratio = layer.message.msg('dropout_param').num('dropout_ratio');
      const shape = bottoms[0];
      const axis = node.message.msg('softmax_param').num('axis');
      const classes = shape?.[axis < 0 ? axis + shape.length : axis];
      if (!(ratio > 0 && ratio < 1) || !isKnown(classes) || classes < 2) continue;
      report({
        at: layer.message.at('type'),
        message: `Dropout "${layer.name}" works on the ${classes} logits that "${node.name}" reads: with probability ${shownNumber(ratio)} it sets the right one to 0, and others with it, so the training loss cannot fall below ${shownNumber(dropoutFloor(classes, ratio))} on average, whatever the net has learned; put it in front of the last layer with weights`,
      });
    }
  },
  'TRAIN',
);

/**
 * The least mean loss under Dropout of the logits. A right logit that is kept costs nothing at best; one
 * that is dropped stands at 0 beside the k wrong ones dropped with it, and costs ln(1 + k) when the wrong
 * ones that are kept are far below: ratio · E ln(1 + k), k binomial over the other classes.
 */
export function dropoutFloor(classes: number, ratio: number): number {
  const others = classes - 1;
  let sum = 0;
  let log = others * Math.log(1 - ratio);
  for (let k = 0; k <= others; k++) {
    sum += Math.exp(log) * Math.log(1 + k);
    log += Math.log((others - k) / (k + 1)) + Math.log(ratio / (1 - ratio));
  }
  return ratio * sum;
}
