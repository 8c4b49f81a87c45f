/** The built command line in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';

const cli = process.env['CAFFE_LINT_CLI'] ?? join(import.meta.dirname, '..', '..', 'dist', 'cli.js');

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

export interface Sandbox {
  /** The folder, made anew for each test. */
  readonly folder: string;
  put(name: string, text: string | Buffer): string;
  read(name: string): string;
  run(...args: string[]): Ran;
  runWith(
    options: { input?: string | Buffer; cwd?: string; env?: Record<string, string> },
    ...args: string[]
  ): Ran;
  /** The messages of `--format json`, of all files. */
  lint(
    ...args: string[]
  ): { filePath: string; ruleId: string; severity: number; line: number; message: string }[];
}

/** A folder for each test of the file that calls it. */
export function sandbox(): Sandbox {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'caffe-lint-test-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const runWith: Sandbox['runWith'] = ({ input, cwd, env }, ...args) => {
    const r = spawnSync(process.execPath, [cli, ...args], {
      cwd: join(folder, cwd ?? '.'),
      encoding: 'utf8',
      env: { ...process.env, GITHUB_ACTIONS: '', NO_COLOR: '1', ...env },
      input: input ?? '',
    });
    return { code: r.status, out: r.stdout, err: r.stderr };
  };
  return {
    get folder() {
      return folder;
    },
    put(name, text) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    },
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    run: (...args) => runWith({}, ...args),
    runWith,
    lint(...args) {
      const { out, err } = runWith({}, '--format', 'json', ...args);
      if (out === '') throw new Error(err);
      const files = JSON.parse(out) as { filePath: string; messages: never[] }[];
      return files.flatMap((f) => f.messages.map((m: object) => ({ filePath: f.filePath, ...m }) as never));
    },
  };
}

export const solver = 'net: "net.prototxt"\nbase_lr: 0.01\nlr_policy: "fixed"\nmax_iter: 100\n';

/** A net without findings. */
export const net = `name: "tiny"
layer {
  name: "data"
  type: "Data"
  top: "data"
  top: "label"
  transform_param { scale: 0.00390625 }
  data_param { source: "train_lmdb" batch_size: 32 backend: LMDB }
}
layer {
  name: "fc1"
  type: "InnerProduct"
  bottom: "data"
  top: "fc1"
  inner_product_param {
    num_output: 2
    weight_filler { type: "xavier" }
  }
}
layer {
  name: "loss"
  type: "SoftmaxWithLoss"
  bottom: "fc1"
  bottom: "label"
  top: "loss"
}
`;

/** The same with an error: `unknown-bottom` in line 23. */
export const wrongBottom = net.replace('bottom: "fc1"', 'bottom: "fc9"');
