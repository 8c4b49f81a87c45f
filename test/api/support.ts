/** A folder in which caffe-lint and the example plugin are installed, as npm would do it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'caffe-lint-project-'));

  constructor() {
    const modules = join(this.folder, 'node_modules');
    mkdirSync(modules);
    symlinkSync(root, join(modules, 'caffe-lint'), 'dir');
    cpSync(join(root, 'examples', 'caffe-lint-plugin-example'), join(modules, 'caffe-lint-plugin-example'), {
      recursive: true,
    });
  }

  put(name: string, text: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), text);
  }

  /** Run node in the folder. */
  node(
    args: readonly string[],
    cwd = this.folder,
    env: NodeJS.ProcessEnv = {},
  ): { code: number | null; out: string; err: string } {
    const r = spawnSync(process.execPath, [...args], {
      cwd,
      encoding: 'utf8',
      // Node's own test runner must not take itself for a child of another one.
      env: { ...process.env, NO_COLOR: '1', NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined, ...env },
    });
    return { code: r.status, out: r.stdout, err: r.stderr };
  }

  /** Run the built command line in the folder. */
  run(...args: string[]): { code: number | null; out: string; err: string } {
    return this.node([join(root, 'dist', 'cli.js'), ...args]);
  }
}
