import type { Message } from '../../src/document/message.js';
import { shownNumber } from '../../src/solver/facts.js';
import { learningRate, planOf } from '../../src/solver/schedule.js';
import { symptomBy } from '../prognosis-rule.js';
import { setFix, solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'learning-rate-grows',
    category: 'solver',
    severity: 'error',
    symptom: 'nan',
    description: 'The schedule raises the learning rate as training goes on, until it diverges.',
    fix: 'unsafe',
  },
  (solver, report, doc, unit) => {
    const { policy, maxIter, base } = planOf(solver);
    // The sigmoid policy rises by design, from 0 to base_lr and no further.
    if (policy === 'sigmoid' || maxIter <= 1 || base <= 0) return;
    const last = learningRate(solver, maxIter - 1);
    if (last === undefined || Number.isNaN(last) || last <= base * 1.01) return;
    const factor = last / base;
    const cause = policy === 'poly' || policy === 'inv' ? 'power' : 'gamma';
    const value = solver.num(cause);
    const doubled = firstAbove(solver, base * 10, maxIter);
    report({
      at: solver.at(cause),
      ...(factor >= 10 ? symptomBy(unit, 'slow') : { severity: 'warn' as const, symptom: 'none' as const }),
      message: `${cause}: ${shownNumber(value)} makes lr_policy "${policy}" raise the rate from ${shownNumber(base)} to ${shownNumber(last)} by the last iteration${doubled === undefined ? '' : ` (ten times base_lr at iteration ${doubled})`}; a growing rate sooner or later throws the weights out, and the loss ends in NaN (87.3365 on a GPU); ${cause === 'gamma' ? `a gamma below 1 lowers it${value > 1 ? `, e.g. ${shownNumber(1 / value)}` : ''}` : 'a positive power lowers it'}`,
      fix: setFix(doc, solver, cause, cause === 'gamma' ? shownNumber(1 / value) : String(-value)),
    });
  },
);

/** The first iteration whose rate exceeds a limit, by bisection over a rate that only grows. */
function firstAbove(solver: Message, limit: number, maxIter: number): number | undefined {
  let [low, high] = [0, maxIter - 1];
  if (!((learningRate(solver, high) ?? 0) >= limit)) return undefined;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((learningRate(solver, middle) ?? 0) >= limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
