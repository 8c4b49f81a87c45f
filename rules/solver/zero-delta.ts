import { solverType } from '../../src/solver/facts.js';
import { removeFix, solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'zero-delta',
    category: 'solver',
    severity: 'warn',
    symptom: 'none',
    description: '`delta: 0` leaves an adaptive solver without guard against division by zero.',
    fix: 'unsafe',
  },
  (solver, report, doc) => {
    const type = solverType(solver);
    if (!['Adam', 'AdaGrad', 'RMSProp', 'AdaDelta'].includes(type)) return;
    const delta = solver.num('delta');
    if (!solver.has('delta') || delta > 0) return;
    report({
      at: solver.at('delta'),
      message: `delta is ${delta}: ${type} divides each gradient by the size of its history plus delta, and a weight that has had no gradient yet (its input is a pixel that is always 0, its unit is dead) gets 0 / 0 = NaN, which the next forward pass carries into the loss; remove the field (the default is 1e-8)`,
      fix: removeFix(doc, solver, 'delta', 'unsafe'),
    });
  },
);
