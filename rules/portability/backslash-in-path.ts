import type { FieldNode, MessageNode } from '../../grammar/syntax.js';
import { fieldsOf } from '../../grammar/syntax.js';
import type { TextDocument } from '../../src/document/document.js';
import { replace } from '../../src/document/edit-verbs.js';
import { defineRule } from '../../src/engine/rule.js';

/** Fields that hold a path, of solvers, data layers and transformations. */
const paths = new Set([
  ...['net', 'train_net', 'test_net', 'snapshot_prefix', 'weights', 'source', 'mean_file', 'root_folder'],
  ...['file_name', 'label_map_file', 'name_size_file', 'save_file', 'output_directory'],
]);

/** Of these, the ones Caffe writes. */
const written = new Set(['snapshot_prefix', 'file_name', 'save_file', 'output_directory']);

/** What text format makes of a backslash and a letter. */
const meaning: Readonly<Record<string, string>> = {
  a: 'a bell',
  b: 'a backspace',
  f: 'a form feed',
  n: 'a line break',
  r: 'a carriage return',
  t: 'a tab',
  v: 'a vertical tab',
};

export const rule = defineRule({
  meta: {
    id: 'backslash-in-path',
    category: 'portability',
    severity: 'error',
    symptom: 'load-failure',
    description: 'A backslash in a path starts an escape, so that the path names another file.',
    fix: 'safe',
  },
  check({ unit, report }) {
    for (const doc of unit.documents)
      for (const field of pathFields(doc)) {
        const value = field.value!;
        const text = doc.source.text.slice(value.start, value.end);
        const escape = /(?:^|[^\\])(?:\\\\)*\\([abfnrtv])/.exec(text);
        if (!escape || text.includes('/') || !/\\[a-zA-Z0-9_.\\-]{2,}/.test(text)) continue;
        report({
          doc,
          at: field,
          message: `in a string a backslash starts an escape: "\\${escape[1]}" in ${text} is ${meaning[escape[1]!]}, so Caffe looks for a file that is not there; write / instead, which works on Windows too`,
          fix: {
            title: 'Write / for \\',
            // A file may well be written under such a name, but none is read.
            applicability: written.has(field.name) ? 'unsafe' : 'safe',
            edits: [replace(value, text.replace(/\\\\|\\/g, '/'))],
          },
        });
      }
  },
});

function pathFields(doc: TextDocument): FieldNode[] {
  const found: FieldNode[] = [];
  const visit = (node: MessageNode | TextDocument['tree']['document']): void => {
    for (const field of fieldsOf(node)) {
      const { value } = field;
      if (value?.kind === 'message') visit(value);
      else if (value?.kind === 'scalar' && paths.has(field.nameTokens[0]?.image ?? '')) found.push(field);
    }
  };
  visit(doc.tree.document);
  return found;
}
