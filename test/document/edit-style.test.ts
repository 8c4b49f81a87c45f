/** Inserted text follows the file's habits. */
import { expect, test } from '@jest/globals';
import { parse } from '../../grammar/parser.js';
import { fieldsOf } from '../../grammar/syntax.js';
import { appendField, removeField } from '../../src/document/edit-verbs.js';
import { applyEdits } from '../../src/text/edit.js';
import { sniffStyle } from '../../src/text/indent.js';

/** Append to the last layer of a net. */
function appended(text: string, field: string): string {
  const tree = parse(text);
  const value = fieldsOf(tree.document).at(-1)!.value;
  if (value?.kind !== 'message') throw new Error('no message');
  return applyEdits(text, [appendField(tree, value, field)]);
}

test('indentation is that of most of the file, not of its first layer', () => {
  const text = [
    'layer {',
    ' name: "a"',
    '}',
    ...['b', 'c'].flatMap((n) => ['layer {', `    name: "${n}"`, '}']),
  ].join('\n');
  expect(sniffStyle(parse(text)).unit).toBe('    ');
});

test('line ends are those of most of the file', () => {
  expect(sniffStyle(parse('a: 1\r\nb: 2\nc: 3\n')).eol).toBe('\n');
  expect(sniffStyle(parse('a: 1\r\nb: 2\r\nc: 3\n')).eol).toBe('\r\n');
});

test('strings with escapes count for the quotes', () => {
  expect(sniffStyle(parse("a: 'x\\ny'")).quote).toBe("'");
});

test('a file in single quotes gets single quotes, spread over lines or not', () => {
  const spread = "layer {\n\tname: 'a'\n\tp {\n\t\tq: 1\n\t}\n}\n";
  expect(appended(spread, 'weight_filler { type: "msra" }')).toBe(
    "layer {\n\tname: 'a'\n\tp {\n\t\tq: 1\n\t}\n\tweight_filler {\n\t\ttype: 'msra'\n\t}\n}\n",
  );
  expect(appended("layer { name: 'a' }", 'type: "ReLU"')).toBe("layer { name: 'a' type: 'ReLU' }");
});

test('a file that writes colons in front of messages gets them', () => {
  expect(
    appended('layer: {\n  name: "a"\n  p: {\n    q: 1\n  }\n}\n', 'weight_filler { type: "msra" }'),
  ).toBe('layer: {\n  name: "a"\n  p: {\n    q: 1\n  }\n  weight_filler: {\n    type: "msra"\n  }\n}\n');
  expect(appended('layer: { name: "a {" p: { } }', 'a { b { s: "x {y}" } }')).toBe(
    'layer: { name: "a {" p: { } a: { b: { s: "x {y}" } } }',
  );
});

test('a file in angle brackets gets them', () => {
  expect(appended('layer <\n  name: "a"\n  p <\n    q: 1\n  >\n>\n', 'a { b: 1 }')).toBe(
    'layer <\n  name: "a"\n  p <\n    q: 1\n  >\n  a <\n    b: 1\n  >\n>\n',
  );
});

/** Remove the field of this name from the last layer. */
function removed(text: string, name: string): string {
  const tree = parse(text);
  const value = fieldsOf(tree.document).at(-1)!.value;
  if (value?.kind !== 'message') throw new Error('no message');
  return applyEdits(text, [
    removeField(
      tree,
      fieldsOf(value).find((f) => f.name === name)!,
    ),
  ]);
}

test('a comment that is about the removed field alone goes with it', () => {
  const text = (eol: string): string =>
    [
      'layer {',
      '  name: "a"',
      '  # halved: see the paper',
      '  # and its appendix',
      '  b: 1 # here',
      '}',
      '',
    ].join(eol);
  expect(removed(text('\n'), 'b')).toBe('layer {\n  name: "a"\n}\n');
  expect(removed(text('\r\n'), 'b')).toBe('layer {\r\n  name: "a"\r\n}\r\n');
  expect(removed('layer {\n  # one\n  a: 1\n  # two\n  b: 2\n}', 'a')).toBe('layer {\n  # two\n  b: 2\n}');
  expect(removed('layer {\n  c: 0\n\n  # one\n  a: 1\n\n  b: 2\n}', 'a')).toBe(
    'layer {\n  c: 0\n\n\n  b: 2\n}',
  );
});

test('a comment above several fields stays, and so does what is not directly above', () => {
  expect(removed('layer {\n  # the schedule\n  a: 1\n  b: 2\n}', 'a')).toBe(
    'layer {\n  # the schedule\n  b: 2\n}',
  );
  expect(removed('layer {\n  # about all\n\n  a: 1\n}', 'a')).toBe('layer {\n  # about all\n\n}');
  expect(removed('layer {\n  c: 1 # of c\n  a: 1\n}', 'a')).toBe('layer {\n  c: 1 # of c\n}');
});

test('what a file begins with is about the file', () => {
  const text = '# Copyright\n# of somebody\na: 1\n\nb: 2\n';
  const tree = parse(text);
  expect(applyEdits(text, [removeField(tree, fieldsOf(tree.document)[0]!)])).toBe(
    '# Copyright\n# of somebody\n\nb: 2\n',
  );
});
