import { fillerEdit } from '../../src/analysis/filler-choice.js';
import { branchDeviation, branchEnds, residualGrowth } from '../../src/analysis/residual.js';
import { shownNumber } from '../../src/solver/facts.js';
import { withAssumedShapes } from '../../src/training/assumed.js';
import { startInWords } from '../../src/training/words.js';
import { listNames } from '../net-rule.js';
import { causeRule } from '../prognosis-rule.js';

export const rule = causeRule(
  {
    id: 'exploding-residuals',
    category: 'init',
    severity: 'warn',
    symptom: 'nan',
    description: 'Residual sums without normalisation double the signal block after block.',
    fix: 'unsafe',
  },
  ['branches'],
  ({ view, netDoc, editable, fate, report }) => {
    const ends = branchEnds(withAssumedShapes(view) ?? view);
    const first = ends[0];
    if (!first) return;
    const filler = (end: (typeof ends)[number]): string =>
      `{ type: "gaussian" std: ${shownNumber(branchDeviation(end, ends.length))} }`;
    const edits = ends.flatMap((end) => fillerEdit(netDoc.tree, end.param, filler(end)) ?? []);
    const start = startInWords(view);
    const { node } = first.param.layer;
    report({
      doc: netDoc,
      at: first.param.blob.filler?.here() ?? node.message.here(),
      message: `${ends.length} residual sums each add a branch (${listNames(ends.map((e) => e.param.layer.node.name))}) as large as their input, and no BatchNorm takes that back: together they multiply the second moment by ${shownNumber(residualGrowth(ends))}${start ? `, and ${start}` : ''}; ${fate}; start the last weights of each branch smaller by sqrt(${ends.length}), e.g. weight_filler ${filler(first)} in "${node.name}", or put BatchNorm with Scale into the branches`,
      ...(editable && edits.length > 0
        ? {
            fix: {
              title: `Fill the last weights of ${edits.length} branches by their number`,
              applicability: 'unsafe' as const,
              edits,
            },
          }
        : {}),
    });
  },
);
