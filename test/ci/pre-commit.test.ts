/**
 * The hooks, run by the real pre-commit on a real repository, set up as the README says. Needs pre-commit
 * (Debian's package of that name) and npm's registry, from which the hook gets its build tools.
 */
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { EXTENSIONS } from '../../src/cli/files.js';
import { net, wrongBottom } from '../cli/support.js';
import { copyRepository, git, has, must, registryAnswers, root, run } from './support.js';

jest.setTimeout(60_000);

const missing = !has('pre-commit')
  ? 'pre-commit is not installed'
  : !registryAnswers()
    ? "npm's registry does not answer"
    : undefined;

const manifest = join(root, '.pre-commit-hooks.yaml');

test('the hooks are for the files that the command line looks for', () => {
  const hooks = parse(readFileSync(manifest, 'utf8')) as { id: string; files: string }[];
  expect(hooks.map((h) => h.id)).toEqual(['caffe-lint', 'caffe-lint-fix']);
  for (const { files } of hooks) {
    for (const extension of EXTENSIONS) expect(`models/net.${extension}`).toMatch(new RegExp(files));
    expect('prototxt.md').not.toMatch(new RegExp(files));
  }
});

if (missing !== undefined) test.skip(`with the real pre-commit (${missing})`, () => undefined);

(missing === undefined ? describe : describe.skip)('with the real pre-commit', () => {
  let folder = '';
  const work = (): string => join(folder, 'work');
  const put = (name: string, text: string): void => writeFileSync(join(work(), name), text);
  const env = (): Record<string, string> => ({
    PRE_COMMIT_HOME: join(folder, 'cache'),
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    GIT_AUTHOR_NAME: 't',
    GIT_AUTHOR_EMAIL: 't@t',
    GIT_COMMITTER_NAME: 't',
    GIT_COMMITTER_EMAIL: 't@t',
  });
  /** Stage all and commit; the hook decides. */
  const commit = (): { status: number | null; said: string } => {
    git(work(), 'add', '-A');
    const { status, stdout, stderr } = run('git', ['commit', '-qm', 'x'], { cwd: work(), env: env() });
    return { status, said: stdout + stderr };
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'caffe-lint-hook-'));
    const source = join(folder, 'caffe-lint');
    copyRepository(source);
    git(source, 'init', '-q');
    git(source, 'add', '-A');
    git(source, 'commit', '-qm', 'x');
    mkdirSync(work());
    git(work(), 'init', '-q');
    put('net.prototxt', net);
    git(work(), 'add', '-A');
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const [, steps] = /```sh\n(cat > \.pre-commit-config[^`]*)```/.exec(readme) ?? [];
    const script = steps!.replace('ADDRESS', source);
    const printed = must('bash', ['-euc', script], { cwd: work(), env: env(), timeout: 240_000 });
    expect(printed).toMatch(/caffe-lint\.+Passed/);
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('the manifest is valid', () => {
    expect(run('pre-commit', ['validate-manifest', manifest])).toMatchObject({ status: 0, stdout: '' });
  });

  test('a sound net is committed, one with an error is refused with its finding', () => {
    expect(commit()).toMatchObject({ status: 0 });
    put('net.prototxt', wrongBottom);
    const { status, said } = commit();
    expect(status).toBe(1);
    expect(said).toMatch(/caffe-lint\.+Failed/);
    expect(said).toMatch(/^ +23:3 +error .*"fc9"/m);
    expect(git(work(), 'rev-list', '--count', 'HEAD').trim()).toBe('1');
  });

  test('a file that .caffelintignore names is let through, and without a net nothing runs', () => {
    put('.caffelintignore', 'net.prototxt\n');
    expect(commit()).toMatchObject({ status: 0 });
    put('notes.md', 'none\n');
    expect(commit().said).toMatch(/caffe-lint\.+\(no files to check\)Skipped/);
    rmSync(join(work(), '.caffelintignore'));
  });

  test('caffe-lint-fix writes safe fixes and fails, so that they are looked at; then it passes', () => {
    const config = readFileSync(join(work(), '.pre-commit-config.yaml'), 'utf8');
    put('.pre-commit-config.yaml', config.replace('id: caffe-lint', 'id: caffe-lint-fix'));
    put('net.prototxt', net.replace('  bottom: "label"', '  bottom: "label" # caffe-lint-disable-line'));
    const { status, said } = commit();
    expect(status).toBe(1);
    expect(said).toContain('files were modified by this hook');
    expect(readFileSync(join(work(), 'net.prototxt'), 'utf8')).toBe(net);
    expect(commit()).toMatchObject({ status: 0 });
  });
});
