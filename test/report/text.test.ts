/** The reports for people and for compilers' readers, letter by letter. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeColors } from '../../src/report/colors.js';
import { markedLine } from '../../src/report/excerpt.js';
import { SourceText } from '../../src/text/source-text.js';
import { files, findingAt, format, report, reportOf } from './samples.js';

test('stylish: heading, aligned places, words first, the rest below them', async () => {
  expect(await format('stylish')).toBe(`nets/train.prototxt  (dialect: ssd)
  4:15  error    "LayerParameter" has no field "convolutionparam"
                 unknown-field · Caffe refuses to load it
                 fix: Write convolution_param
  5:1   error    layer "loss" reads "fc1", which no layer before it produces; 3 layers are above it
                 unknown-bottom · Caffe refuses to load it · TRAIN only
                 line 2: layer "conv1"
                 solver.prototxt:1: trained by this solver
                 fix (unsafe): Feed it "größe"

solver.prototxt
  2:1  warning  the first step is 120 times the weights
                high-rate · loss goes to NaN or 87.3365
                hint: Try base_lr: 0.01

weights.prototxt
  error    a binary file, not text

✖ 4 problems (3 errors, 1 warning) in 3 files
  1 fixable with --fix (see the patch first with --diff)
  1 more fixable with --fix --unsafe-fixes: it changes what the net or solver means`);
});

describe('stylish', () => {
  test('says nothing when there is nothing to say', async () => {
    expect(await format('stylish', reportOf([files[2]!]))).toBe('');
    expect(await format('codeframe', reportOf([files[2]!]))).toBe('');
    expect(await format('compact', reportOf([files[2]!]))).toBe('');
    expect(await format('statistics', reportOf([files[2]!]))).toBe('');
  });

  test('breaks lines at the width of the terminal, under the words', async () => {
    const text = await format('stylish', reportOf([files[0]!]), { width: 60 });
    const lines = text.split('\n').slice(0, 12);
    expect(lines.filter((l) => l.length > 60)).toEqual([]);
    expect(lines[5]).toBe('  5:1   error    layer "loss" reads "fc1", which no layer');
    expect(lines[6]).toBe('                 before it produces; 3 layers are above it');
  });

  test('links a rule to its page where that is known and links are wanted', async () => {
    const linked = await format('stylish', report, { links: true });
    expect(linked).toContain(
      '\u001b]8;;https://example.org/rules/unknown-field\u001b\\unknown-field\u001b]8;;\u001b\\ · Caffe',
    );
    expect(linked).toContain('  unknown-bottom · Caffe');
    expect(await format('stylish', report)).not.toContain('\u001b');
  });

  test('colours change no letter', async () => {
    const coloured = await format('stylish', reportOf(files, { colors: makeColors(true) }));
    expect(coloured).toContain('\u001b[31merror  \u001b[39m');
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(await format('stylish'));
  });
});

test('codeframe: lines around the place, marks under it, what follows from it', async () => {
  expect(await format('codeframe'))
    .toBe(`error[unknown-field]: "LayerParameter" has no field "convolutionparam"
  --> nets/train.prototxt:4:15 in layer "conv1"
   |
 2 | layer {
 3 |   name: "conv1"
 4 |     top: "größe" convolutionparam { group: 7 }
   |                  ^^^^^^^^^^^^^^^^
 5 | }
 6 | layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc1" }
   |
   = Caffe refuses to load it
   = fix: Write convolution_param

error[unknown-bottom]: layer "loss" reads "fc1", which no layer before it produces; 3 layers are
above it
  --> nets/train.prototxt:5:1 in layer "conv1"
   |
 3 |   name: "conv1"
 4 |     top: "größe" convolutionparam { group: 7 }
 5 | }
   | ^
 6 | layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc1" }
 7 |
   |
   = Caffe refuses to load it
   = TRAIN only
   = line 2: layer "conv1"
   = solver.prototxt:1: trained by this solver
   = fix (unsafe): Feed it "größe"

warning[high-rate]: the first step is 120 times the weights
  --> solver.prototxt:2:1
   |
 1 | net: "nets/train.prototxt"
 2 | base_lr: 10
   | ^^^^^^^^^^^
 3 |
   |
   = loss goes to NaN or 87.3365
   = hint: Try base_lr: 0.01

error: a binary file, not text
  --> weights.prototxt

✖ 4 problems (3 errors, 1 warning) in 3 files
  1 fixable with --fix (see the patch first with --diff)
  1 more fixable with --fix --unsafe-fixes: it changes what the net or solver means`);
});

describe('marks of a code frame', () => {
  const show = (line: string, part: string, room = 80): string => {
    const from = line.indexOf(part);
    const m = markedLine(line, from, from + part.length, room);
    return `${m.text}\n${' '.repeat(m.before)}${'^'.repeat(m.marks)}`;
  };

  test('stand under wide characters, combining marks, tabs and escapes', () => {
    expect(show('名前: x', 'x')).toBe('名前: x\n      ^');
    expect(show('e\u0301: x', 'x')).toBe('e\u0301: x\n   ^');
    expect(show('a\tx', 'x')).toBe('a   x\n    ^');
    expect(show('\u001b: x', 'x')).toBe('\\u001b: x\n        ^');
    expect(show('😀: x', 'x')).toBe('😀: x\n    ^');
  });

  test('a long line is cut on both sides and the marked part stays in view', () => {
    const line = `${'a'.repeat(500)}HERE${'b'.repeat(500)}`;
    const [text, marks] = show(line, 'HERE', 40).split('\n');
    expect(text).toMatch(/^…a+HEREb+…$/);
    expect(text!.length).toBeLessThanOrEqual(40);
    expect(text!.slice(marks!.indexOf('^'), marks!.length)).toBe('HERE');
  });

  test('a line of a megabyte costs no more than a short one', () => {
    const line = 'x'.repeat(5_000_000);
    const before = performance.now();
    for (let i = 0; i < 100; i++) markedLine(line, 4_000_000, 4_000_003, 80);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

test('compact: one line per problem', async () => {
  expect(await format('compact')).toBe(
    [
      'nets/train.prototxt:4:15: error "LayerParameter" has no field "convolutionparam" [unknown-field]',
      'nets/train.prototxt:5:1: error layer "loss" reads "fc1", which no layer before it produces; 3 layers are above it [unknown-bottom]',
      'solver.prototxt:2:1: warning the first step is 120 times the weights [high-rate]',
      'weights.prototxt:1:1: error a binary file, not text [failure]',
    ].join('\n'),
  );
});

test("the problem matcher of .github takes apart what 'compact' prints", async () => {
  const path = join(import.meta.dirname, '..', '..', '.github', 'caffe-lint-matcher.json');
  const { problemMatcher } = JSON.parse(readFileSync(path, 'utf8'));
  expect(problemMatcher).toHaveLength(1);
  expect(problemMatcher[0].pattern).toHaveLength(1);
  const { regexp, ...groups } = problemMatcher[0].pattern[0];
  const lines = (await format('compact')).split('\n');
  const found = lines.map((line) => {
    const match = new RegExp(regexp).exec(line)!;
    return Object.fromEntries(Object.entries(groups).map(([key, i]) => [key, match[i as number]]));
  });
  expect(found[2]).toEqual({
    file: 'solver.prototxt',
    line: '2',
    column: '1',
    severity: 'warning',
    message: 'the first step is 120 times the weights',
    code: 'high-rate',
  });
  expect(found.map((f) => f['code'])).toEqual(['unknown-field', 'unknown-bottom', 'high-rate', 'failure']);
  expect(new RegExp(regexp).exec('C:\\nets\\a.prototxt:3:1: error x [plugin/rule]')!.slice(1, 4)).toEqual([
    'C:\\nets\\a.prototxt',
    '3',
    '1',
  ]);
});

test('statistics: a row per rule, the most frequent first', async () => {
  const again = findingAt(files[1]!.source!, 'net', { fix: undefined } as object);
  const counted = reportOf([
    ...files,
    { path: 'b', source: new SourceText('b', ''), findings: [again, again] },
  ]);
  expect(await format('statistics', counted)).toBe(
    [
      '3  error    unknown-field   2 files  1 fixable  A message has no field of this name.',
      '1  error    failure         1 file',
      '1  warning  high-rate       1 file              The rate is too high.',
      '1  error    unknown-bottom  1 file   1 unsafe   A layer reads a blob that no layer before it produces.',
      '',
      '6 problems (5 errors, 1 warning) in 4 files of 5',
    ].join('\n'),
  );
});
