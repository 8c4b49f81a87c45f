import { shownNumber, solverType } from '../../src/solver/facts.js';
import { setFix, solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'momentum-out-of-range',
    category: 'solver',
    severity: 'error',
    symptom: 'nan',
    description: 'Momentum of 1 or more never forgets a gradient, so the updates grow without end.',
    fix: 'unsafe',
  },
  (solver, report, doc) => {
    const type = solverType(solver);
    const momentum = solver.num('momentum');
    if (type === 'AdaGrad' || type === 'RMSProp') return;
    const usual = type === 'AdaDelta' ? '0.95' : '0.9';
    const fix = setFix(doc, solver, 'momentum', usual);
    if (!Number.isFinite(momentum))
      report({
        at: solver.at('momentum'),
        message: `momentum is ${shownNumber(momentum)}: multiplied by it, a history of zeros is NaN, and so is every weight after the first updates; write ${usual}`,
        fix,
      });
    else if (momentum >= 1)
      report({
        at: solver.at('momentum'),
        message:
          type === 'Adam'
            ? `momentum ${momentum} is Adam's beta1: its bias correction divides by 1 - beta1^t = ${momentum === 1 ? 0 : 'a negative number'}, so the first update is NaN or has the wrong sign; write 0.9`
            : type === 'AdaDelta'
              ? `momentum ${momentum} is AdaDelta's averaging factor, which must be below 1; write ${usual}`
              : `momentum ${momentum} never forgets: each update adds to the last one in full, steps grow without end and the loss ends in NaN (printed as 87.3365 on a GPU); write 0.9`,
        fix,
      });
    else if (momentum < 0)
      report({
        at: solver.at('momentum'),
        severity: 'warn',
        symptom: 'slow',
        message: `momentum ${momentum} is negative: each step takes back part of the one before`,
        fix,
      });
    if (type === 'Adam' && solver.num('momentum2') >= 1)
      report({
        at: solver.at('momentum2'),
        message: `momentum2 ${solver.num('momentum2')} is Adam's beta2: its bias correction sqrt(1 - beta2^t) is ${solver.num('momentum2') === 1 ? '0, so no weight ever moves' : 'NaN'}; write 0.999`,
        symptom: solver.num('momentum2') === 1 ? 'plateau' : 'nan',
        fix: setFix(doc, solver, 'momentum2', '0.999'),
      });
  },
);
