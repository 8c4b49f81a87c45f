import { solverRule } from './solver-rule.js';

/** Absolute paths, and those that climb. */
const leaves = /^[\\/]|^[a-zA-Z]:|\.\./;

export const rule = solverRule(
  {
    id: 'net-file-unusable',
    category: 'solver',
    severity: 'error',
    symptom: 'load-failure',
    description: 'The file that a solver names as its net is missing, or is no net.',
    fix: 'none',
  },
  (solver, report, _doc, unit) => {
    for (const { field, index, path, doc } of unit.named) {
      const at = solver.at(field, index);
      if (doc === undefined)
        // The file may lie where training runs and not here.
        report({
          at,
          severity: 'warn',
          message: `there is no file "${path}" in reach: Caffe looks for it from the folder in which it is started, and it does not lie beside this solver or in a folder above either; the net was not checked${leaves.test(path) ? ' (a net outside the working folder and the repository is read only when it is named on the command line)' : ''}`,
        });
      else if (doc.kind !== 'net')
        report({
          at,
          message: `"${path}" is ${doc.kind === 'solver' ? 'a solver' : doc.kind === 'empty' ? 'empty' : 'no net'}; ${field} names the file with the layers, usually train_val.prototxt`,
        });
    }
  },
);
