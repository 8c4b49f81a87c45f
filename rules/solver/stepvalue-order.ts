import { solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'stepvalue-order',
    category: 'solver',
    severity: 'warn',
    symptom: 'wrong-result',
    description: '`stepvalue`s out of order or behind `max_iter` never act as written.',
    fix: 'none',
  },
  (solver, report) => {
    if (solver.str('lr_policy') !== 'multistep') return;
    const values = solver.nums('stepvalue');
    const i = values.findIndex((v, k) => k > 0 && v <= values[k - 1]!);
    if (i > 0)
      report({
        at: solver.at('stepvalue', i),
        message: `stepvalue ${values[i]} stands behind ${values[i - 1]}: Caffe walks the list in order, one entry an iteration, so it fires right after ${values[i - 1]} and the rate drops twice; sort the values`,
      });
    const maxIter = solver.num('max_iter');
    const late = values.findIndex((v) => maxIter > 0 && v >= maxIter);
    if (late === 0 && i < 0)
      report({
        at: solver.at('stepvalue', late),
        symptom: 'none',
        message: `no stepvalue lies before max_iter ${maxIter} (the first is ${values[late]}), so the rate never drops`,
      });
  },
);
