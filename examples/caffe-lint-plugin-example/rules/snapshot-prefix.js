/** A rule over the solver, with a fix. */
import { defineRule, setField } from 'caffe-lint';

export const snapshotPrefix = defineRule({
  meta: {
    id: 'snapshot-prefix-without-folder',
    category: 'solver',
    severity: 'warn',
    symptom: 'none',
    description: 'Snapshots are written into the working folder.',
    fix: 'unsafe',
    options: {
      type: 'object',
      additionalProperties: false,
      properties: { folder: { type: 'string', minLength: 1, description: 'Where snapshots belong.' } },
    },
    defaults: { folder: 'snapshots' },
  },
  check({ unit, options, report }) {
    const { solver, solverDoc } = unit;
    if (!solver || !solverDoc || !solver.has('snapshot_prefix')) return;
    const prefix = solver.str('snapshot_prefix');
    if (prefix.includes('/')) return;
    const wanted = `"${options.folder}/${prefix}"`;
    const edit = setField(solverDoc.tree, solver, 'snapshot_prefix', wanted);
    report({
      doc: solverDoc,
      at: solver.at('snapshot_prefix'),
      message: `snapshots go to the working folder as "${prefix}_iter_N.caffemodel"; put them into ${options.folder}/`,
      fix: edit && { title: `Write ${wanted}`, applicability: 'unsafe', edits: [edit] },
    });
  },
});
