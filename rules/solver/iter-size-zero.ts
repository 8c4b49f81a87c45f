import { removeFix, solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'iter-size-zero',
    category: 'solver',
    severity: 'error',
    symptom: 'nan',
    description: '`iter_size` below 1: the gradients are divided by zero, or never computed.',
    fix: 'unsafe',
  },
  (solver, report, doc) => {
    const size = solver.num('iter_size');
    if (!solver.has('iter_size') || size >= 1) return;
    report({
      at: solver.at('iter_size'),
      message: `iter_size is ${size}: no batch is read in an iteration and Caffe divides the loss and the gradients by ${size}, which gives NaN; remove it (the default is 1)`,
      fix: removeFix(doc, solver, 'iter_size', 'unsafe'),
    });
  },
);
