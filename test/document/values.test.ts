/** Scalars as protobuf reads them: the cases of text_format_unittest that nets can meet, by hand. */
import { expect, test } from '@jest/globals';
import { parse } from '../../grammar/parser.js';
import { bind } from '../../src/document/bind.js';
import { composeSchema } from '../../src/schema/descriptor.js';
import { bvlc } from '../../src/schema/tables/bvlc.js';

const schema = composeSchema([['bvlc', bvlc]]);
const solver = (text: string) => bind(parse(text).document, 'SolverParameter', schema);
const value = (text: string): unknown => {
  const { message, issues } = solver(text);
  return issues[0]?.kind ?? message.all(message.names()[0]!)[0]!.value;
};

test.each<[string, unknown]>([
  ['max_iter: 0x10', 16],
  ['max_iter: 010', 8],
  ['max_iter: -  5', -5],
  ['max_iter: 2147483647', 2147483647],
  ['max_iter: 2147483648', 'wrong-type'],
  ['max_iter: 1e3', 'wrong-type'],
  ['max_iter: 08', 'syntax-error'],
  ['max_iter: "5"', 'wrong-type'],
  ['base_lr: .5', 0.5],
  ['base_lr: 5.', 5],
  ['base_lr: 1.5f', 1.5],
  ['base_lr: 1e', 'syntax-error'],
  ['base_lr: 0x10', 'wrong-type'],
  ['base_lr: 010', 'wrong-type'],
  ['base_lr: -inf', -Infinity],
  ['base_lr: Infinity', Infinity],
  ['base_lr: nan', NaN],
  // As protoc shows it: base_lr is a float, whose largest is 3.40282347e38 and whose smallest is 1.4e-45.
  ['base_lr: 3.4028235e38', 3.4028235e38],
  ['base_lr: 3.4028236e38', Infinity],
  ['base_lr: -1e39', -Infinity],
  ['base_lr: 1e-46', 0],
  ['base_lr: 1e-45', 1e-45],
  ['base_lr: true', 'wrong-type'],
  ['debug_info: t', true],
  ['debug_info: False', false],
  ['debug_info: 1', true],
  ['debug_info: 2', 'wrong-type'],
  ['debug_info: TRUE', 'wrong-type'],
  ['solver_mode: CPU', 'CPU'],
  ['solver_mode: 1', 'GPU'],
  ['solver_mode: 7', 'unknown-enum-value'],
  ['solver_mode: "GPU"', 'wrong-type'],
  ['net: "a" \'b\'  "c"', 'abc'],
  ['net: "\\303\\244\\x21\\n"', 'ä!\n'],
  ['net: "\\u00e4"', 'ä'],
  ['net: "C:\\data"', 'syntax-error'],
  ['net: abc', 'wrong-type'],
])('%s', (text, expected) => {
  expect(value(text)).toEqual(expected);
});

test('a list is for repeated fields only', () => {
  expect(solver('stepvalue: [1, 2]').message.nums('stepvalue')).toEqual([1, 2]);
  expect(solver('stepsize: [1]').issues.map((i) => i.kind)).toEqual(['wrong-type']);
});
