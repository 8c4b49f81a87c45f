/** Plugins through the built command line, as a repository that installed one uses it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Project } from './support.js';

let project: Project;
beforeAll(() => {
  project = new Project();
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

const solver =
  'net: "net.prototxt"\nbase_lr: 0.01\nlr_policy: "fixed"\nmax_iter: 10\nsnapshot_prefix: "lenet"\n';
const net = (param: string): string => `layer {
  name: "data"
  type: "Input"
  top: "data"
  input_param { shape { dim: 2 dim: 3 dim: 8 dim: 8 } }
}
layer { name: "act" type: "HardSwish" bottom: "data" top: "act"${param} }
`;
const configure = (value: object): void =>
  project.put('.caffelintrc.json', JSON.stringify({ root: true, ...value }));

interface Result {
  filePath: string;
  dialects?: string[];
  messages: { ruleId: string; message: string }[];
}
const idsOf = (out: string): string[] =>
  (JSON.parse(out) as Result[]).flatMap((r) => r.messages.map((m) => m.ruleId));

test("the example plugin's own tests pass", () => {
  const { code, out } = project.node(
    ['--test'],
    join(project.folder, 'node_modules', 'caffe-lint-plugin-example'),
  );
  expect({ code, failed: /^not ok.*$/m.exec(out)?.[0] }).toEqual({ code: 0, failed: undefined });
  expect(Number(/^# pass (\d+)$/m.exec(out)![1])).toBeGreaterThanOrEqual(8);
});

describe('what a plugin adds', () => {
  beforeAll(() => {
    project.put('net.prototxt', net(' hard_swish_param { shift: 2.5 }'));
    project.put('solver.prototxt', solver);
    configure({ plugins: ['example'] });
  });

  test('a rule, with options and a fix', () => {
    const found = project.run('-f', 'json', 'solver.prototxt');
    expect(idsOf(found.out)).toContain('example/snapshot-prefix-without-folder');
    configure({
      plugins: ['example'],
      rules: { 'example/snapshot-prefix-without-folder': ['error', { folder: 'out' }] },
    });
    const fixed = project.run(
      '--diff',
      '--unsafe-fixes',
      '--fix-rule',
      'example/snapshot-prefix-without-folder',
      'solver.prototxt',
    );
    expect(fixed.out).toContain('+snapshot_prefix: "out/lenet"');
    configure({
      plugins: ['example'],
      rules: { 'example/snapshot-prefix-without-folder': ['error', { fold: 'out' }] },
    });
    const wrong = project.run('solver.prototxt');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('there is no entry "fold"; known: folder');
    configure({ plugins: ['example'] });
  });

  test('a dialect that auto finds, and a layer type with shapes and numbers', () => {
    const results = JSON.parse(project.run('-f', 'json', 'net.prototxt').out) as Result[];
    expect(results[0]!.dialects).toEqual(['bvlc', 'example/ours']);
    expect(results[0]!.messages.map((m) => m.ruleId)).not.toContain('unknown-layer-type');
    const inspected = JSON.parse(project.run('inspect', '--format', 'json', 'net.prototxt').out) as {
      layers: { name: string; type: string; tops: { shape?: number[]; std?: number; mean?: number }[] }[];
    };
    const act = inspected.layers.find((l) => l.name === 'act')!;
    expect(act.tops[0]).toMatchObject({ shape: [2, 3, 8, 8] });
    // Standard normal data: E[x min(6, max(0, x + 2.5))] / 6 is 1/6 but for the far tails.
    const data = inspected.layers.find((l) => l.name === 'data')!;
    expect(act.tops[0]!.std).toBeGreaterThan(0);
    expect(act.tops[0]!.std).not.toBe(data.tops[0]!.std);
  });

  test('its dialect by name; a strict one has none of it', () => {
    expect(idsOf(project.run('-f', 'json', '--dialect', 'example/ours', 'net.prototxt').out)).not.toContain(
      'unknown-field',
    );
    expect(idsOf(project.run('-f', 'json', '--dialect', 'bvlc', 'net.prototxt').out)).toContain(
      'unknown-field',
    );
    const { code, err } = project.run('--dialect', 'example/our', 'net.prototxt');
    expect(code).toBe(2);
    expect(err).toContain('there is no dialect "example/our"; did you mean example/ours?');
    configure({ plugins: ['example'], settings: { dialect: ['example/ours'] } });
    expect(idsOf(project.run('-f', 'json', 'net.prototxt').out)).not.toContain('unknown-field');
    configure({ plugins: ['example'] });
  });

  test('a report, on standard output and in a file', () => {
    const { out } = project.run('--format', 'example/table', 'solver.prototxt');
    expect(out).toMatch(/^\d+ errors\t\d+ warnings\tsolver\.prototxt$/m);
    const { code, err } = project.run('--format', 'example/tabel', 'solver.prototxt');
    expect(code).toBe(2);
    expect(err).toContain('there is no format "example/tabel"; did you mean example/table?');
  });

  test('--no-plugins and --no-config-lookup forbid all of it', () => {
    configure({
      plugins: ['example'],
      settings: { dialect: 'example/ours' },
      rules: { 'example/snapshot-prefix-without-folder': 'error' },
    });
    const { code, out } = project.run('-f', 'json', '--no-plugins', 'solver.prototxt');
    expect(code).not.toBe(2);
    expect(idsOf(out)).not.toContain('example/snapshot-prefix-without-folder');
    expect(idsOf(out)).toContain('unknown-field');
    const format = project.run('--no-plugins', '--format', 'example/table', 'solver.prototxt');
    expect(format.code).toBe(2);
    expect(format.err).toContain('--no-plugins');
    const named = project.run(
      '-f',
      'json',
      '--no-config-lookup',
      '-c',
      '.caffelintrc.json',
      'solver.prototxt',
    );
    expect(idsOf(named.out)).not.toContain('example/snapshot-prefix-without-folder');
    configure({ plugins: ['example'] });
  });
});

test('a formatter from a module', () => {
  project.put('count.mjs', 'export default (results) => `${results.length} files`;');
  configure({});
  expect(project.run('--format', './count.mjs', 'solver.prototxt').out).toBe('2 files\n');
});

describe('a bad plugin gets one clear error that names it', () => {
  const rule = `meta: {id: 'r', category: 'solver', severity: 'warn', symptom: 'none', description: 'x', fix: 'none'}`;
  const cases: [string, string, string][] = [
    ['nothing', 'export default {};', 'it exports none of rules, layers, dialects, formatters'],
    ['no function', `export default { rules: { r: { ${rule} } } };`, 'rules.r: "check" is missing'],
    [
      'a category',
      `export default { rules: { r: { ${rule.replace("'solver'", "'solvr'")}, check() {} } } };`,
      'rules.r.meta.category: "solvr" is not one of',
    ],
    ['it throws', 'throw new Error("boom");', 'boom'],
    [
      'a rule throws',
      `export default { rules: { r: { ${rule}, check() { throw new Error('boom'); } } } };`,
      'rule "bad/r" failed on solver.prototxt: boom',
    ],
    [
      'a place',
      `export default { rules: { r: { ${rule}, check({ unit, report }) { report({ doc: unit.solverDoc, at: { start: 0, end: 1e6 }, message: 'x' }); } } } };`,
      'it reports a place ("at") that is not in the text',
    ],
    [
      'a hidden fix',
      `export default { rules: { r: { ${rule}, check({ unit, report }) { report({ doc: unit.solverDoc, at: { start: 0, end: 1 }, message: 'x', fix: { title: 'y', applicability: 'safe', edits: [] } }); } } } };`,
      'its meta says fix: "none"',
    ],
    [
      'layer',
      `export default { layers: [{ types: ['InnerProduct'], bottoms: {}, tops: {} }] };`,
      'layers.0: "setup" is missing',
    ],
    [
      'setup throws',
      `export default { layers: [{ types: ['Input'], bottoms: {}, tops: {}, setup() { throw new Error('boom'); } }] };`,
      'layer type "Input": setup failed: boom',
    ],
    [
      'no shapes',
      `export default { layers: [{ types: ['Input'], bottoms: {}, tops: {}, setup() {} }] };`,
      'it answers no {tops: shapes}',
    ],
    ['a proto', `export default { dialects: [{ id: 'd', proto: './none.proto' }] };`, 'dialect "bad/d"'],
    [
      'a row',
      `export default { dialects: [{ id: 'd', messages: { LayerParameter: { x: ['1', 'o', 'int32'] } } }] };`,
      'dialects.0.messages.LayerParameter.x.0',
    ],
    [
      'a base',
      `export default { dialects: [{ id: 'd', extends: 'ssx' }] };`,
      '"d" extends "ssx", and there is no such dialect',
    ],
  ];
  test.each(cases)('%s', (_, text, words) => {
    project.put('bad.mjs', text);
    project.put('net.prototxt', net(''));
    project.put('solver.prototxt', solver);
    configure({ plugins: ['./bad.mjs'] });
    const { code, out, err } = project.run('solver.prototxt');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toContain('./bad.mjs');
    expect(err).toContain(words);
  });

  test('a formatter that throws', () => {
    project.put('bad.mjs', 'export default { formatters: { f() { throw new Error("boom"); } } };');
    const { code, err } = project.run('--format', 'bad/f', 'solver.prototxt');
    expect({ code, err }).toEqual({ code: 2, err: 'caffe-lint: formatter "bad/f" failed: boom\n' });
  });
});
