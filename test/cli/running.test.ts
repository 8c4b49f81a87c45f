/** How other programs drive the command line: streams, lists, several reports, exit codes, changed lines. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { net, sandbox, solver, wrongBottom } from './support.js';

const box = sandbox();
const { put, run, runWith } = box;
/** A warning that can be mended safely, and nothing else. */
const withWarning = net.replace('  bottom: "label"', '  bottom: "label" # caffe-lint-disable-line');

describe('standard input', () => {
  test('--stdin and - lint it under the name that --stdin-filename gives', () => {
    put('models/.caffelintrc', 'rules: {unknown-bottom: off}');
    const options = { input: wrongBottom };
    expect(runWith(options, '--format', 'compact', '--stdin').out).toContain('<stdin>:23:3: error');
    expect(runWith(options, '-f', 'compact', '-').code).toBe(1);
    const named = runWith(options, '-f', 'compact', '--stdin', '--stdin-filename', 'models/net.prototxt');
    expect(named.code).toBe(0);
    expect(named.out).not.toContain('unknown-bottom');
    put('.caffelintignore', 'models/');
    expect(runWith(options, '-f', 'compact', '-', '--stdin-filename', 'models/net.prototxt').out).toBe('');
  });

  test('a solver finds its net from the name that it was given', () => {
    put('models/net.prototxt', wrongBottom);
    const { out } = runWith(
      { input: solver },
      '-f',
      'compact',
      '--stdin',
      '--stdin-filename',
      'models/solver.prototxt',
    );
    expect(out).toContain('models/net.prototxt:23:3: error');
  });

  test('--fix prints the mended text, the report goes to the other stream', () => {
    const { code, out, err } = runWith({ input: withWarning }, '--fix', '--stdin');
    expect({ code, out }).toEqual({ code: 0, out: net });
    expect(err).toContain('fixed 1 in 1 file: 1 unused-directive');
    const bytes = Buffer.from('# caf\xe9\n', 'latin1');
    expect(runWith({ input: Buffer.concat([bytes, Buffer.from(net)]) }, '--fix', '-').out).toContain(net);
  });

  test('it is linted alone, and must be text', () => {
    expect(runWith({ input: net }, '-', 'net.prototxt').err).toContain('standard input is linted alone');
    expect(runWith({ input: Buffer.from([0, 1, 2]) }, '-').err).toBe(
      'caffe-lint: <stdin>: a binary file, not text (it contains NUL bytes)\n',
    );
  });
});

test('--files-from: a list from a file or standard input, by line or by NUL', () => {
  put('a.prototxt', wrongBottom);
  put('b c.prototxt', wrongBottom);
  put('d.prototxt', wrongBottom);
  put('list', 'a.prototxt\r\nb c.prototxt\n');
  const files = (out: string): string[] => (JSON.parse(out) as { filePath: string }[]).map((f) => f.filePath);
  expect(files(run('-f', 'json', '--files-from', 'list').out)).toEqual(['a.prototxt', 'b c.prototxt']);
  expect(
    files(runWith({ input: 'b c.prototxt\0d.prototxt\0' }, '-f', 'json', '--files-from', '-').out),
  ).toEqual(['b c.prototxt', 'd.prototxt']);
  expect(runWith({ input: '' }, '--files-from', '-')).toEqual({ code: 0, out: '', err: '' });
  expect(run('--files-from', 'none').err).toContain('--files-from none: no such file');
});

test('what stands behind -- is a file', () => {
  put('net.prototxt', net);
  put('--fix.prototxt', wrongBottom);
  const { code, out } = run('-f', 'compact', 'net.prototxt', '--', '--fix.prototxt');
  expect(code).toBe(1);
  expect(out).toContain('--fix.prototxt:23:3: error');
  expect(run('--', 'none.prototxt').err).toBe('caffe-lint: none.prototxt: no such file or folder\n');
});

test('--no-error-on-unmatched-pattern', () => {
  put('net.prototxt', net);
  expect(run('none.prototxt', '*.txtpb').code).toBe(2);
  expect(run('--no-error-on-unmatched-pattern', 'none.prototxt', '*.txtpb')).toEqual({
    code: 0,
    out: '',
    err: '',
  });
});

describe('reports', () => {
  test('several at once, each to its own file', () => {
    put('net.prototxt', wrongBottom);
    const { code, out } = run(
      '-f',
      'compact',
      '-f',
      'json=out/report.json',
      '-f',
      'sarif=lint.sarif',
      'net.prototxt',
    );
    expect(code).toBe(1);
    expect(out).toContain('net.prototxt:23:3: error');
    expect(JSON.parse(box.read('out/report.json'))[0].errorCount).toBe(1);
    expect(JSON.parse(box.read('lint.sarif')).version).toBe('2.1.0');
    expect(run('-f', 'json', '-o', 'one.json', 'net.prototxt').out).toBe('');
    expect(JSON.parse(box.read('one.json'))).toHaveLength(1);
    expect(run('-f', 'json', '-f', 'sarif', 'net.prototxt').code).toBe(2);
    const failed = run('-f', 'json=net.prototxt/x.json', 'net.prototxt');
    expect(failed.code).toBe(2);
    expect(failed.err).toContain('the report could not be written');
  });

  test('a missing file is in the report for programs, beside the others', () => {
    put('net.prototxt', net);
    const { code, out, err } = run('-f', 'json', 'none.prototxt', 'net.prototxt');
    expect({ code, err }).toEqual({ code: 2, err: '' });
    expect(JSON.parse(out).map((f: { errorCount: number }) => f.errorCount)).toEqual([0, 1]);
  });

  test('--statistics counts', () => {
    put('net.prototxt', wrongBottom);
    const { code, out } = run('--statistics', 'net.prototxt');
    expect(code).toBe(1);
    expect(out).toMatch(/^1 +error +unknown-bottom +1 file/m);
  });

  test('--list-rules as text and JSON', () => {
    expect(run('--list-rules').out).toBe(run('rules').out);
    expect(JSON.parse(run('--list-rules', '--format', 'json').out)).toEqual(
      JSON.parse(run('rules', '--format', 'json').out),
    );
  });
});

test('exit codes: --max-warnings, --quiet, --exit-zero, --exit-non-zero-on-fix', () => {
  put('net.prototxt', withWarning);
  expect(run('net.prototxt').code).toBe(0);
  expect(run('--max-warnings', '1', 'net.prototxt').code).toBe(0);
  const strict = run('--max-warnings', '0', 'net.prototxt');
  expect(strict.code).toBe(1);
  expect(strict.err).toContain('1 warnings are more than --max-warnings 0');
  expect(run('--max-warnings', '0', '--exit-zero', 'net.prototxt').code).toBe(0);
  expect(run('--quiet', 'net.prototxt')).toEqual({ code: 0, out: '', err: '' });
  expect(run('--quiet', '--max-warnings', '0', 'net.prototxt').code).toBe(1);
  // Quiet fixes errors only.
  run('--quiet', '--fix', 'net.prototxt');
  expect(box.read('net.prototxt')).toBe(withWarning);
  expect(run('--fix', '--exit-non-zero-on-fix', 'net.prototxt').code).toBe(1);
  expect(box.read('net.prototxt')).toBe(net);
});

describe('--since', () => {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
      cwd: box.folder,
      encoding: 'utf8',
    });
  const found = (...args: string[]): string[] =>
    box.lint(...args).map((m) => `${m.filePath}:${m.line} ${m.ruleId}`);

  test('only what stands on changed lines, in the working folder, in new and in renamed files', () => {
    git('init', '-q', '-b', 'main');
    put('net.prototxt', wrongBottom);
    put('old.prototxt', wrongBottom);
    git('add', '.');
    git('commit', '-qm', 'one');
    expect(found('--since', 'HEAD', '.')).toEqual([]);
    put('net.prototxt', wrongBottom.replace('type: "SoftmaxWithLoss"', 'type: "SoftmaxWithLos"'));
    expect(found('--since', 'HEAD', '.')).toEqual(['net.prototxt:22 unknown-layer-type']);
    expect(runWith({}, '--since', 'HEAD', '.').code).toBe(1);
    git('checkout', '-q', 'net.prototxt');
    git('mv', 'old.prototxt', 'new.prototxt');
    put('new.prototxt', wrongBottom.replace('fc9', 'fc8'));
    put('fresh.prototxt', wrongBottom);
    const lines = found('--since', 'HEAD', '.').filter((m) => m.includes('unknown-bottom'));
    expect(lines).toEqual(['fresh.prototxt:23 unknown-bottom', 'new.prototxt:23 unknown-bottom']);
  });

  test('a branch is compared with the point where it parted, from any folder; fixes stay on changed lines', () => {
    git('init', '-q', '-b', 'main');
    put('nets/net.prototxt', withWarning);
    git('add', '.');
    git('commit', '-qm', 'one');
    git('checkout', '-qb', 'work');
    put('nets/net.prototxt', withWarning.replace('top: "fc1"', 'top: "fc1" # caffe-lint-disable-line'));
    git('commit', '-qam', 'two');
    git('checkout', '-q', 'main');
    put('nets/net.prototxt', net);
    git('commit', '-qam', 'three');
    git('checkout', '-q', 'work');
    const { out } = runWith({ cwd: 'nets' }, '-f', 'compact', '--since', 'main', '.');
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toContain('net.prototxt:14:');
    run('--fix', '--since', 'main', 'nets');
    expect(box.read('nets/net.prototxt')).toBe(withWarning);
  });

  test('without a repository or revision: one sentence', () => {
    put('net.prototxt', net);
    expect(runWith({ env: { GIT_CEILING_DIRECTORIES: '/' } }, '--since', 'HEAD', '.').err).toContain(
      '--since needs git',
    );
    git('init', '-q');
    const { code, err } = run('--since', '--output=x', '.');
    expect(code).toBe(2);
    expect(err.split('\n').length).toBeLessThan(4);
    expect(run('--since=no-such', '.').err).toContain('git knows no revision "no-such"');
  });
});

test('completion: a script, and the words that it asks for', () => {
  expect(run('completion').out).toContain('--get-yargs-completions');
  const words = (...typed: string[]): string[] =>
    run('--get-yargs-completions', 'caffe-lint', ...typed)
      .out.split('\n')
      .filter((w) => w !== '');
  expect(words('ins')).toEqual(['inspect']);
  expect(words('--suppress-r')).toEqual(['--suppress-rule']);
  expect(words('--rule', 'unknown-bo')).toEqual(['unknown-bottom']);
  expect(words('explain', 'unused-d')).toEqual(['unused-directive']);
  expect(words('-f', 'sar')).toEqual(['sarif']);
  expect(words('net.prototxt', 'x')).toEqual([]);
});
