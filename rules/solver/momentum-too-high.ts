import { shownNumber } from '../../src/solver/facts.js';
import { causeRule } from '../prognosis-rule.js';
import { setFix } from './solver-rule.js';

export const rule = causeRule(
  {
    id: 'momentum-too-high',
    category: 'solver',
    severity: 'warn',
    symptom: 'nan',
    description: 'Momentum close to 1 carries so much of the past that the steps overshoot.',
    fix: 'unsafe',
  },
  ['momentum'],
  ({ solver, solverDoc, fate, report }) => {
    const momentum = solver.num('momentum');
    const rate = solver.num('base_lr');
    const fix = setFix(solverDoc, solver, 'momentum', '0.9');
    report({
      doc: solverDoc,
      at: solver.at('momentum'),
      message: `momentum ${momentum} adds up the last ${shownNumber(1 / (1 - momentum))} gradients, so that base_lr ${shownNumber(rate)} works like ${shownNumber(rate / (1 - momentum))}; ${fate}; at momentum 0.9 it trains`,
      ...(fix ? { fix } : {}),
    });
  },
);
