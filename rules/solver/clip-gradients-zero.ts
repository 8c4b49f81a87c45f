import { removeFix, solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'clip-gradients-zero',
    category: 'solver',
    severity: 'error',
    symptom: 'plateau',
    description: '`clip_gradients: 0` scales every gradient to zero.',
    fix: 'unsafe',
  },
  (solver, report, doc) => {
    if (!solver.has('clip_gradients') || solver.num('clip_gradients') !== 0) return;
    report({
      at: solver.at('clip_gradients'),
      message:
        'clip_gradients: 0 does not switch clipping off: Caffe clips whenever the value is not negative, and scales every gradient by 0 / its norm = 0, so the gradients never change a weight; remove the field (its default, -1, is "off"), or give a norm such as 10',
      fix: removeFix(doc, solver, 'clip_gradients', 'unsafe'),
    });
  },
);
