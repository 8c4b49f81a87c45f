import { shownNumber } from '../../src/solver/facts.js';
import { gammaOver, learningRate, planOf, thirdOf, totalRate } from '../../src/solver/schedule.js';
import { symptomBy } from '../prognosis-rule.js';
import { setFix, solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'learning-rate-dies',
    category: 'solver',
    severity: 'warn',
    symptom: 'plateau',
    description: 'The schedule brings the rate to almost nothing early in the run.',
    fix: 'unsafe',
  },
  (solver, report, doc, unit) => {
    const { policy, maxIter, base } = planOf(solver);
    if (policy === 'fixed' || maxIter < 100 || base <= 0) return;
    // A missing gamma is the cause told by missing-schedule-parameter.
    if (policy !== 'poly' && (!solver.has('gamma') || solver.num('gamma') === 0)) return;
    const early = Math.floor(maxIter / 5);
    const rate = learningRate(solver, early);
    const total = totalRate(solver, 0, maxIter);
    if (rate === undefined || total === undefined || !(rate < base / 1000)) return;
    const worth = total / base;
    // A schedule that is over early has still trained the net if it was worth some hundreds of iterations.
    if (worth > Math.min(maxIter / 20, 500)) return;
    report({
      ...symptomBy(unit, 'slow'),
      at: solver.at(
        policy === 'step' ? 'stepsize' : policy === 'poly' || policy === 'inv' ? 'power' : 'gamma',
      ),
      message: `lr_policy "${policy}" has brought the rate from ${shownNumber(base)} to ${shownNumber(rate)} by iteration ${early} of ${maxIter}; the whole run moves the weights as far as ${shownNumber(worth)} iterations at base_lr would, so the loss stands still from then on`,
      fix:
        policy === 'step'
          ? setFix(doc, solver, 'stepsize', String(thirdOf(maxIter)))
          : policy === 'exp'
            ? setFix(doc, solver, 'gamma', gammaOver(maxIter))
            : undefined,
    });
  },
);
