/** The compiled form of the bundle: made, used, and never trusted. */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { wrongBottom } from '../cli/support.js';
import { run } from './support.js';

const dist = join(import.meta.dirname, '../../dist');
let folder = '';
let compiled = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caffe-lint-compiled-'));
  for (const name of ['cli.js', 'load.cjs', 'caffe-lint.cjs', 'package.json'])
    cpSync(join(dist, name), join(folder, 'dist', name));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'net.prototxt'), wrongBottom);
  compiled = join(folder, 'dist', 'compiled');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lint = (
  env: Record<string, string> = {},
): { status: number | null; stdout: string; stderr: string } => {
  const { status, stdout, stderr } = run(
    process.execPath,
    [join(folder, 'dist/cli.js'), '-f', 'compact', 'net.prototxt'],
    { cwd: folder, env: { NODE_OPTIONS: '', NODE_DISABLE_COMPILE_CACHE: '', ...env } },
  );
  return { status, stdout, stderr };
};
const files = (): string[] => {
  try {
    return readdirSync(compiled);
  } catch {
    return [];
  }
};

test('the first run that lints keeps it, one that only tells its version does not', () => {
  const version = run(process.execPath, [join(folder, 'dist/cli.js'), '--version'], { cwd: folder });
  expect(version).toMatchObject({ status: 0, stderr: '' });
  expect(files()).toEqual([]);
  const first = lint();
  expect(first).toMatchObject({ status: 1, stderr: '' });
  expect(files()).toEqual([expect.stringMatching(/^[0-9a-f]{16}-v[\d.]+-\w+\.bin$/)]);
  expect(lint()).toEqual(first);
});

test('a torn, changed or foreign one is ignored and made anew', () => {
  const first = lint();
  const path = join(compiled, files()[0]!);
  const good = readFileSync(path);
  const changed = Buffer.from(good);
  for (let at = good.length >> 1; at < changed.length; at += 1000) changed[at]! ^= 0xff;
  for (const bad of [Buffer.alloc(0), good.subarray(0, good.length >> 1), Buffer.from('not this'), changed]) {
    writeFileSync(path, bad);
    expect(lint()).toEqual(first);
    expect(readFileSync(path).length).toBeGreaterThan(bad.length === good.length ? 0 : bad.length);
    expect(readFileSync(path).equals(bad)).toBe(false);
  }
});

test("Node's own switch turns it off, and where it cannot be written nothing is said", () => {
  const off = lint({ NODE_DISABLE_COMPILE_CACHE: '1' });
  expect(off).toMatchObject({ status: 1, stderr: '' });
  expect(files()).toEqual([]);
  writeFileSync(compiled, 'a file in the place of the folder');
  expect(lint()).toEqual(off);
});

test('the bundle, which is read a byte a character, holds ASCII alone, and says what is not', () => {
  expect(readFileSync(join(dist, 'caffe-lint.cjs'), 'latin1')).toMatch(/^[\0-\x7f]*$/);
  writeFileSync(join(folder, 'net.prototxt'), 'name: \u201cx\u201d\ninput\uff1a "data"\n');
  const { stdout } = lint();
  expect(stdout).toContain('net.prototxt:1:7: error these are typographic quotes');
  expect(stdout).toContain('net.prototxt:2:6: error');
});
