import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from '../../grammar/parser.js';
import { print } from '../../grammar/print.js';

const piece = fc.oneof(
  fc.constantFrom(
    '{',
    '}',
    '<',
    '>',
    '[',
    ']',
    ':',
    ',',
    ';',
    '-',
    '=',
    '.',
    '/',
    '"',
    "'",
    '#',
    '\n',
    ' ',
    '\t',
  ),
  fc.constantFrom(
    'layer',
    'name',
    'true',
    'inf',
    '0x1F',
    '1e5',
    '.5f',
    '"a b"',
    "'c'",
    '# note\n',
    '<<<<<<< HEAD\n',
  ),
  fc.constantFrom('：', '“x”', '\u3000', '\uFEFF', '\u00A0', '\u0000', '{{', '$', '名'),
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

test('printing an unedited tree gives back every character, whatever the text', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join('');
      expect(print(parse(text))).toBe(text);
    }),
    { numRuns: 2000 },
  );
});
