import { shownNumber } from '../../src/solver/facts.js';
import { appendFix, isMisread, setFix, solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'no-learning-rate',
    category: 'solver',
    severity: 'error',
    symptom: 'plateau',
    description: '`base_lr` is missing or 0, so no update changes a weight.',
    fix: 'unsafe',
  },
  (solver, report, doc) => {
    const rate = solver.num('base_lr');
    if (rate > 0 && rate < Infinity) return;
    const at = solver.has('base_lr') ? solver.at('base_lr') : solver.here();
    if (!Number.isFinite(rate))
      report({
        at,
        symptom: 'nan',
        message: `base_lr is ${shownNumber(rate)}${Number.isNaN(rate) ? '' : ', which is what a float makes of more than 3.4e38'}: the first update makes every weight ${Number.isNaN(rate) ? 'NaN' : 'infinite or NaN'}`,
      });
    else if (rate < 0)
      report({
        at,
        symptom: 'nan',
        message: `base_lr is ${rate}: with a negative rate every step goes up the loss, which grows until it is NaN (printed as 87.3365 on a GPU); write ${-rate}`,
        fix: setFix(doc, solver, 'base_lr', String(-rate)),
      });
    else if (solver.has('base_lr') || (solver.num('max_iter') > 0 && !isMisread(doc, 'base_lr')))
      report({
        at,
        message: `base_lr is ${solver.has('base_lr') ? '0' : 'not set, and its default is 0'}: every update is multiplied by it, so no weight ever changes and the loss stays at its first value; 0.01 is a usual start for SGD, 0.001 for Adam`,
        fix: solver.has('base_lr')
          ? setFix(doc, solver, 'base_lr', usual(solver.str('type')))
          : appendFix(doc, [`base_lr: ${usual(solver.str('type'))}`]),
      });
  },
);

/** A rate to start from. */
const usual = (type: string): string =>
  /^(Adam|RMSProp)/.test(type) ? '0.001' : type === 'AdaDelta' ? '1.0' : '0.01';
