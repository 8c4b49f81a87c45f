import { shownNumber } from '../../src/solver/facts.js';
import { causeRule } from '../prognosis-rule.js';
import { setFix } from './solver-rule.js';

export const rule = causeRule(
  {
    id: 'learning-rate-too-low',
    category: 'solver',
    severity: 'warn',
    symptom: 'plateau',
    description: 'The learning rate is so low that the planned iterations change next to nothing.',
    fix: 'unsafe',
  },
  ['rate-low'],
  ({ solver, solverDoc, prognosis, report }) => {
    const { rate, evidence } = prognosis;
    if (rate === undefined || !evidence) return;
    const fix = setFix(solverDoc, solver, 'base_lr', shownNumber(rate));
    report({
      doc: solverDoc,
      at: solver.at('base_lr'),
      message: `base_lr ${shownNumber(solver.num('base_lr'))} is too low for max_iter ${solver.num('max_iter')}: in a simulation the loss goes from ${shownNumber(evidence.first)} to ${shownNumber(evidence.last)} in ${evidence.iterations} iterations; at ${shownNumber(rate)} it trains`,
      ...(fix ? { fix } : {}),
    });
  },
);
