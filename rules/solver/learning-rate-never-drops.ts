import { planOf } from '../../src/solver/schedule.js';
import { solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'learning-rate-never-drops',
    category: 'solver',
    severity: 'warn',
    symptom: 'none',
    description: 'The first step of the schedule lies behind the end of the run.',
    fix: 'none',
  },
  (solver, report) => {
    const { policy, maxIter, base } = planOf(solver);
    const field = policy === 'step' ? 'stepsize' : policy === 'multistep' ? 'stepvalue' : undefined;
    if (!field || !(maxIter > 1) || !(solver.num('gamma') > 0) || solver.num('gamma') === 1) return;
    const first = Math.min(...solver.nums(field));
    if (!Number.isFinite(first) || first < maxIter) return;
    report({
      at: solver.at(field, solver.nums(field).indexOf(first)),
      message: `${policy === 'step' ? `stepsize ${first} is not below max_iter ${maxIter}` : `no stepvalue lies before max_iter ${maxIter} (the first is ${first})`}, so the rate stays at ${base} to the end, as lr_policy "fixed" would keep it; a drop towards the end usually lowers the loss once more`,
    });
  },
);
