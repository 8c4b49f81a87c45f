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

test('the package holds the notices of what is bundled in it', () => {
  const notices = readFileSync(
    join(folder, 'installed', 'package', 'dist', 'THIRD-PARTY-LICENSES.txt'),
    'utf8',
  );
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'source', 'package.json'), 'utf8'));
  // tinypool is not bundled: it is installed with its own.
  for (const [name, version] of Object.entries(dependencies).filter(([name]) => name !== 'tinypool'))
    expect(notices).toContain(`${name} ${version}\n`);
  expect(notices).not.toMatch(/^Licence: (undefined)?$/m);
});

test('everything that is installed with it may be passed on', () => {
  const { packages } = JSON.parse(readFileSync(join(folder, 'source', 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; license?: string; hasInstallScript?: boolean }>;
  };
  const shipped = Object.entries(packages).filter(([path, p]) => path !== '' && !p.dev);
  expect(shipped.length).toBeGreaterThan(10);
  const allowed = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause']);
  expect(shipped.filter(([, p]) => !allowed.has(p.license ?? '')).map(([path]) => path)).toEqual([]);
  // Nothing that a user installs runs a program while it is installed.
  expect(shipped.filter(([, p]) => p.hasInstallScript).map(([path]) => path)).toEqual([]);
});
