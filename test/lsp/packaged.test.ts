/**
 * The VS Code extension, packaged by vsce, and the server that is in it. vsce and the client library
 * are dependencies of editors/vscode alone: `npm install` there, or the test says that it is skipped.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { has, must, root } from '../ci/support.js';
import { Client } from './client.js';
import { net } from './texts.js';

jest.setTimeout(120_000);

const source = join(root, 'editors', 'vscode');
const missing = !existsSync(join(source, 'node_modules', '.bin', 'vsce'))
  ? 'npm install was not run in editors/vscode'
  : !has('unzip', '-v')
    ? 'unzip is not installed'
    : undefined;

if (missing !== undefined) test.skip(`the packaged extension (${missing})`, () => undefined);

(missing === undefined ? describe : describe.skip)('the packaged extension', () => {
  let folder = '';
  const inside = (...path: string[]): string => join(folder, 'extension', ...path);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'caffe-lint-vsix-'));
    must('npm', ['run', '-s', 'types'], { cwd: source });
    must('npm', ['run', '-s', 'package', '--', '--out', join(folder, 'x.vsix')], { cwd: source });
    must('unzip', ['-q', 'x.vsix'], { cwd: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('has what its manifest names, the licence, and no sources', () => {
    const manifest = JSON.parse(readFileSync(inside('package.json'), 'utf8'));
    const { languages, grammars } = manifest.contributes;
    for (const path of [
      manifest.main,
      languages[0].configuration,
      grammars[0].path,
      'LICENSE.txt',
      'readme.md',
    ])
      expect({ path, there: existsSync(inside(path)) }).toEqual({ path, there: true });
    for (const path of ['src', 'node_modules', 'tsconfig.json']) expect(existsSync(inside(path))).toBe(false);
  });

  test('its client is whole: it asks for nothing but what VS Code and Node have', () => {
    const text = readFileSync(inside('out', 'extension.js'), 'utf8');
    const asked = new Set([...text.matchAll(/\brequire\("([^"]+)"\)/g)].map((m) => m[1]!));
    const builtin = new Set(process.getBuiltinModule('module').builtinModules);
    expect(asked).toContain('vscode');
    expect([...asked].filter((name) => name !== 'vscode' && !builtin.has(name.replace('node:', '')))).toEqual(
      [],
    );
  });

  test('its server answers initialize over stdio, and lints, also in a Node that guesses no modules', async () => {
    const flags = process.allowedNodeEnvironmentFlags.has('--experimental-detect-module')
      ? ['--no-experimental-detect-module']
      : [];
    const { client, initialized } = await Client.start(folder, [...flags, inside('server', 'cli.js')]);
    try {
      expect(initialized.capabilities).toMatchObject({ hoverProvider: true, definitionProvider: true });
      await client.open('net.prototxt', net.replace('MAX', 'MXA'));
      expect((await client.diagnostics('net.prototxt')).map((d) => d.code)).toEqual(['unknown-enum-value']);
      expect(await client.stop()).toBe(0);
    } finally {
      client.kill();
    }
  });
});
