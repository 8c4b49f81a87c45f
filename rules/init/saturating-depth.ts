import { replace } from '../../src/document/edit-verbs.js';
import { causeRule } from '../prognosis-rule.js';
import { fillerEdit } from '../../src/analysis/filler-choice.js';
import { narrowSigmoids } from '../../src/training/anomalies.js';
import { listNames } from '../net-rule.js';

/** In real runs four layers train so at the rate they had; eight want ten times that rate as well. */
const MOST_WIDE = 4;

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
    // What the layers are is the author's: larger weights first, another activation when they are no help.
    const narrow = sigmoids <= MOST_WIDE ? narrowSigmoids(view) : [];
    const wider = narrow.flatMap((n) => fillerEdit(netDoc.tree, n.param, n.filler) ?? []);
    const edits =
      wider.length > 0
        ? wider
        : layers.flatMap((l) => l.node.message.all('type').map((v) => replace(v.item, '"ReLU"')));
    const title = wider.length > 0 ? 'Fill for the slope of a sigmoid' : 'Use ReLU';
    const mend =
      wider.length > 0
        ? `weights of deviation 4 / sqrt(inputs) make up for that slope, e.g. weight_filler ${narrow.at(-1)!.filler}; ReLU with msra fillers or BatchNorm avoid it`
        : 'use ReLU with msra fillers, or BatchNorm in front of them';
    report({
      doc: netDoc,
      at: first.node.message.at('type'),
      message: `${layers.length} ${sigmoids === layers.length ? 'Sigmoid' : sigmoids === 0 ? 'TanH' : 'Sigmoid and TanH'} layers lie one behind the other (${listNames(layers.map((l) => l.node.name))})${sigmoids > 0 ? `: the slope of a sigmoid is at most 0.25, so the gradient that reaches the first is below 0.25^${sigmoids} = ${(0.25 ** sigmoids).toPrecision(1)} of that at the loss` : ', and where they saturate no gradient passes'}; ${fate}; ${mend}`,
      ...(editable && edits.length > 0 ? { fix: { title, applicability: 'unsafe' as const, edits } } : {}),
    });
  },
);
