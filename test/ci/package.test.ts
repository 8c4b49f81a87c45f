/** What `npm pack` makes, from which npm and pre-commit install. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { solver, wrongBottom } from '../cli/support.js';
import { copyWithDependencies, must, root, run } from './support.js';

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

test('a fresh clone packs a command line that runs by itself', () => {
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
});

/** The package alone in a folder, as npm lays it out: there is nothing else in `node_modules`. */
const alone = (): string => {
  const to = join(folder, 'alone');
  mkdirSync(join(to, 'node_modules'), { recursive: true });
  cpSync(join(folder, 'installed', 'package'), join(to, 'node_modules', 'caffe-lint'), { recursive: true });
  writeFileSync(join(to, 'package.json'), '{ "type": "module" }');
  return to;
};

test('it needs no other package but for worker threads: command line, library and types work alone', () => {
  const to = alone();
  const manifest = JSON.parse(
    readFileSync(join(to, 'node_modules', 'caffe-lint', 'package.json'), 'utf8'),
  ) as Record<string, unknown>;
  // Worker threads start from a file of their own, so that this one cannot be bundled; it needs no other either.
  expect(manifest['dependencies']).toEqual({ tinypool: expect.any(String) });
  for (const kind of ['optionalDependencies', 'peerDependencies', 'bundleDependencies'])
    expect(manifest[kind]).toBeUndefined();
  // Each part of the bundle is asked for: YAML, JSON, globs, patches, ignore files, HTML, a .proto, the language server.
  writeFileSync(join(to, 'net.prototxt'), wrongBottom);
  writeFileSync(join(to, 'solver.prototxt'), solver.replace('max_iter:', 'max_iter'));
  writeFileSync(join(to, '.caffelintrc'), 'rules:\n  unknown-bottom: warn\n');
  writeFileSync(join(to, '.caffelintignore'), 'nothing/\n');
  writeFileSync(
    join(to, 'caffe.proto'),
    'syntax = "proto2"; package caffe; message NetParameter { optional string name = 1; }',
  );
  const cli = (...args: string[]) =>
    run(process.execPath, [join('node_modules', 'caffe-lint', 'dist', 'cli.js'), ...args], { cwd: to });
  expect(cli('-f', 'compact', 'n*.prototxt')).toMatchObject({ status: 0, stderr: '' });
  expect(cli('--diff', '.').stdout).toContain('+++ b/solver.prototxt');
  expect(cli('inspect', 'net.prototxt', '--html', '-').stdout).toContain('<!doctype html>');
  expect(cli('--proto', 'caffe.proto', '-f', 'compact', 'net.prototxt').stdout).toContain('unknown-field');
  expect(cli('lsp').stderr).not.toContain('Cannot find');
  writeFileSync(join(to, '.caffelintrc'), '{ "rules": { "unknown-bottom": "error" } }');
  expect(cli('net.prototxt').status).toBe(1);

  writeFileSync(
    join(to, 'program.mjs'),
    `import { CaffeLint, Linter } from 'caffe-lint';
     import { Linter as Small } from 'caffe-lint/linter';
     const [result] = await new CaffeLint().lintFiles(['net.prototxt']);
     console.log(result.errorCount, new Linter().verify('layer {').length > 0, new Small().verify('layer {').length > 0);`,
  );
  expect(must(process.execPath, ['program.mjs'], { cwd: to })).toBe('1 true true\n');

  writeFileSync(
    join(to, 'consumer.ts'),
    `import { CaffeLint, Linter, RuleTester, defineRule, netRule } from 'caffe-lint';
     import type { LintMessage } from 'caffe-lint';
     import { Linter as Small } from 'caffe-lint/linter';
     export const messages: LintMessage[] = new Linter().verify('');
     export const small: Small = new Small();
     export const n: Promise<number> = new CaffeLint().lintFiles(['.']).then((r) => r.length);
     export { RuleTester, defineRule, netRule };`,
  );
  // The declarations themselves are checked, too, without any other package's.
  writeFileSync(
    join(to, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        noEmit: true,
        strict: true,
        module: 'NodeNext',
        target: 'ES2022',
        lib: ['ES2023', 'DOM'],
        types: [],
      },
      files: ['consumer.ts'],
    }),
  );
  const checked = run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', to]);
  expect(checked.stdout).toBe('');
}, 120_000);

test('it holds what is needed and nothing else', () => {
  const names = must('tar', ['tzf', join(folder, printed.trim())])
    .trim()
    .split('\n');
  const outside = names.filter(
    (n) =>
      !/^package\/dist\/(types\/.*\.d\.ts|(types\/)?package\.json|parts\/[\w-]+\.cjs|cli\.js|(index|linter)\.mjs|(load|caffe-lint|worker)\.cjs|THIRD-PARTY-LICENSES\.txt)$/.test(
        n,
      ),
  );
  expect(outside.sort()).toEqual([
    'package/LICENSE',
    'package/README.md',
    'package/caffelintrc.schema.json',
    'package/package.json',
  ]);
  expect(statSync(join(folder, printed.trim())).size).toBeLessThan(1.5e6);
  const manifest = JSON.parse(readFileSync(join(folder, 'source', 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  // What npm runs on the machine of somebody who installs the package.
  for (const name of ['preinstall', 'install', 'postinstall']) expect(manifest.scripts[name]).toBeUndefined();
});

interface Locked {
  dev?: boolean;
  optional?: boolean;
  version: string;
  license?: string;
  hasInstallScript?: boolean;
  resolved?: string;
  integrity?: string;
}
const locked = (): Record<string, Locked> =>
  (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> })
    .packages;

test('what is bundled may be passed on, and its notices go with it', () => {
  const notices = readFileSync(
    join(folder, 'installed', 'package', 'dist', 'THIRD-PARTY-LICENSES.txt'),
    'utf8',
  );
  expect(notices).not.toMatch(/^Licence: (undefined)?$/m);
  const packages = locked();
  const bundled = [...notices.matchAll(/^((?:@[\w.-]+\/)?[\w.-]+) (\d+\.\d+\.\S+)$/gm)].map((m) => ({
    name: m[1]!,
    version: m[2]!,
  }));
  const names = bundled.map((b) => b.name);
  for (const name of [
    'chevrotain',
    'yargs',
    'protobufjs',
    'yaml',
    'uplot',
    '@dagrejs/dagre',
    'vscode-languageserver',
  ])
    expect(names).toContain(name);
  const allowed = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause']);
  for (const { name, version } of bundled) {
    const found = Object.entries(packages).filter(
      ([path, p]) => path.endsWith(`node_modules/${name}`) && p.version === version,
    );
    expect([name, found.map(([, p]) => allowed.has(p.license ?? ''))]).toEqual([
      name,
      expect.arrayContaining([true]),
    ]);
  }
});

test('the lock file: nothing but development, no addresses, a sum for each, few install scripts', () => {
  const all = Object.entries(locked()).filter(([path]) => path !== '');
  expect(all.length).toBeGreaterThan(100);
  // A user installs the package and this one.
  expect(all.filter(([, p]) => !p.dev).map(([path]) => path)).toEqual(['node_modules/tinypool']);
  expect(
    all.filter(([, p]) => !p.optional && !p.integrity?.startsWith('sha512-')).map(([path]) => path),
  ).toEqual([]);
  // Where from is the installing machine's own setting; the sums hold wherever it is.
  expect(all.filter(([, p]) => p.resolved !== undefined).map(([path]) => path)).toEqual([]);
  // These only put a program for the platform into its place, which is there without (`npm ci --ignore-scripts` builds).
  const running = all.filter(([, p]) => p.hasInstallScript && !p.optional).map(([path]) => path);
  expect(running.sort()).toEqual(
    ['@parcel/watcher', '@swc/core', 'esbuild'].map((name) => `node_modules/${name}`),
  );
});

test('the bill of materials of a release tells what is bundled from what only builds', () => {
  const bill = JSON.parse(must(process.execPath, ['scripts/sbom.mjs'], { cwd: join(folder, 'source') })) as {
    bomFormat: string;
    metadata: { component: { name: string } };
    components: { name: string; scope: string }[];
  };
  expect([bill.bomFormat, bill.metadata.component.name]).toEqual(['CycloneDX', 'caffe-lint']);
  const scope = (name: string) => bill.components.find((c) => c.name === name)?.scope;
  expect(['chevrotain', 'yaml', 'jest', 'typescript'].map(scope)).toEqual([
    'required',
    'required',
    'excluded',
    'excluded',
  ]);
});
