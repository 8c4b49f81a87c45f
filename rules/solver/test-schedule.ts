import { solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'test-schedule',
    category: 'solver',
    severity: 'error',
    symptom: 'load-failure',
    description: 'The test fields of a solver contradict one another.',
    fix: 'none',
  },
  (solver, report) => {
    const nets = solver.count('test_net') + solver.count('test_net_param');
    const iters = solver.count('test_iter');
    const generic = solver.has('net') || solver.has('net_param');
    const instances = generic ? iters : nets;
    if (generic ? iters < nets : iters !== nets)
      report({
        at: solver.at(iters > 0 ? 'test_iter' : 'test_net'),
        message: `there ${nets === 1 ? 'is 1 test net' : `are ${nets} test nets`} and ${iters} test_iter; Caffe wants one test_iter for each test net${nets === 0 ? ' (with train_net, a test_net is needed for testing)' : ''} and aborts`,
      });
    else if (iters > 0 && solver.num('test_interval') <= 0)
      report({
        at: solver.at('test_iter'),
        message:
          'test_iter is set, but test_interval is not (default 0): Caffe aborts with "Check failed: test_interval > 0"; add the number of iterations between two tests',
      });
    else if (generic && iters === 0 && solver.num('test_interval') > 0)
      report({
        at: solver.at('test_interval'),
        severity: 'warn',
        symptom: 'wrong-result',
        message:
          'test_interval is set, but there is no test_iter, so Caffe makes no test net and never tests; add test_iter, the number of batches of one test',
      });
    if (solver.count('test_state') > 0 && instances > 0 && solver.count('test_state') !== instances)
      report({
        at: solver.at('test_state'),
        message: `there are ${solver.count('test_state')} test_state for ${instances} test nets; Caffe wants none or one for each`,
      });
  },
);
