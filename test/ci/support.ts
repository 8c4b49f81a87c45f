/** The repository as somebody else gets it, and programs that a machine may or may not have. */
import { spawnSync } from 'node:child_process';
import type { SpawnSyncReturns } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** Run a program; what it printed is in `stdout` and `stderr`. */
export const run = (
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; input?: string; timeout?: number } = {},
): SpawnSyncReturns<string> =>
  spawnSync(program, args, {
    ...options,
    encoding: 'utf8',
    env: { ...process.env, GITHUB_ACTIONS: '', NO_COLOR: '1', ...options.env },
  });

/** As `run`, for what has to succeed. */
export function must(
  program: string,
  args: readonly string[],
  options: Parameters<typeof run>[2] = {},
): string {
  const { status, stdout, stderr, error } = run(program, args, options);
  if (status !== 0)
    throw new Error(
      `${program} ${args.join(' ')}: ${error?.message ?? `exit code ${status}`}\n${stdout}\n${stderr}`,
    );
  return stdout;
}

export const git = (cwd: string, ...args: string[]): string =>
  must('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'init.defaultBranch=main', ...args], {
    cwd,
  });

/** What git would commit of the working tree, copied to a folder; not the fixtures, which nothing installs. */
export function copyRepository(to: string): void {
  const listed = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate');
  const deleted = new Set(git(root, 'ls-files', '-z', '--deleted').split('\0'));
  for (const name of listed.split('\0')) {
    if (name === '' || deleted.has(name) || /^(fixtures|test)\//.test(name)) continue;
    mkdirSync(dirname(join(to, name)), { recursive: true });
    cpSync(join(root, name), join(to, name));
  }
}

/** The copy with the dependencies that are installed here, so that its scripts run without a registry. */
export function copyWithDependencies(to: string): void {
  copyRepository(to);
  symlinkSync(join(root, 'node_modules'), join(to, 'node_modules'), 'dir');
}

/** Whether a program is installed. */
export const has = (program: string, flag = '--version'): boolean => run(program, [flag]).status === 0;

/** Whether npm reaches its registry. */
export const registryAnswers = (): boolean =>
  run('npm', ['view', 'esbuild', 'name', '--fetch-retries=0', '--fetch-timeout=5000'], { timeout: 15_000 })
    .status === 0;
