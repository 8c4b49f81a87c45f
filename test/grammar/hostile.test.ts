/** Texts that are made to hurt a parser: bounded time, no overflow, and one error each. */
import { expect, test } from '@jest/globals';
import { parse } from '../../grammar/parser.js';
import { print } from '../../grammar/print.js';

const cases: [string, string, number][] = [
  ['a million nested braces', 'a { '.repeat(1_000_000), 1],
  ['a string of ten megabytes', `name: "${'x'.repeat(10_000_000)}"`, 0],
  ['a string of a million escapes', `name: "${'\\n'.repeat(1_000_000)}"`, 0],
  ['a string over a hundred thousand lines', `name: "${'x\n'.repeat(100_000)}"`, 0],
  ['a number with a million digits', `max_iter: ${'9'.repeat(1_000_000)}`, 0],
  ['names that objects inherit', '__proto__: 1 constructor: 2 toString { hasOwnProperty: 3 }', 0],
];

test.each(cases)('%s', (_, text, errors) => {
  const tree = parse(text);
  expect(tree.errors).toHaveLength(errors);
  expect(print(tree)).toBe(text);
});

test('every mistake of a file is reported once, at its place', () => {
  const text = [
    'layer { name "a" }',
    'layer { type = "ReLU" }',
    'layer { top: }',
    ') name: "x"',
    'layer {',
  ].join('\n');
  const lines = parse(text).errors.map((e) => text.slice(0, e.start).split('\n').length);
  expect(lines).toEqual([1, 2, 3, 4, 5]);
});
