import { solverType } from '../../src/solver/facts.js';
import { removeFix, solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'momentum-refused',
    category: 'solver',
    severity: 'error',
    symptom: 'load-failure',
    description: 'AdaGrad and RMSProp abort when momentum is set.',
    fix: 'safe',
  },
  (solver, report, doc) => {
    const type = solverType(solver);
    if ((type !== 'AdaGrad' && type !== 'RMSProp') || solver.num('momentum') === 0) return;
    report({
      at: solver.at('momentum'),
      message: `${type} takes no momentum, and Caffe aborts when it is set (Check failed: 0 == momentum, here ${solver.num('momentum')}); remove it${type === 'RMSProp' ? ' (rms_decay is the averaging factor of RMSProp)' : ''}`,
      fix: removeFix(doc, solver, 'momentum', 'safe'),
    });
  },
);
