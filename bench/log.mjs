/**
 * Time and peak memory of `caffe-lint log` on logs of growing size.
 *
 *   node bench/log.mjs [--losses 1500,15000,150000,1500000]
 *
 * Needs a build, and 0.3 KB of disk per loss.
 */
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runNode } from './child.mjs';

const { values: flags } = parseArgs({
  options: { losses: { type: 'string', default: '1500,15000,150000,1500000' } },
});
const cli = join(import.meta.dirname, '..', 'dist', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'caffe-lint-log-'));
const glog = 'I1123 14:21:36.931722 18032 ';

/** What Caffe prints of so many iterations, a line for the loss, each output of the net and the rate. */
function writeLog(path, losses) {
  const file = openSync(path, 'w');
  let lines = [];
  for (let i = 0; i < losses; i++) {
    const loss = 0.1 + Math.exp((-4 * i) / losses) * (1 + Math.sin(i) / 9);
    lines.push(
      `${glog}solver.cpp:218] Iteration ${i} (4.52 iter/s, 0.221s/1 iters), loss = ${loss}`,
      `${glog}solver.cpp:237]     Train net output #0: accuracy = ${1 - loss / 2}`,
      `${glog}solver.cpp:237]     Train net output #1: loss = ${loss} (* 1 = ${loss} loss)`,
      `${glog}sgd_solver.cpp:105] Iteration ${i}, lr = 0.01`,
    );
    if (lines.length > 40_000 || i === losses - 1) {
      writeSync(file, `${lines.join('\n')}\n`);
      lines = [];
    }
  }
  closeSync(file);
}

try {
  for (const losses of flags.losses.split(',').map(Number)) {
    const path = join(folder, 'train.log');
    writeLog(path, losses);
    const { wall, rss } = runNode([cli, 'log', path]);
    const size = statSync(path).size / 1e6;
    process.stdout.write(
      `${losses.toLocaleString('en')} losses, ${size.toFixed(1)} MB: ${(wall / 1000).toFixed(1)} s, ${rss.toFixed(0)} MB at its peak\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
