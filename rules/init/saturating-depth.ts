import { causeRule } from '../prognosis-rule.js';
import { listNames } from '../net-rule.js';

export const rule = causeRule(
  {
    id: 'saturating-depth',
    category: 'init',
    severity: 'warn',
    symptom: 'plateau',
    description: 'Several sigmoid or tanh layers in a row let too little gradient through.',
    fix: 'unsafe',
  },
  ['saturation'],
  ({ view, netDoc, editable, fate, report }) => {
    const layers = view.layers.filter((l) => /^(Sigmoid|TanH)$/.test(l.node.type));
    const first = layers[0];
    if (!first) return;
    const sigmoids = layers.filter((l) => l.node.type === 'Sigmoid').length;
    const edits = layers.flatMap((l) =>
      l.node.message.all('type').map((v) => ({ start: v.item.start, end: v.item.end, text: '"ReLU"' })),
    );
    report({
      doc: netDoc,
      at: first.node.message.at('type'),
      message: `${layers.length} ${sigmoids === layers.length ? 'Sigmoid' : sigmoids === 0 ? 'TanH' : 'Sigmoid and TanH'} layers lie one behind the other (${listNames(layers.map((l) => l.node.name))})${sigmoids > 0 ? `: the slope of a sigmoid is at most 0.25, so the gradient that reaches the first is below 0.25^${sigmoids} = ${(0.25 ** sigmoids).toPrecision(1)} of that at the loss` : ', and where they saturate no gradient passes'}; ${fate}; use ReLU with msra fillers, or BatchNorm in front of them`,
      ...(editable && edits.length > 0
        ? { fix: { title: 'Use ReLU', applicability: 'unsafe' as const, edits } }
        : {}),
    });
  },
);
