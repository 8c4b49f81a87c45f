/** What `npm pack` makes, from which npm and pre-commit install. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { wrongBottom } from '../cli/support.js';
import { copyWithDependencies, must, run } from './support.js';

jest.setTimeout(60_000);

let folder = '';
let printed = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'caffe-lint-package-'));
  copyWithDependencies(join(folder, 'source'));
  printed = must('npm', ['pack', '--pack-destination', folder], { cwd: join(folder, 'source') });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('its name is all that npm pack prints: pre-commit takes the whole of it for a path', () => {
  const { version } = JSON.parse(readFileSync(join(folder, 'source', 'package.json'), 'utf8'));
  expect(printed).toBe(`caffe-lint-${version}.tgz\n`);
});

test('a fresh clone packs a command line that runs by itself, and no sources', () => {
  const to = join(folder, 'installed');
  mkdirSync(to);
  must('tar', ['xzf', join(folder, printed.trim()), '-C', to]);
  writeFileSync(join(folder, 'net.prototxt'), wrongBottom);
  const cli = join(to, 'package', 'dist', 'cli.js');
  const { status, stdout, stderr } = run(process.execPath, [cli, '-f', 'compact', 'net.prototxt'], {
    cwd: folder,
  });
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  expect(stdout).toMatch(/^net\.prototxt:23:3: error .* \[unknown-bottom\]$/m);
  const names = must('tar', ['tzf', join(folder, printed.trim())]).split('\n');
  expect(names.filter((n) => /^package\/(src|test|rules|fixtures|node_modules)\//.test(n))).toEqual([]);
});
