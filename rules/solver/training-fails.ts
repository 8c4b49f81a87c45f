import { listNames } from '../net-rule.js';
import { causeRule } from '../prognosis-rule.js';
import { startInWords } from '../../src/training/words.js';

const text: Partial<Record<string, string>> = {
  frozen: 'with lr_mult 1 throughout it trains; look at the layers whose lr_mult is 0 or large',
  schedule: 'at a fixed rate it trains; the schedule ends the learning too early or raises the rate too far',
  layers: 'without the LRN of large alpha or the Dropout of a ratio near 1 it trains',
};

export const rule = causeRule(
  {
    id: 'training-fails',
    category: 'solver',
    severity: 'warn',
    symptom: 'nan',
    description:
      'This net is foreseen to fail with this solver, by no single cause that has a rule of its own.',
    fix: 'none',
  },
  ['unknown', 'frozen', 'schedule', 'layers'],
  ({ view, solver, solverDoc, prognosis, fate, report }) => {
    const cause = prognosis.cause!;
    // A schedule that dies or grows is told by the rules about it.
    if (cause === 'schedule' && solver.has('gamma') && solver.num('gamma') !== 0) return;
    if (cause === 'schedule' && !solver.has('gamma') && solver.str('lr_policy') !== 'poly') return;
    const weighted = view.layers.filter((l) => l.params.some((p) => p.blob.role === 'weight'));
    const normalised = view.layers.some((l) => l.node.type === 'BatchNorm');
    const start = startInWords(view);
    const deep =
      weighted.length >= 6 && !normalised
        ? `; ${weighted.length} weighted layers (${listNames(
            weighted.map((l) => l.node.name),
            3,
          )}) without normalisation are hard to start, and BatchNorm with Scale behind each is the usual mend`
        : '';
    report({
      doc: solverDoc,
      at: solver.at('base_lr'),
      message: `${start ? `${start}, and ` : ''}${fate}; ${text[cause] ?? 'no lower rate tried mends it'}${deep}`,
    });
  },
);
