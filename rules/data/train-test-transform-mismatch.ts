import { appendField, removeField, setField } from '../../src/document/edit-verbs.js';
import type { TextDocument } from '../../src/document/document.js';
import type { Message } from '../../src/document/message.js';
import type { Fix } from '../../src/engine/finding.js';
import type { Edit } from '../../src/text/edit.js';
import { netRule } from '../net-rule.js';
import { readerPairs } from './readers.js';
import type { Reader } from './readers.js';

export const rule = netRule(
  {
    id: 'train-test-transform-mismatch',
    category: 'data',
    severity: 'warn',
    symptom: 'wrong-result',
    description:
      'The test net sees pixels of another scale or with another mean than the net was trained on.',
    fix: 'unsafe',
  },
  ({ view, unit, doc, report }) => {
    for (const { train, test, view: where } of readerPairs(unit.analysis?.views ?? [])) {
      // Data sets of another kind may hold numbers of another scale.
      if (where !== view || train.node.type !== test.node.type) continue;
      const blob = test.node.tops[0]!.name;
      const scaled = Math.abs(train.scale / test.scale - 1) > 0.01;
      const [a, b] = [meansOf(train.transform), meansOf(test.transform)];
      if (!scaled && !differ(a, b)) continue;
      const what = scaled
        ? `scaled by ${test.scale} for testing and by ${train.scale} for training`
        : `read with ${show(b)} for testing and with ${show(a)} for training`;
      const at = scaled ? test.scaleIn.at('scale') : test.transform.at('mean_value');
      const place = at.start < at.end ? at : test.node.message.here();
      report({
        at: place,
        view: where.name,
        message: `"${blob}" is ${what}, so the test net is judged on numbers the net has never seen; both need the same`,
        fix: scaled ? copyScale(doc, train, test) : copyMeans(doc, train, test),
      });
    }
  },
);

interface Means {
  file: string;
  values: number[];
}

const meansOf = (transform: Message): Means => ({
  file: transform.str('mean_file'),
  values: transform.nums('mean_value'),
});

/** Files are not opened, and a file may hold what the other states as values. */
function differ(a: Means, b: Means): boolean {
  const given = (m: Means): boolean => m.file !== '' || m.values.some((v) => v !== 0);
  if (given(a) !== given(b)) return true;
  if (a.values.length === 0 || b.values.length === 0) return false;
  const n = Math.max(a.values.length, b.values.length);
  const value = (m: Means, i: number): number => m.values[m.values.length === 1 ? 0 : i] ?? 0;
  return Array.from({ length: n }, (_, i) => Math.abs(value(a, i) - value(b, i))).some((d) => d > 0.5);
}

const show = (m: Means): string =>
  m.file !== '' ? `mean_file` : m.values.length > 0 ? `mean_value ${m.values.join(', ')}` : 'no mean';

function copyScale(doc: TextDocument, train: Reader, test: Reader): Fix | undefined {
  const value = textOf(doc, train.scaleIn, 'scale')[0] ?? '1';
  return fixOf('Scale as in training', transformEdit(doc, test, 'scale', [value]));
}

function copyMeans(doc: TextDocument, train: Reader, test: Reader): Fix | undefined {
  const field = train.transform.has('mean_file') ? 'mean_file' : 'mean_value';
  const values = textOf(doc, train.transform, field);
  if (values.length === 0) return undefined;
  return fixOf('Subtract the mean of training', transformEdit(doc, test, field, values));
}

const fixOf = (title: string, edits: Edit[] | undefined): Fix | undefined =>
  edits && { title, applicability: 'unsafe', edits };

const textOf = (doc: TextDocument, message: Message, field: string): string[] =>
  message.all(field).map(({ item }) => doc.source.text.slice(item.start, item.end));

/** Set a field of the test reader's transform to these values. */
function transformEdit(
  doc: TextDocument,
  test: Reader,
  field: string,
  values: readonly string[],
): Edit[] | undefined {
  const target = field === 'scale' ? test.scaleIn : test.transform;
  const old = target.all(field);
  if (old.some((v) => v.node.value?.kind === 'list')) return undefined;
  if (values.length === 1 && old.length <= 1 && target.node)
    return [setField(doc.tree, target, field, values[0]!)].filter((e) => e !== undefined);
  const text = values.map((v) => `${field}: ${v}`).join(' ');
  const removed = old.map((v) => removeField(doc.tree, v.node));
  if (target.node)
    return [...removed, ...values.map((v) => appendField(doc.tree, target.node!, `${field}: ${v}`))];
  const layer = test.node.message.node;
  return layer && [appendField(doc.tree, layer, `transform_param { ${text} }`)];
}
