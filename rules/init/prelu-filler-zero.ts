import { setField } from '../../src/document/edit-verbs.js';
import { fillsZero } from '../../src/analysis/liveness.js';
import { fineTunes } from '../../src/solver/facts.js';
import { listNames, netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'prelu-filler-zero',
    category: 'init',
    severity: 'warn',
    symptom: 'none',
    description: 'A PReLU filler without `value` starts the slopes at 0 instead of 0.25.',
    fix: 'unsafe',
  },
  ({ view, unit, doc, report }) => {
    if (fineTunes(unit.solver) || !view.layers.some((l) => l.node.signature?.loss)) return;
    const zero = view.layers.flatMap(({ node, params }) => {
      const filler = params[0]?.blob.filler;
      const bare = filler?.node && fillsZero(filler) && !filler.has('value');
      return node.type === 'PReLU' && bare ? [{ filler, name: node.name }] : [];
    });
    const first = zero[0];
    if (!first) return;
    const edits = zero.flatMap(({ filler }) => setField(doc.tree, filler, 'value', '0.25') ?? []);
    report({
      at: first.filler.here(),
      message: `the filler of PReLU ${listNames(zero.map((z) => z.name))} has no value, and the default is 0: writing a filler at all switches off PReLU's own default of 0.25, so the layer starts as a plain ReLU; write value: 0.25, or remove the filler`,
      fix: { title: 'Write value: 0.25', applicability: 'unsafe', edits },
    });
  },
  'TRAIN',
);
