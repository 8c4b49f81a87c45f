import { isMisread, solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'no-iterations',
    category: 'solver',
    severity: 'warn',
    symptom: 'plateau',
    description: '`max_iter` is missing or 0, so training ends before it begins.',
    fix: 'none',
  },
  (solver, report, doc) => {
    if (solver.num('max_iter') > 0 || isMisread(doc, 'max_iter')) return;
    // Its default written out: the program that steps this solver takes its own snapshots, as Fast R-CNN's does.
    if (!solver.has('max_iter') && solver.has('snapshot') && solver.num('snapshot') === 0) return;
    report({
      at: solver.has('max_iter') ? solver.at('max_iter') : solver.here(),
      message: `max_iter is ${solver.has('max_iter') ? solver.num('max_iter') : 'not set, and its default is 0'}: "caffe train" ends at once and snapshots the untrained weights${solver.has('max_iter') ? '' : ' (a program that steps the solver itself does not mind)'}${solver.str('lr_policy') === 'poly' ? '; stepped from Python, lr_policy "poly" divides by it and the rate is NaN' : ''}`,
    });
  },
);
