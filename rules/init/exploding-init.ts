import { suitableFiller } from '../../src/analysis/filler-choice.js';
import { shownNumber } from '../../src/solver/facts.js';
import { startInWords } from '../../src/training/words.js';
import { listNames } from '../net-rule.js';
import { causeRule } from '../prognosis-rule.js';
import { fillerDefect, fillerFix } from './ill-sized.js';

export const rule = causeRule(
  {
    id: 'exploding-init',
    category: 'init',
    severity: 'warn',
    symptom: 'nan',
    description: 'Weights start so large that activations grow from layer to layer until training fails.',
    fix: 'unsafe',
  },
  ['filler'],
  ({ view, netDoc, editable, fate, report }) => {
    const defect = fillerDefect(view);
    if (defect?.id !== 'exploding-init') return;
    const { gains } = defect;
    const worst = gains[0]!;
    const start = startInWords(view);
    report({
      doc: netDoc,
      at: worst.param.blob.filler?.here() ?? worst.param.layer.node.message.here(),
      message: `the weights of ${listNames(gains.map((g) => g.param.layer.node.name))} start too large: with ${worst.fanIn} inputs per unit "${worst.param.layer.node.name}" multiplies the size of its input by about ${shownNumber(size(worst))}, where 1 would keep it${start ? `, and ${start}` : ''}; ${fate}; fill by the number of inputs, e.g. weight_filler ${suitableFiller(view, worst.param)}`,
      ...fillerFix(netDoc, view, gains, editable),
    });
  },
);

const size = (g: { gain: number; sum: number }): number => Math.hypot(Math.sqrt(g.gain), g.sum);
