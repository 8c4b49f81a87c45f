import { replace } from '../../src/document/edit-verbs.js';
import { solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'stepvalue-order',
    category: 'solver',
    severity: 'warn',
    symptom: 'wrong-result',
    description: '`stepvalue`s out of order do not act as written.',
    fix: 'unsafe',
  },
  (solver, report) => {
    if (solver.str('lr_policy') !== 'multistep') return;
    const values = solver.nums('stepvalue');
    const items = solver.all('stepvalue').map((v) => v.item);
    const i = values.findIndex((v, k) => k > 0 && v <= values[k - 1]!);
    if (i > 0)
      report({
        at: solver.at('stepvalue', i),
        message: `stepvalue ${values[i]} stands behind ${values[i - 1]}: Caffe walks the list in order, one entry an iteration, so it fires right after ${values[i - 1]} and the rate drops twice; sort the values`,
        fix: {
          title: 'Sort the stepvalues',
          applicability: 'unsafe',
          edits: [...values]
            .sort((a, b) => a - b)
            .flatMap((v, k) => (v === values[k] ? [] : [replace(items[k]!, String(v))])),
        },
      });
  },
);
