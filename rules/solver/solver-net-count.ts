import { netFields } from '../../src/solver/facts.js';
import { solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'solver-net-count',
    category: 'solver',
    severity: 'error',
    symptom: 'load-failure',
    description: 'A solver names no training net, or more than one.',
    fix: 'none',
  },
  (solver, report) => {
    const fields = netFields(solver);
    if (fields.length === 1) return;
    if (fields.length > 1) {
      report({
        at: solver.at(fields[1]!),
        message: `the solver names its training net by ${fields.join(' and ')}; Caffe takes exactly one of net, net_param, train_net, train_net_param and aborts`,
      });
      return;
    }
    // Tools that build the solver in code add the net themselves.
    report({
      severity: 'warn',
      message:
        'the solver names no training net (net, train_net, net_param or train_net_param); "caffe train" aborts on it, unless the net is added by the program that reads it',
    });
  },
);
