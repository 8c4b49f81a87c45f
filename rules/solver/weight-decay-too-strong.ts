import { shownNumber } from '../../src/solver/facts.js';
import { causeRule } from '../prognosis-rule.js';
import { setFix } from './solver-rule.js';

export const rule = causeRule(
  {
    id: 'weight-decay-too-strong',
    category: 'solver',
    severity: 'warn',
    symptom: 'plateau',
    description: 'Weight decay pulls the weights to zero faster than the gradient can hold them.',
    fix: 'unsafe',
  },
  ['decay'],
  ({ solver, solverDoc, fate, report }) => {
    const decay = solver.num('weight_decay');
    const rate = solver.num('base_lr');
    const half = Math.LN2 / (rate * Math.abs(decay));
    const fix = setFix(solverDoc, solver, 'weight_decay', '0.0005');
    report({
      doc: solverDoc,
      at: solver.at('weight_decay'),
      message:
        decay < 0
          ? `weight_decay ${shownNumber(decay)} is negative: it makes every weight grow by a factor 2 in ${shownNumber(half)} iterations; ${fate}; 0.0005 is usual`
          : `weight_decay ${shownNumber(decay)} at base_lr ${shownNumber(rate)} halves every weight in ${shownNumber(half)} iterations unless the gradient holds against it; ${fate}; 0.0005 is usual`,
      ...(fix ? { fix } : {}),
    });
  },
);
