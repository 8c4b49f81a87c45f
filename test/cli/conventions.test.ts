/** What users of other linters expect, flag by flag, through the built command line. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rules } from '../../rules/index.js';
import { Project } from '../api/support.js';

let project: Project;
beforeAll(() => {
  project = new Project();
  project.put('net.prototxt', 'layer { name: "a" type: "Relu" bottom: "x" top: "y" }\n');
  project.put('.caffelintrc.json', '{ "root": true }');
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

test.each([
  ['87.3365', '87.3365 = -ln(1.1755e-38) = -ln(FLT_MIN)'],
  ['0.693', '0.6931 = ln 2'],
  ['ln K', '0.6931 = ln 2'],
  ['ln 10', '2.3026 = ln 10'],
  ['nan', 'nan'],
  ['46.05', '46.0517 = -ln(1e-20)'],
  ['zero-init-stack', '# zero-init-stack'],
])('explain %s', (what, first) => {
  const { code, out } = project.run('explain', what);
  expect({ code, first: out.split('\n')[0] }).toEqual({ code: 0, first });
});

test('completion for bash and zsh, with the ids of all rules', () => {
  const script = (shell: string): string =>
    project.node([join(import.meta.dirname, '../../dist/cli.js'), 'completion'], project.folder, {
      SHELL: shell,
    }).out;
  expect(script('/bin/bash')).toContain('complete -o bashdefault');
  expect(script('/bin/zsh')).toContain('#compdef caffe-lint');
  const ids = project.run('--get-yargs-completions', 'caffe-lint', 'explain', '').out.trim().split('\n');
  expect(ids).toEqual(expect.arrayContaining(rules.map((r) => r.meta.id)));
});

describe('.gitignore', () => {
  const shown = (...args: string[]): string[] =>
    project
      .run('--show-files', ...args)
      .out.trim()
      .split('\n')
      .filter((f) => !f.startsWith('node_modules'));
  beforeAll(() => {
    project.put('.gitignore', 'build/\n');
    project.put('build/net.prototxt', 'name: "x"\n');
  });

  test('holds in a search below a repository, and nowhere else', () => {
    expect(shown('.')).toEqual(['build/net.prototxt', 'net.prototxt']);
    mkdirSync(join(project.folder, '.git'));
    expect(shown('.')).toEqual(['net.prototxt']);
    expect(shown('--no-ignore', '.')).toEqual(['build/net.prototxt', 'net.prototxt']);
    expect(shown('build/net.prototxt')).toEqual(['build/net.prototxt']);
    project.put('.caffelintignore', '!build/\n!build/**\n');
    expect(shown('.')).toEqual(['build/net.prototxt', 'net.prototxt']);
    rmSync(join(project.folder, '.caffelintignore'));
  });
});

test('--silent says nothing, and the exit code and files tell', () => {
  expect(project.run('--silent', 'net.prototxt')).toEqual({ code: 1, out: '', err: '' });
  expect(project.run('--silent', '-f', 'compact', '-f', 'json=out.json', 'net.prototxt').out).toBe('');
  expect(project.run('--silent', '--exit-zero', 'net.prototxt').code).toBe(0);
});

test('overrides with excludedFiles, --no-config-lookup, --force-exclude', () => {
  project.put('sub/net.prototxt', 'layer { name: "a" type: "Relu" bottom: "x" top: "y" }\n');
  project.put('sub/keep.prototxt', 'layer { name: "a" type: "Relu" bottom: "x" top: "y" }\n');
  project.put(
    '.caffelintrc.json',
    JSON.stringify({
      root: true,
      ignorePatterns: ['net.prototxt', '!sub/net.prototxt'],
      overrides: [{ files: 'sub/**', excludedFiles: '**/keep*', rules: { 'unknown-bottom': 'off' } }],
    }),
  );
  expect(project.run('-f', 'compact', 'sub/net.prototxt').out).not.toContain('[unknown-bottom]');
  expect(project.run('-f', 'compact', 'sub/keep.prototxt').out).toContain('[unknown-bottom]');
  expect(project.run('-f', 'compact', '--no-config-lookup', 'sub/net.prototxt').out).toContain(
    '[unknown-bottom]',
  );
  expect(project.run('--force-exclude', 'net.prototxt')).toEqual({ code: 0, out: '', err: '' });
  expect(project.run('net.prototxt').err).toContain('it is ignored');
});
