/** Inserted text follows the file's habits. */
import { expect, test } from '@jest/globals';
import { parse } from '../../grammar/parser.js';
import { fieldsOf } from '../../grammar/syntax.js';
import { appendField } from '../../src/document/edit-verbs.js';
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
