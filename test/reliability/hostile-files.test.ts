/** Files made to hurt, through the built command line: a clear answer, bounded time and memory, the documented exit code. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sandbox, solver, net } from '../cli/support.js';

const box = sandbox();
/** An infinite loop or quadratic time would exceed this by far; the quickest machine and the slowest would not. */
const LIMIT = 60_000;
/** Heap that a run may take: none of these texts needs more. */
const env = { NODE_OPTIONS: '--max-old-space-size=1024' };

const relu = (name: string, bottom: string, top: string): string =>
  `layer { name: "${name}" type: "ReLU" bottom: "${bottom}" top: "${top}" } `;
const input = 'layer { name: "in" type: "Input" top: "b0" input_param { shape { dim: 1 dim: 3 } } } ';
const range = (n: number, of: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => of(i)).join('');

const cases: [string, () => string, number, RegExp][] = [
  ['a million nested braces', () => 'layer { '.repeat(1e6), 1, /nested more than \d+ deep/],
  ['a line of 100 MB', () => `name: "${'x'.repeat(1e8)}"`, 0, /^$/],
  ['junk without end on one line', () => ') ] } , ; : '.repeat(1e5), 1, /syntax-error/],
  [
    '300,000 words without a value',
    () => `layer { name: "a" ${'foo\n'.repeat(3e5)}}`,
    1,
    /and so on in 299980 more places/,
  ],
  ['more fields than memory holds', () => 'a: 1 '.repeat(1.1e6), 2, /more than 1000000 fields/],
  ['20,000 layers of one name on one line', () => relu('a', 'a', 'a').repeat(20_000), 1, /unknown-bottom/],
  [
    'a number of a million digits',
    () => `max_iter: ${'9'.repeat(1e6)}\nbase_lr: 0.${'1'.repeat(1e6)}\n`,
    1,
    /wrong-type/,
  ],
  [
    'dimensions of 2^63',
    () =>
      `layer { name: "i" type: "Input" top: "d" input_param { shape { dim: 9223372036854775807 dim: 9223372036854775807 } } }`,
    1,
    /no negative dimension/,
  ],
  [
    'blobs in a circle',
    () => relu('a', 'b', 'a') + relu('b', 'a', 'b') + relu('s', 's', 's'),
    1,
    /unknown-bottom/,
  ],
  [
    'sums that double 200 times',
    () =>
      input +
      range(
        200,
        (i) => `layer { name: "l${i}" type: "Eltwise" bottom: "b${i}" bottom: "b${i}" top: "b${i + 1}" } `,
      ),
    0,
    /^$/,
  ],
  [
    'concatenations that double 3,000 times',
    () =>
      input +
      range(
        3000,
        (i) => `layer { name: "l${i}" type: "Concat" bottom: "b${i}" bottom: "b${i}" top: "b${i + 1}" } `,
      ),
    1,
    /blob-too-large/,
  ],
  [
    'stages in 2^40 combinations',
    () =>
      input +
      range(
        40,
        (i) =>
          `layer { name: "l${i}" type: "ReLU" bottom: "b0" top: "b0" include { stage: "s${i}" } include { not_stage: "t${i}" } } `,
      ),
    0,
    /^$|warning/,
  ],
  [
    'directives and blanks that stall a regular expression',
    () =>
      `# ${'caffe-lint-disable '.repeat(1e5)}\n#${' '.repeat(1e6)}\nname: "${'a-'.repeat(5e5)}"\n${'\t '.repeat(1e6)}\n${input}`,
    0,
    /^$|warning/,
  ],
];

test.each(cases)(
  '%s',
  (_, text, code, words) => {
    box.put('a.prototxt', text());
    const ran = box.runWith({ env }, '--format', 'compact', 'a.prototxt');
    expect(ran.code).toBe(code);
    expect(`${ran.out}${ran.err}`).toMatch(words);
    expect(ran.err).not.toMatch(/heap out of memory|at .*\.js:/);
  },
  LIMIT,
);

test('names that objects inherit are names like others', () => {
  box.put(
    'a.prototxt',
    'name: "__proto__"\nlayer { name: "__proto__" type: "Input" top: "__proto__" top: "constructor" input_param { shape { dim: 1 dim: 3 } shape { dim: 1 dim: 3 } } }\n' +
      'layer { name: "toString" type: "ReLU" bottom: "constructor" top: "hasOwnProperty" }\n' +
      'layer { name: "x" type: "valueOf" bottom: "__proto__" top: "y" }\n',
  );
  expect(box.lint('a.prototxt').map((m) => [m.line, m.ruleId])).toEqual([[4, 'unknown-layer-type']]);
});

test('bytes that are no UTF-8 are kept by --fix, around what it mends', () => {
  const bytes = (colon: string): Buffer =>
    Buffer.concat([
      Buffer.from(`name${colon} "`),
      Buffer.from([0xff, 0xc3, 0x28, 0x80]),
      Buffer.from(`"\n${input}`),
    ]);
  const path = box.put('a.prototxt', bytes(''));
  box.run('--fix', 'a.prototxt');
  expect(readFileSync(path)).toEqual(bytes(':'));
});

test('NUL bytes: no text, exit 2, and nothing is written', () => {
  const path = box.put('a.prototxt', 'name "a\0b"\n');
  const { code, err } = box.run('--fix', 'a.prototxt');
  expect([code, readFileSync(path, 'utf8')]).toEqual([2, 'name "a\0b"\n']);
  expect(err).toMatch(/a\.prototxt: .*NUL bytes/);
});

test('symbolic links in a circle', () => {
  mkdirSync(join(box.folder, 'loop'));
  symlinkSync('../loop', join(box.folder, 'loop', 'again'));
  symlinkSync('b.prototxt', join(box.folder, 'loop', 'a.prototxt'));
  symlinkSync('a.prototxt', join(box.folder, 'loop', 'b.prototxt'));
  box.put('loop/net.prototxt', input);
  expect(box.run('loop').code).toBe(0);
  const named = box.run('loop/a.prototxt');
  expect([named.code, named.err]).toEqual([2, expect.stringContaining('loop/a.prototxt')]);
});

test('a net outside of the repository is read only when it is named', () => {
  mkdirSync(join(box.folder, 'repo', '.git'), { recursive: true });
  const secret = box.put('secret.prototxt', `${input}\ntoken: "hunter2"\n`);
  symlinkSync(secret, join(box.folder, 'repo', 'link.prototxt'));
  for (const path of ['../secret.prototxt', secret, 'link.prototxt']) {
    box.put('repo/solver.prototxt', solver.replace('net.prototxt', path));
    const ran = box.runWith({ cwd: 'repo' }, '--format', 'codeframe', 'solver.prototxt');
    expect(ran.out).toMatch(/there is no file/);
    expect(`${ran.out}${ran.err}`).not.toMatch(/hunter2|token/);
  }
  box.put('repo/solver.prototxt', solver.replace('net.prototxt', '../secret.prototxt'));
  expect(
    box.runWith({ cwd: 'repo' }, '--format', 'codeframe', 'solver.prototxt', '../secret.prototxt').out,
  ).toMatch(/token/);
});

test('a net beside the solver, above it, or below the working folder is found', () => {
  mkdirSync(join(box.folder, 'repo', '.git'), { recursive: true });
  box.put('repo/models/a/net.prototxt', net);
  box.put('repo/models/b/net.prototxt', net);
  for (const [at, path] of [
    ['models/a/solver.prototxt', 'models/a/net.prototxt'],
    ['models/a/solver.prototxt', 'models/b/net.prototxt'],
    ['models/a/solver.prototxt', '../b/net.prototxt'],
    ['models/a/solver.prototxt', join(box.folder, 'repo/models/b/net.prototxt')],
    ['models/a/solver.prototxt', '/home/someone/else/net.prototxt'],
  ] as const) {
    box.put(`repo/${at}`, solver.replace('net.prototxt', path));
    expect(box.runWith({ cwd: 'repo/models/a' }, 'solver.prototxt')).toEqual({ code: 0, out: '', err: '' });
  }
});

test('patterns that would stall the match are refused with their place', () => {
  const name = `${'a'.repeat(200)}.prototxt`;
  box.put(name, input);
  box.put('.caffelintignore', '# fine\n*.txt\na*a*a*a*a*a*a*a*b\n');
  expect(box.run('.')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/\.caffelintignore:3:1: .*at most three \*/),
  });
  box.put('.caffelintignore', '');
  writeFileSync(
    join(box.folder, '.caffelintrc'),
    '{ "overrides": [{ "files": "a*a*a*a*a*a*a*a*b", "rules": {} }] }',
  );
  expect(box.run('.')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/\.caffelintrc:1:28: .*at most three \*/),
  });
});

test('more files, or more text, than one run takes are refused before they fill the memory', () => {
  for (let folder = 0; folder <= 100; folder++) {
    mkdirSync(join(box.folder, `part${folder}`));
    for (let i = 0; i < 1_000; i++) writeFileSync(join(box.folder, `part${folder}`, `${i}.prototxt`), '');
  }
  expect(box.runWith({ env }, 'part*/*.prototxt')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/^caffe-lint: 101000 files match, and one run takes at most 100000: /),
  });
  mkdirSync(join(box.folder, 'large'));
  const comment = Buffer.alloc(2 ** 26, '#');
  for (let i = 0; i < 9; i++) writeFileSync(join(box.folder, 'large', `${i}.prototxt`), comment);
  expect(box.runWith({ env }, 'large')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/^caffe-lint: the files hold more than 512 MiB of text together, /),
  });
}, 120_000);

test('a pattern and a folder that match 5,000 files', () => {
  mkdirSync(join(box.folder, 'many'));
  for (let i = 0; i < 5_000; i++) writeFileSync(join(box.folder, 'many', `${i}.prototxt`), 'name: "x"\n');
  for (const files of ['many/**/*.prototxt', 'many']) {
    const ran = box.runWith({ env }, '-f', 'compact', files);
    expect([ran.code, ran.err]).toEqual([0, expect.not.stringMatching(/heap|at .*\.c?js/)]);
  }
}, 120_000);
