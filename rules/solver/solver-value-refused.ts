import { setFix, solverRule } from './solver-rule.js';
import { solverType } from '../../src/solver/facts.js';

export const rule = solverRule(
  {
    id: 'solver-value-refused',
    category: 'solver',
    severity: 'error',
    symptom: 'load-failure',
    description: 'A solver value that Caffe refuses when the solver is built or at its first step.',
    fix: 'unsafe',
  },
  (solver, report, doc) => {
    const policy = solver.str('lr_policy');
    if (solver.num('average_loss') < 1)
      report({
        at: solver.at('average_loss'),
        message: `average_loss is ${solver.num('average_loss')}; Caffe aborts below 1 (1 prints each iteration's own loss)`,
        fix: setFix(doc, solver, 'average_loss', '1', 'safe'),
      });
    if (
      solver.has('gamma') &&
      solver.num('gamma') < 0 &&
      ['step', 'exp', 'inv', 'multistep', 'sigmoid'].includes(policy)
    )
      report({
        at: solver.at('gamma'),
        message: `gamma is ${solver.num('gamma')}; lr_policy "${policy}" aborts on a negative gamma at the first iteration`,
        fix: setFix(doc, solver, 'gamma', String(-solver.num('gamma'))),
      });
    if (solver.has('stepsize') && solver.num('stepsize') <= 0 && (policy === 'step' || policy === 'sigmoid'))
      report({
        at: solver.at('stepsize'),
        message: `stepsize is ${solver.num('stepsize')}; lr_policy "${policy}" aborts at the first iteration unless it is positive`,
      });
    const decay = solver.num('rms_decay');
    if (solverType(solver) === 'RMSProp' && (decay < 0 || decay >= 1))
      report({
        at: solver.at('rms_decay'),
        message: `rms_decay is ${decay}; RMSProp aborts unless it lies in [0, 1)`,
        fix: setFix(doc, solver, 'rms_decay', '0.99'),
      });
    const regularization = solver.str('regularization_type');
    if (solver.num('weight_decay') !== 0 && regularization !== 'L1' && regularization !== 'L2')
      report({
        at: solver.at('regularization_type'),
        message: `there is no regularization_type "${regularization}": with weight_decay set Caffe aborts at the first update; it knows "L2" (the default) and "L1"`,
        fix: setFix(doc, solver, 'regularization_type', '"L2"'),
      });
  },
);
