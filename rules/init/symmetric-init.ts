import { suitableFiller } from '../../src/analysis/filler-choice.js';
import { shownNumber } from '../../src/solver/facts.js';
import { listNames } from '../net-rule.js';
import { causeRule } from '../prognosis-rule.js';
import { fillerDefect, fillerFix } from './ill-sized.js';

export const rule = causeRule(
  {
    id: 'symmetric-init',
    category: 'init',
    severity: 'warn',
    symptom: 'plateau',
    description: 'All weights of a layer start at the same value, so its units stay copies of one another.',
    fix: 'unsafe',
  },
  ['filler'],
  ({ view, netDoc, editable, fate, report }) => {
    const defect = fillerDefect(view);
    if (defect?.id !== 'symmetric-init') return;
    const { gains } = defect;
    const first = gains[0]!;
    const value = first.sum / first.fanIn;
    report({
      doc: netDoc,
      at: first.param.blob.filler?.here() ?? first.param.layer.node.message.here(),
      message: `all weights of ${listNames(gains.map((g) => g.param.layer.node.name))} start at the same value (${shownNumber(value)}, and the ${first.fanIn} inputs of a unit add up to ${shownNumber(Math.abs(first.sum))} times their mean): the units of a layer compute the same, get the same gradient and stay copies of one another; ${fate}; draw them at random, e.g. weight_filler ${suitableFiller(view, first.param)}`,
      ...fillerFix(netDoc, view, gains, editable),
    });
  },
);
