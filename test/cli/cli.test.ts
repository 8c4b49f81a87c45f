/** The command line as users run it: the built bundle, in a folder of its own. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { net, sandbox, solver } from './support.js';

const box = sandbox();
const { put, run } = box;

describe('exit codes and streams', () => {
  test('a healthy solver and net: 0, and nothing on either stream', () => {
    put('net.prototxt', net);
    put('solver.prototxt', solver);
    expect(run('solver.prototxt')).toEqual({ code: 0, out: '', err: '' });
  });

  test('a problem at error level: 1', () => {
    put('solver.prototxt', solver.replace('0.01', '0'));
    const { code, out } = run('solver.prototxt');
    expect(code).toBe(1);
    expect(out).toContain('no-learning-rate');
    expect(out).toContain('2:1');
  });

  test('a missing file: 2, and the others are linted all the same', () => {
    put('solver.prototxt', solver.replace('0.01', '0'));
    const { code, out, err } = run('missing.prototxt', 'solver.prototxt');
    expect(code).toBe(2);
    expect(err).toBe('caffe-lint: missing.prototxt: no such file or folder\n');
    expect(out).toContain('no-learning-rate');
  });

  test('wrong flags: 2, with a hint', () => {
    const { code, err, out } = run('--fxi', 'x.prototxt');
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('fxi');
    expect(err).toContain('caffe-lint --help');
  });

  test('--help and --version', () => {
    expect(run('--help').out).toContain('Exit codes: 0 nothing at error level');
    expect(run('--version').out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('bad input gets one clear sentence and nothing is written', () => {
  const cases: [string, () => void, string][] = [
    ['empty.prototxt', () => put('empty.prototxt', ''), 'the file is empty'],
    [
      'binary.prototxt',
      () => put('binary.prototxt', Buffer.from([10, 4, 0, 1, 2, 255])),
      'a binary file, not text',
    ],
    [
      'lenet.caffemodel',
      () => put('lenet.caffemodel', Buffer.from([10, 5, 0, 76, 101])),
      'a binary file with trained weights',
    ],
    ['folder', () => mkdirSync(join(box.folder, 'folder')), 'file in this folder'],
    ['no*.prototxt', () => undefined, 'no file matches this pattern'],
    ['utf16.prototxt', () => put('utf16.prototxt', Buffer.from('\ufeffname: "x"', 'utf16le')), 'UTF-16 text'],
  ];
  test.each(cases)('%s', (name, make, words) => {
    make();
    const { code, out, err } = run('--fix', name);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toContain(name);
    expect(err).toContain(words);
  });

  test('a file without read permission', () => {
    // Root reads everything: then a link that goes round stands in for it.
    const path = put('secret.prototxt', net);
    chmodSync(path, 0);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) {
      rmSync(path);
      symlinkSync('secret.prototxt', path);
    }
    const { code, err } = run('secret.prototxt');
    expect(code).toBe(2);
    expect(err).toContain('secret.prototxt');
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  test('merge conflict markers are one finding', () => {
    put('net.prototxt', `<<<<<<< HEAD\n${net}=======\n${net}>>>>>>> other\n`);
    const results = JSON.parse(run('--format', 'json', 'net.prototxt').out);
    expect(results[0].messages).toHaveLength(1);
    expect(results[0].messages[0].message).toContain('merge conflict markers');
  });

  test('text protos that are not nets are skipped with a note', () => {
    put('labels.prototxt', 'item { name: "a" label: 1 }\n');
    const { code, out, err } = run('labels.prototxt');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('a label map');
  });
});

describe('JSON', () => {
  test('one element per file, the net that a solver brought in among them', () => {
    put(
      'net.prototxt',
      net.replace('weight_filler { type: "xavier" }', 'weight_filler { type: "gaussian" }'),
    );
    put('solver.prototxt', solver);
    const results = JSON.parse(run('--format', 'json', 'solver.prototxt').out);
    expect(results.map((r: { filePath: string }) => r.filePath)).toEqual(['solver.prototxt', 'net.prototxt']);
    expect(Object.keys(results[0]).sort()).toEqual(
      [
        'dialects',
        'errorCount',
        'filePath',
        'fixableErrorCount',
        'fixableWarningCount',
        'messages',
        'warningCount',
      ].filter((k) => k !== 'dialects' || 'dialects' in results[0]),
    );
  });
});

describe('fixes', () => {
  const broken = solver
    .replace('0.01', '0.01 # a rate')
    .replace('max_iter: 100', 'max_iter: 1e2')
    .replaceAll('\n', '\r\n');

  test('--diff prints a patch that git apply takes, and writes nothing', () => {
    put('net.prototxt', net);
    const path = put('solver.prototxt', broken);
    const { code, out } = run('--diff', 'solver.prototxt');
    expect(code).toBe(1);
    expect(readFileSync(path, 'utf8')).toBe(broken);
    put('fix.patch', out);
    execFileSync('git', ['init', '-q'], { cwd: box.folder });
    execFileSync('git', ['apply', 'fix.patch'], { cwd: box.folder });
    expect(readFileSync(path, 'utf8')).toBe(broken.replace('1e2', '100'));
  });

  test('--fix writes the same, keeps the mode and the link, and only when bytes change', () => {
    put('net.prototxt', net);
    const path = put('real.prototxt', broken);
    chmodSync(path, 0o640);
    symlinkSync('real.prototxt', join(box.folder, 'solver.prototxt'));
    const { code, err } = run('--fix', 'solver.prototxt');
    expect(code).toBe(0);
    expect(err).toContain('fixed 1 in 1 file: 1 wrong-type');
    expect(readFileSync(path, 'utf8')).toBe(broken.replace('1e2', '100'));
    expect(statSync(path).mode & 0o777).toBe(0o640);
    const before = statSync(path).mtimeMs;
    run('--fix', 'solver.prototxt');
    expect(statSync(path).mtimeMs).toBe(before);
  });

  test('bytes that are no UTF-8 are kept', () => {
    const bytes = Buffer.concat([Buffer.from('# caf\xe9\n', 'latin1'), Buffer.from(broken)]);
    const path = put('solver.prototxt', bytes);
    put('net.prototxt', net);
    run('--fix', 'solver.prototxt');
    const expected = Buffer.concat([
      Buffer.from('# caf\xe9\n', 'latin1'),
      Buffer.from(broken.replace('1e2', '100')),
    ]);
    expect(readFileSync(path).equals(expected)).toBe(true);
  });

  test('unsafe fixes need their flag', () => {
    const path = put('solver.prototxt', solver.replace('0.01', '0'));
    run('--fix', 'solver.prototxt');
    expect(readFileSync(path, 'utf8')).toContain('base_lr: 0\n');
    run('--fix', '--unsafe-fixes', 'solver.prototxt');
    expect(readFileSync(path, 'utf8')).toContain('base_lr: 0.01\n');
  });
});

test('what a file contains never reaches the terminal raw', () => {
  put('net.prototxt', 'layer { name: "\u001b[31mred\u0007" type: "Nope\u001b]0;x\u0007" }\n');
  const { out, err } = run('net.prototxt');
  expect(out + err).not.toMatch(/[\u0007\u001b]/);
  expect(out).toContain('\\u001b');
});
