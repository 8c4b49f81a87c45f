import { removeField } from '../../src/document/edit-verbs.js';
import { liveness } from '../../src/analysis/liveness.js';
import type { Message } from '../../src/document/message.js';
import { shownNumber } from '../../src/solver/facts.js';
import { listNames, netRule } from '../net-rule.js';
import { own } from '../../src/text/own.js';

export const rule = netRule(
  {
    id: 'ignored-filler-parameter',
    category: 'init',
    severity: 'warn',
    symptom: 'none',
    description: 'A filler sets a parameter that its type does not read.',
    fix: 'unsafe',
  },
  ({ view, doc, report }) => {
    // Without a loss the net is for use, and its weights are loaded.
    if (!view.layers.some((l) => l.node.signature?.loss)) return;
    const told = new Map<string, { filler: Message; fields: string[]; name: string }[]>();
    for (const { node, params } of view.layers)
      for (const { blob } of params) {
        const { filler } = blob;
        const fields = filler?.node ? ignored(filler) : [];
        // A net of zeros is told by zero-init-stack.
        if (filler && !filler.has('type') && liveness(view).alive === false) continue;
        if (!filler || fields.length === 0) continue;
        const kind = `${filler.str('type')} ${filler.has('type')} ${fields.join()}`;
        told.set(kind, [...(told.get(kind) ?? []), { filler, fields, name: node.name }]);
      }
    for (const group of told.values()) {
      const { filler, fields } = group[0]!;
      const type = filler.str('type');
      const values = fields.map((f) => `${f}: ${shownNumber(filler.num(f))}`).join(' and ');
      const edits = group.flatMap((g) =>
        g.fields.flatMap((f) => g.filler.all(f).map((v) => removeField(doc.tree, v.node))),
      );
      report({
        at: filler.at(fields[0]!),
        message: `the ${type} filler of ${listNames(group.map((g) => g.name))} reads ${reads[type]!.join(' and ') || 'no parameter at all'}, and ${group.length > 1 ? 'a value such as ' : ''}${values} ${fields.length > 1 && group.length === 1 ? 'do' : 'does'} nothing${filler.has('type') ? '' : ' (without a type a filler is constant)'}: ${sizes[type] ?? `all values start at ${shownNumber(filler.num('value'))}`}; remove it, or choose the type that reads it (${fields.map((f) => `${f}: ${readers(f)}`).join('; ')})`,
        ...(filler.has('type') && edits.length === fields.length * group.length
          ? { fix: { title: `Remove ${fields.join(' and ')}`, applicability: 'unsafe' as const, edits } }
          : {}),
      });
    }
  },
  'TRAIN',
);

/** The parameters that each Fill of include/caffe/filler.hpp reads. */
const reads: Readonly<Record<string, readonly string[]>> = {
  constant: ['value'],
  uniform: ['min', 'max'],
  gaussian: ['mean', 'std', 'sparse'],
  xavier: ['variance_norm'],
  msra: ['variance_norm'],
  positive_unitball: [],
  bilinear: [],
};

/** What decides the size instead. */
const sizes: Readonly<Record<string, string>> = {
  xavier: 'the weights are drawn from -sqrt(3 / n) to sqrt(3 / n), n being the number of inputs',
  msra: 'the weights get the standard deviation sqrt(2 / n), n being the number of inputs',
  gaussian: 'mean and std decide (0 and 1 where they are not set)',
  uniform: 'min and max decide (0 and 1 where they are not set)',
  positive_unitball: 'the weights of each output add up to 1',
  bilinear: 'the kernel size decides',
};

const numbers = ['value', 'min', 'max', 'mean', 'std'];

/** Numbers that are set to something else than the default and that the type does not read. */
function ignored(filler: Message): string[] {
  const used = own(reads, filler.str('type'));
  if (!used) return [];
  return numbers.filter((f) => filler.has(f) && !used.includes(f) && filler.num(f) !== defaults[f]);
}

const defaults: Readonly<Record<string, number>> = { value: 0, min: 0, max: 1, mean: 0, std: 1 };

const readers = (field: string): string =>
  Object.keys(reads)
    .filter((type) => reads[type]!.includes(field))
    .join(' or ');
