import type { TextDocument } from '../../src/document/document.js';
import type { Message } from '../../src/document/message.js';
import type { Fix } from '../../src/engine/finding.js';
import { shownNumber } from '../../src/solver/facts.js';
import { gammaOver, learningRate, planOf, thirdOf } from '../../src/solver/schedule.js';
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
    if (policy === 'sigmoid' || maxIter <= 1 || base <= 0 || base === Infinity) return;
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
      fix: turned(doc, solver, cause),
    });
  },
);

/**
 * The schedule turned round. What grew fast would then die as fast: where a turned schedule is worth less
 * than a fifth of the run at base_lr, it falls a tenth three times ("step") or to a hundredth ("exp").
 */
function turned(doc: TextDocument, solver: Message, cause: 'gamma' | 'power'): Fix | undefined {
  const { policy, maxIter } = planOf(solver);
  const value = solver.num(cause);
  if (cause === 'power') return setFix(doc, solver, cause, String(-value));
  const gamma = 1 / value;
  const stepsize = solver.num('stepsize');
  const steps = policy === 'exp' ? maxIter : maxIter / stepsize;
  // Σ gammaⁱ over the steps, each worth maxIter / steps iterations.
  const worth = (1 - gamma ** steps) / (1 - gamma) / steps;
  if (policy === 'multistep' || worth >= 0.2) return setFix(doc, solver, cause, shownNumber(gamma));
  if (policy === 'exp') return setFix(doc, solver, cause, gammaOver(maxIter));
  const gentle = Math.max(0.1, gamma);
  const fixes = [
    setFix(doc, solver, cause, shownNumber(gentle)),
    setFix(doc, solver, 'stepsize', String(thirdOf(maxIter))),
  ];
  const edits = fixes.flatMap((f) => f?.edits ?? []);
  const title = `Set gamma: ${shownNumber(gentle)} and stepsize: ${thirdOf(maxIter)}`;
  return { title, applicability: 'unsafe', edits };
}

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
