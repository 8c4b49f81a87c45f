/**
 * How long a page takes in a real Chromium until its curves and its drawing are there: a run and a net of 300 layers.
 *
 *   node bench/page.mjs [--layers N] [--rounds N]
 *
 * Needs a build and a Chromium on the PATH (or CAFFE_LINT_CHROMIUM).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { netOfLayers } from './made-nets.mjs';
import { median } from './rounds.mjs';

const { values: flags } = parseArgs({
  options: { layers: { type: 'string', default: '300' }, rounds: { type: 'string', default: '5' } },
});
const cli = join(import.meta.dirname, '..', 'dist', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'caffe-lint-page-'));
const glog = 'I1123 14:21:36.931722 18032 solver.cpp:45] ';
const which = () =>
  execFileSync('sh', ['-c', 'command -v chromium || command -v google-chrome'], { encoding: 'utf8' });
const browser = await chromium.launch({
  executablePath: process.env.CAFFE_LINT_CHROMIUM || which().trim(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
try {
  const net = netOfLayers(Number(flags.layers));
  const lines = [
    `${glog}Initializing solver from parameters: `,
    'net: "net.prototxt" base_lr: 0.01 lr_policy: "fixed" max_iter: 20000 display: 1',
    `${glog}Initializing net from parameters: `,
    net.trim(),
  ];
  for (let i = 0; i < 20_000; i++)
    lines.push(
      `${glog}Iteration ${i}, loss = ${0.1 + Math.exp(-i / 4000) * (1 + Math.sin(i) / 9)}`,
      `${glog}Iteration ${i}, lr = 0.01`,
    );
  writeFileSync(join(folder, 'train.log'), lines.join('\n'));
  const page = join(folder, 'report.html');
  try {
    execFileSync(process.execPath, [cli, 'log', join(folder, 'train.log'), '--html', page], {
      stdio: 'ignore',
    });
  } catch {
    // A run that failed is an answer, too.
  }
  const times = [];
  for (let round = 0; round < Number(flags.rounds); round++) {
    const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 900 } });
    const tab = await context.newPage();
    const start = performance.now();
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForSelector('.chart canvas');
    await tab.waitForSelector('[data-layer] .name');
    // Until it has been painted.
    await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    times.push(performance.now() - start);
    await context.close();
  }
  process.stdout.write(
    `${flags.layers} layers, 20,000 iterations, a page of ${(statSync(page).size / 1e6).toFixed(1)} MB: curves and drawing shown after ${(median(times) / 1000).toFixed(2)} s (${times.map((t) => (t / 1000).toFixed(2)).join(', ')})\n`,
  );
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
