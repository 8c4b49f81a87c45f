/** The public entry as a program uses it: in a browser's bundle, in Node, and under the type checker. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Project, root } from './support.js';

let project: Project;
beforeAll(() => {
  project = new Project();
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

const net = `layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 2 dim: 3 } } }
layer { name: "fc" type: "InnerProduct" bottom: "dta" top: "fc" inner_product_param { num_output: 2 } }
`;

test('Linter bundles for a browser and runs without anything of Node', async () => {
  project.put(
    'page.mjs',
    `import { Linter } from 'caffe-lint';
globalThis.lint = (text) => new Linter().verify(text);
globalThis.fix = (text) => new Linter().verifyAndFix(text, { extends: 'caffe-lint:all' }, { unsafe: true }).output;`,
  );
  const { outputFiles } = await build({
    absWorkingDir: project.folder,
    entryPoints: ['page.mjs'],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    write: false,
    logLevel: 'silent',
  });
  // A context of its own has the language's globals only: no process, Buffer, require or URL.
  const page = vm.createContext({}) as {
    lint(text: string): { ruleId: string }[];
    fix(text: string): string;
  };
  expect(vm.runInContext('[typeof process, typeof Buffer, typeof require].join()', page)).toBe(
    'undefined,undefined,undefined',
  );
  vm.runInContext(outputFiles[0]!.text, page);
  expect([...page.lint(net)].map((m) => m.ruleId)).toContain('unknown-bottom');
  expect(page.fix(net)).toBe(net.replace('"dta"', '"data"'));
});

describe('types', () => {
  const check = (text: string): string => {
    project.put('consumer.ts', text);
    project.put(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          module: 'NodeNext',
          target: 'ES2022',
          lib: ['ES2023', 'DOM'],
          strict: true,
          exactOptionalPropertyTypes: true,
          noEmit: true,
          skipLibCheck: true,
          preserveSymlinks: false,
          types: ['node'],
          typeRoots: [join(root, 'node_modules', '@types')],
        },
        files: ['consumer.ts'],
      }),
    );
    project.put('package.json', '{ "type": "module" }');
    return spawnSync(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), '-p', project.folder],
      {
        encoding: 'utf8',
      },
    ).stdout;
  };

  test('a plugin and a program check, and mistakes in them are found', () => {
    const good = `import { CaffeLint, Linter, RuleTester, count, defineDialect, defineFormatter, defineLayer, definePlugin, defineRule, netRule, ofFirst, pointwise } from 'caffe-lint';
import type { LintMessage, Moments, Shape } from 'caffe-lint';
const rule = defineRule({
  meta: { id: 'x', category: 'graph', severity: 'warn', symptom: 'none', description: 'x', fix: 'none' },
  check({ unit, report }) {
    const doc = unit.netDoc;
    if (!doc) return;
    for (const view of unit.analysis?.views ?? [])
      for (const layer of view.layers) {
        const shape: Shape = layer.tops[0];
        if (count(shape) === 0) report({ doc, at: layer.node.message.here(), message: 'empty', view: view.name });
      }
  },
});
const view = netRule(rule.meta, ({ view, report }) => report({ at: view.view.net.here(), message: String(view.paramCount) }));
const layer = defineLayer({
  types: ['Twice'], bottoms: { exact: 1 }, tops: { exact: 1 },
  setup: (c) => ({ tops: [c.bottoms[0]] }),
  forward: ofFirst((m: Moments) => pointwise(m, (x) => 2 * x)),
});
const dialect = defineDialect({ id: 'd', messages: { LayerParameter: { twice_param: [9000, 'o', 'int32', '1'] } } });
const formatter = defineFormatter((results, { version }) => version + results.map((r) => r.messages.length).join());
export default definePlugin({ rules: { rule, view }, layers: [layer], dialects: [dialect], formatters: { formatter } });
const messages: LintMessage[] = new Linter({ plugins: { p: { rules: [rule] } } }).verify('', { rules: { 'p/x': 'error' } });
export const lines: number[] = messages.map((m) => m.line);
new RuleTester().run('x', rule, { valid: ['name: "a"'], invalid: [{ code: '', errors: [{ message: /x/, line: 1 }], output: null }] });
const results = await new CaffeLint({ fix: true, unsafeFixes: true }).lintFiles(['.']);
await CaffeLint.outputFixes(results);
`;
    expect(check(good)).toBe('');
    const bad = `import { Linter, defineRule } from 'caffe-lint';
defineRule({ meta: { id: 'x', category: 'solvr', severity: 'warn', symptom: 'none', description: 'x', fix: 'none' }, check() {} });
new Linter().verify(1);
new Linter().verify('', { rules: { x: 'eror' } });
import 'caffe-lint/src/lint/linter.js';
`;
    const lines = [...check(bad).matchAll(/consumer\.ts\((\d+),/g)].map((m) => Number(m[1]));
    expect([...new Set(lines)].sort()).toEqual([2, 3, 4, 5]);
    project.put('deep.mjs', "import 'caffe-lint/src/lint/linter.js';");
    expect(project.node(['deep.mjs']).err).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  }, 60_000);
});

describe('CaffeLint', () => {
  const run = (body: string): string => {
    project.put('program.mjs', `import { CaffeLint } from 'caffe-lint';\n${body}`);
    const { out, err } = project.node(['program.mjs']);
    expect(err).toBe('');
    return out;
  };

  test('lints files with their configuration, fixes them, and reports', () => {
    project.put('models/net.prototxt', net);
    project.put('models/.caffelintrc.json', '{ "root": true, "rules": { "unknown-bottom": "warn" } }');
    const out = run(`
const lint = new CaffeLint({ fix: true, unsafeFixes: true, fixRules: ['unknown-bottom'] });
const [result] = await new CaffeLint().lintFiles('models');
const [fixed] = await lint.lintFiles(['models/**/*.prototxt']);
const stylish = await new CaffeLint().loadFormatter('compact');
let refused;
try { await lint.lintFiles('none'); } catch (error) { refused = error.message; }
const before = (await import('node:fs')).readFileSync('models/net.prototxt', 'utf8');
await CaffeLint.outputFixes([fixed]);
console.log(JSON.stringify({
  ids: result.messages.map((m) => [m.ruleId, m.severity]), warnings: result.warningCount, absolute: result.filePath === process.cwd() + '/models/net.prototxt',
  output: fixed.output, before, text: await (await lint.loadFormatter('compact')).format([fixed]), refused,
  errors: CaffeLint.getErrorResults([result]).length,
  level: (await lint.calculateConfigForFile('models/net.prototxt')).rules.get('unknown-bottom').level,
}));`);
    const said = JSON.parse(out) as Record<string, unknown>;
    expect(said['ids']).toContainEqual(['unknown-bottom', 1]);
    expect(said).toMatchObject({
      absolute: true,
      before: net,
      output: net.replace('"dta"', '"data"'),
      level: 'warn',
      errors: 0,
    });
    expect(said['refused']).toBe('none: no such file or folder');
    expect(String(said['text'])).not.toContain('unknown-bottom');
    expect(readFileSync(join(project.folder, 'models/net.prototxt'), 'utf8')).toBe(
      net.replace('"dta"', '"data"'),
    );
  });

  test('lints a text as if it stood in a file', () => {
    project.put('models/net.prototxt', net);
    const out = run(`
const [solver, net] = await new CaffeLint().lintText('net: "net.prototxt"\\nbase_lr: 0\\nlr_policy: "fixed"\\nmax_iter: 9\\n', { filePath: 'models/solver.prototxt' });
console.log(JSON.stringify([solver.messages.map((m) => m.ruleId), net.filePath.endsWith('models/net.prototxt')]));`);
    const [ids, broughtIn] = JSON.parse(out) as [string[], boolean];
    expect(ids).toContain('no-learning-rate');
    expect(broughtIn).toBe(true);
  });
});

describe('Linter', () => {
  test('judges a solver with its net, and refuses what it cannot follow', () => {
    project.put(
      'program.mjs',
      `import { Linter } from 'caffe-lint/linter';
const linter = new Linter();
const said = linter.verifyFiles({ 'solver.prototxt': 'net: "models/net.prototxt"\\nbase_lr: 0\\nlr_policy: "fixed"\\nmax_iter: 9\\n', 'net.prototxt': ${JSON.stringify(net)} });
const refusals = [{ rules: { 'unknown-botom': 'off' } }, { extends: 'caffe-lint:al' }, { settings: { dialect: 'bvcl' } }, { settings: { proto: 'x' } }].map((config) => {
  try { linter.verify('', config); } catch (error) { return error.message; }
});
console.log(JSON.stringify({ said: Object.fromEntries(Object.entries(said).map(([k, v]) => [k, v.map((m) => m.ruleId)])), refusals, off: linter.verify(${JSON.stringify(net)}, { rules: { 'unknown-bottom': 'off' } }).map((m) => m.ruleId) }));`,
    );
    const { out, err } = project.node(['program.mjs']);
    expect(err).toBe('');
    const { said, refusals, off } = JSON.parse(out) as {
      said: Record<string, string[]>;
      refusals: string[];
      off: string[];
    };
    expect(said['solver.prototxt']).toContain('no-learning-rate');
    expect(said['solver.prototxt']).not.toContain('net-file-unusable');
    expect(said['net.prototxt']).toContain('unknown-bottom');
    expect(off).not.toContain('unknown-bottom');
    expect(refusals[0]).toContain('did you mean "unknown-bottom"?');
    expect(refusals[1]).toContain('there is no preset "caffe-lint:al"');
    expect(refusals[2]).toContain('did you mean "bvlc"?');
    expect(refusals[3]).toContain('settings.proto');
  });
});
