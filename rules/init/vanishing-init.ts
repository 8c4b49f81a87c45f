import { suitableFiller } from '../../src/analysis/filler-choice.js';
import { shownNumber } from '../../src/solver/facts.js';
import { startInWords } from '../../src/training/words.js';
import { listNames } from '../net-rule.js';
import { causeRule } from '../prognosis-rule.js';
import { fillerDefect, fillerFix } from './ill-sized.js';

export const rule = causeRule(
  {
    id: 'vanishing-init',
    category: 'init',
    severity: 'warn',
    symptom: 'plateau',
    description: 'Weights start so small that neither the signal nor the gradient gets through the net.',
    fix: 'unsafe',
  },
  ['filler'],
  ({ view, netDoc, editable, fate, report }) => {
    const defect = fillerDefect(view);
    if (defect?.id !== 'vanishing-init') return;
    const { gains } = defect;
    const first = gains[0]!;
    const factor = gains.reduce((product, g) => product * Math.sqrt(g.gain), 1);
    const start = startInWords(view);
    report({
      doc: netDoc,
      at: first.param.blob.filler?.here() ?? first.param.layer.node.message.here(),
      message: `the weights of ${listNames(gains.map((g) => g.param.layer.node.name))} start too small: "${first.param.layer.node.name}" multiplies the size of its input by ${shownNumber(Math.sqrt(first.gain))}${gains.length > 1 ? `, the ${gains.length} layers together by ${shownNumber(factor)}` : ''}, and the gradient on its way back likewise${start ? `: ${start}` : ''}; ${fate}; fill by the number of inputs, e.g. weight_filler ${suitableFiller(view, first.param)}`,
      ...fillerFix(netDoc, view, gains, editable),
    });
  },
);
