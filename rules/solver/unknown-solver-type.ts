import { nearest } from '../../src/schema/suggest.js';
import { forkSolverTypes, solverTypes } from '../../src/solver/facts.js';
import { setFix, solverRule } from './solver-rule.js';

export const rule = solverRule(
  {
    id: 'unknown-solver-type',
    category: 'solver',
    severity: 'error',
    symptom: 'load-failure',
    description: 'No solver of this name is registered.',
    fix: 'safe',
  },
  (solver, report, doc) => {
    const type = solver.str('type');
    if (!solver.has('type') || (solverTypes as readonly string[]).includes(type)) return;
    const folded = solverTypes.find((t) => t.toLowerCase() === type.toLowerCase());
    const near = folded ?? nearest(type, solverTypes);
    const fork = forkSolverTypes.includes(type);
    report({
      at: solver.at('type'),
      ...(fork ? { severity: 'warn' as const } : {}),
      message: `no solver "${type}" is registered in ${fork ? 'BVLC ' : ''}Caffe, which aborts with "Unknown solver type"; it knows ${solverTypes.join(', ')}${near ? `; did you mean "${near}"?` : ''}`,
      fix: near && !fork ? setFix(doc, solver, 'type', `"${near}"`, folded ? 'safe' : 'unsafe') : undefined,
    });
  },
);
