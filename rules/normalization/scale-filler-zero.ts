import { fillsZero, liveness } from '../../src/analysis/liveness.js';
import { setField } from '../../src/document/edit-verbs.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'scale-filler-zero',
    category: 'normalization',
    severity: 'error',
    symptom: 'plateau',
    description: 'A Scale layer whose `filler` gives 0 multiplies everything by zero.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    if (view.knowledge.trained?.unread) return;
    const zero = view.layers.flatMap((l) =>
      l.params.filter(
        (p) =>
          p.blob.role === 'scale' &&
          p.owner === undefined &&
          !p.blob.trained &&
          p.blob.filler?.node !== undefined &&
          fillsZero(p.blob.filler),
      ),
    );
    if (zero.length === 0) return;
    const before = liveness(view).alive;
    const cause = before === false && liveness(view, new Set(zero)).alive === true;
    for (const { blob, layer } of zero) {
      const filler = blob.filler!;
      // Written out, a zero is meant (a residual branch that starts closed); that is wrong only where it kills the net.
      if (filler.has('value') && !cause) continue;
      const edit = setField(doc.tree, filler, 'value', '1');
      report({
        at: filler.here(),
        ...(cause ? {} : { severity: 'warn' as const, symptom: 'slow' as const }),
        message: `the filler of Scale "${layer.node.name}" gives ${filler.has('value') ? 'value 0' : 'no value, and the default is 0'}: writing a filler at all switches off Scale's own default of 1, so this layer multiplies its input by 0${cause ? ', nothing behind it depends on the input, the gradient in front of it is 0, and the loss stays at ln K' : ' until its factor has been learned'}; write value: 1 or remove the filler`,
        fix: edit && { title: 'Write value: 1', applicability: 'unsafe', edits: [edit] },
      });
    }
  },
  'TRAIN',
);
