/**
 * The fuzz tests for longer.
 *
 *     node scripts/fuzz.mjs [--times 20] [--seed N] [--only "fixes"]
 *
 * --times: how many times as many cases as in the suite. A failure prints the smallest text that shows it and the
 * seed that leads there; a run that hangs or dies has left the text it was at in the file that is named first.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

const { values } = parseArgs({
  options: { times: { type: 'string', default: '20' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const root = fileURLToPath(new URL('..', import.meta.url));
const trace = join(mkdtempSync(join(tmpdir(), 'caffe-lint-fuzz-')), 'case.json');
const seed = values.seed ?? String(Date.now() % 2 ** 31);
process.stdout.write(`seed ${seed}; the text at hand is in ${trace}\n`);
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    'test/fuzz',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      CAFFE_LINT_FUZZ_TIMES: values.times,
      CAFFE_LINT_FUZZ_SEED: seed,
      CAFFE_LINT_FUZZ_CASE: trace,
      ...(values.only === undefined ? {} : { CAFFE_LINT_FUZZ_ONLY: values.only }),
    },
  },
);
process.exitCode = status ?? 1;
