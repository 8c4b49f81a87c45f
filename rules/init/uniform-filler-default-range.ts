import { suitableFiller } from '../../src/analysis/filler-choice.js';
import { shownNumber } from '../../src/solver/facts.js';
import { startInWords } from '../../src/training/words.js';
import { listNames } from '../net-rule.js';
import { causeRule } from '../prognosis-rule.js';
import { fillerDefect, fillerFix } from './ill-sized.js';

export const rule = causeRule(
  {
    id: 'uniform-filler-default-range',
    category: 'init',
    severity: 'warn',
    symptom: 'nan',
    description: 'A uniform filler without `min` and `max` draws weights between 0 and 1.',
    fix: 'unsafe',
  },
  ['filler'],
  ({ view, netDoc, editable, fate, report }) => {
    const defect = fillerDefect(view);
    if (defect?.id !== 'uniform-filler-default-range') return;
    const { gains } = defect;
    const first = gains[0]!;
    const start = startInWords(view);
    report({
      doc: netDoc,
      at: first.param.blob.filler?.here() ?? first.param.layer.node.message.here(),
      message: `the uniform filler of ${listNames(gains.map((g) => g.param.layer.node.name))} has no min and max, and Caffe's defaults are 0 and 1: the ${first.fanIn} weights of a unit, all positive, add up to ${shownNumber(first.sum)} times the mean of its inputs${start ? `, and ${start}` : ''}; ${fate}; write a range around 0, or weight_filler ${suitableFiller(view, first.param)}`,
      ...fillerFix(netDoc, view, gains, editable),
    });
  },
);
