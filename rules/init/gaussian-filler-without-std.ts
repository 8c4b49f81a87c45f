import { appendField } from '../../src/document/edit-verbs.js';
import { count, isKnown } from '../../src/shapes/shape.js';
import { shownNumber } from '../../src/solver/facts.js';
import { normalisedBehind } from '../../src/analysis/normalised.js';
import { symptomBy } from '../prognosis-rule.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'gaussian-filler-without-std',
    category: 'init',
    severity: 'warn',
    symptom: 'nan',
    description: 'A gaussian filler without `std` draws weights with standard deviation 1.',
    fix: 'unsafe',
  },
  ({ view, unit, doc, report }) => {
    if (view.knowledge.trained?.unread || !view.layers.some((l) => l.node.signature?.loss)) return;
    for (const layer of view.layers)
      for (const p of layer.params) {
        const filler = p.blob.filler;
        if (
          p.blob.role !== 'weight' ||
          p.owner ||
          p.blob.trained ||
          !filler?.node ||
          filler.str('type') !== 'gaussian' ||
          filler.has('std')
        )
          continue;
        const fanIn = count(p.shape, 1);
        if (!isKnown(fanIn) || fanIn <= 4) continue;
        const tamed = normalisedBehind(layer);
        const std = shownNumber(Math.sqrt(2 / fanIn));
        report({
          at: filler.here(),
          ...(tamed ? { symptom: 'none' as const } : symptomBy(unit, 'slow')),
          message: `the gaussian filler of "${layer.node.name}" has no std, and Caffe's default is 1: with ${fanIn} inputs per unit this layer multiplies the size of its input by about sqrt(${fanIn}) = ${shownNumber(Math.sqrt(fanIn))}${tamed ? '; the normalisation behind it takes that back, but the weights then change slowly' : ', where 1 would keep it; after a few such layers the logits are so large that the softmax is certain and wrong (loss up to 87.3365 per sample), and the first steps end in NaN'}; write std: ${std} (sqrt(2 / ${fanIn})), or type: "msra"`,
          fix: {
            title: `Add std: ${std}`,
            applicability: 'unsafe',
            edits: [appendField(doc.tree, filler.node, `std: ${std}`)],
          },
        });
      }
  },
  'TRAIN',
);
