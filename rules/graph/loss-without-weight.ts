import { netRule } from '../net-rule.js';
import { isMeant, weigh } from './no-loss.js';

export const rule = netRule(
  {
    id: 'loss-without-weight',
    category: 'graph',
    severity: 'warn',
    symptom: 'wrong-result',
    description: 'A layer that calls itself a loss has no loss_weight, and Caffe takes 0 for it.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    // In a net without any loss it is the whole story: no-loss.
    if (!view.view.layers.some((l) => l.tops.some((t) => (t.lossWeight ?? 1) !== 0))) return;
    for (const node of view.view.layers) {
      if (!isMeant(node) || !view.gradient.layers.length) continue;
      report({
        at: node.message.at('type'),
        view: view.name,
        message: `${node.type} layer "${node.name}" is printed but does not train anything: Caffe gives weight 1 to its own loss layers only, so this one counts with 0; set loss_weight: 1 if it is meant as a loss`,
        fix: weigh(doc, node),
      });
    }
  },
  'TRAIN',
);
