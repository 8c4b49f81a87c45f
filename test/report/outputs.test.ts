/** `--format` and `--output-file`: what goes where, and what cannot be. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeColors } from '../../src/report/colors.js';
import { formats } from '../../src/report/index.js';
import {
  FormatFlagError,
  parseFormatFlags,
  renderOutputs,
  withAnnotations,
} from '../../src/report/outputs.js';
import { report, reportOf } from './samples.js';

describe('flags', () => {
  test.each<[string[], string | undefined, object[]]>([
    [[], undefined, [{ name: 'stylish' }]],
    [[], 'out.txt', [{ name: 'stylish', file: 'out.txt' }]],
    [['json'], undefined, [{ name: 'json' }]],
    [['json'], 'out.json', [{ name: 'json', file: 'out.json' }]],
    [['sarif=out.sarif'], undefined, [{ name: 'sarif', file: 'out.sarif' }]],
    [['sarif=a=b.sarif', 'stylish'], undefined, [{ name: 'sarif', file: 'a=b.sarif' }, { name: 'stylish' }]],
    [
      ['json=a', 'json=b'],
      undefined,
      [
        { name: 'json', file: 'a' },
        { name: 'json', file: 'b' },
      ],
    ],
    [
      ['junit=a.xml', 'compact'],
      'b.txt',
      [
        { name: 'junit', file: 'a.xml' },
        { name: 'compact', file: 'b.txt' },
      ],
    ],
  ])('%j -o %s', (flags, file, outputs) => {
    expect(parseFormatFlags(flags, file)).toEqual(outputs);
  });

  test.each<[string[], string | undefined, string]>([
    [
      ['sarfi'],
      undefined,
      '--format: there is no format "sarfi"; did you mean sarif? (known: stylish, codeframe,',
    ],
    [['__proto__'], undefined, 'there is no format "__proto__" (known:'],
    [['constructor=x'], undefined, 'there is no format "constructor" (known:'],
    [[''], undefined, 'there is no format ""'],
    [['json='], undefined, '--format json= takes the name of a file'],
    [
      ['json', 'stylish'],
      undefined,
      'json and stylish cannot both go to standard output; give all but one a file, such as --format stylish=FILE',
    ],
    [
      ['json', 'stylish'],
      'x',
      '--output-file is for one format; write --format json=FILE --format stylish=FILE',
    ],
    [['json=a'], 'b', 'every --format names a file of its own'],
    [['json=a', 'sarif=./a'], undefined, 'json and sarif cannot both go to "./a"'],
    [['json'], '', '--output-file takes the name of a file'],
  ])('%j -o %s is refused', (flags, file, message) => {
    expect(() => parseFormatFlags(flags, file)).toThrow(FormatFlagError);
    expect(() => parseFormatFlags(flags, file)).toThrow(message);
  });
});

describe('annotations in a GitHub job', () => {
  const actions = { GITHUB_ACTIONS: 'true' };
  test('are added to the report for people', () => {
    expect(withAnnotations([{ name: 'stylish' }], actions)).toEqual([
      { name: 'stylish' },
      { name: 'github' },
    ]);
    expect(withAnnotations([{ name: 'stylish' }], {})).toEqual([{ name: 'stylish' }]);
  });
  test('but not to what a program reads, nor twice', () => {
    for (const outputs of [
      [{ name: 'json' }],
      [{ name: 'stylish', file: 'x' }],
      [{ name: 'stylish' }, { name: 'github', file: 'x' }],
    ])
      expect(withAnnotations(outputs, actions)).toEqual(outputs);
  });
});

describe('rendering', () => {
  test('every format ends its last line; files get no colours', async () => {
    const coloured = reportOf(report.files, { colors: makeColors(true) });
    const plan = Object.keys(formats).flatMap((name) => [{ name }, { name, file: `${name}.out` }]);
    const rendered = await renderOutputs(plan, coloured, { links: true, width: 80 });
    expect(rendered.map(({ name, file }) => (file === undefined ? { name } : { name, file }))).toEqual(plan);
    for (const { file, text } of rendered) {
      expect(text).toMatch(/[^\n]\n$/);
      if (file !== undefined) expect(text).not.toContain('\u001b');
    }
    expect(rendered[0]!.text).toContain('\u001b[31m');
    expect(rendered[0]!.text).toContain('\u001b]8;;');
  });

  test('nothing to say is no text at all', async () => {
    expect(await renderOutputs([{ name: 'stylish' }], reportOf([]))).toEqual([{ name: 'stylish', text: '' }]);
  });

  test("a plugin's format is used like a built-in one", async () => {
    const known = { ...formats, mine: { description: 'x', load: async () => () => 'hello' } };
    expect(await renderOutputs(parseFormatFlags(['mine'], undefined, known), report, {}, known)).toEqual([
      { name: 'mine', text: 'hello\n' },
    ]);
  });
});

test('every format has its row in the docs', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'reports.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([\w-]+)` /gm)].map((m) => m[1]);
  expect(rows).toEqual(Object.keys(formats));
});
