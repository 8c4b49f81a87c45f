import { setField } from '../../src/document/edit-verbs.js';
import { netRule } from '../net-rule.js';
import { readersOf } from './readers.js';

export const rule = netRule(
  {
    id: 'scale-magnifies-pixels',
    category: 'data',
    severity: 'warn',
    symptom: 'nan',
    description: 'The pixels are multiplied by a number above 1 where they were meant to be divided by it.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    for (const { node, scaleIn, scale } of readersOf(view)) {
      // Small factors are used on purpose; 128, 255 and 256 are the range of a byte the wrong way round.
      if (scale < 100) continue;
      const inverse = Number((1 / scale).toPrecision(6));
      const edit = setField(doc.tree, scaleIn, 'scale', String(inverse));
      report({
        at: scaleIn.at('scale'),
        view: view.name,
        message: `"scale" multiplies: layer "${node.name}" turns bytes up to 255 into numbers up to ${255 * scale}, which no weights are made for; to divide by ${scale}, write ${inverse}`,
        ...(edit
          ? { fix: { title: `Divide by ${scale}`, applicability: 'unsafe' as const, edits: [edit] } }
          : {}),
      });
    }
  },
);
