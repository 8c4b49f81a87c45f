/** Configurations, ignore files, directives and suppressions through the built command line. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { net, sandbox, solver, wrongBottom } from './support.js';

const box = sandbox();
const { put, run, runWith } = box;
const lint = (...args: string[]): string[] =>
  box.lint(...args).map((m) => `${m.filePath}:${m.line} ${m.ruleId} ${m.severity}`);
const BOTTOM = 'net.prototxt:23 unknown-bottom';
/** Only the rule in question, so that other findings of the same net do not matter here. */
const bottoms = (...args: string[]): string[] => lint(...args).filter((m) => m.includes('unknown-bottom'));

describe('formats of a configuration', () => {
  const asYaml = '# a comment\nrules:\n  unknown-bottom: warn\n';
  const asJson = '{\n  // a comment\n  "rules": { "unknown-bottom": "warn", },\n}\n';
  const asModule = 'export default { rules: { "unknown-bottom": 1 } };\n';
  test.each([
    ['.caffelintrc', asYaml],
    ['.caffelintrc', asJson],
    ['.caffelintrc.json', asJson],
    ['.caffelintrc.jsonc', `\ufeff${asJson}`],
    ['.caffelintrc.yaml', asYaml],
    ['.caffelintrc.yml', asYaml],
    ['.caffelintrc.mjs', asModule],
    ['caffelint.config.mjs', asModule],
    ['.caffelintrc.cjs', 'module.exports = { rules: { "unknown-bottom": "warn" } };\n'],
    ['package.json', '{"name": "x", "caffeLint": {"rules": {"unknown-bottom": ["warn"]}}}'],
  ])('%s', (name, text) => {
    put('net.prototxt', wrongBottom);
    put(name, text);
    expect(bottoms('net.prototxt')).toEqual([`${BOTTOM} 1`]);
    expect(bottoms('--no-config-lookup', 'net.prototxt')).toEqual([`${BOTTOM} 2`]);
  });

  test('.js beside a package.json of type module; a package.json without an entry is passed over', () => {
    put('net.prototxt', wrongBottom);
    put('package.json', '{"type": "module", "description": "\\"caffeLint\\""}');
    put('.caffelintrc.js', asModule);
    expect(bottoms('net.prototxt')).toEqual([`${BOTTOM} 1`]);
  });

  test('modules are not run with --no-config-lookup', () => {
    put('net.prototxt', net);
    const mark = join(box.folder, 'ran');
    put(
      '.caffelintrc.mjs',
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(mark)}, ''); export default {};`,
    );
    expect(run('--no-config-lookup', 'net.prototxt').code).toBe(0);
    const { code, err } = run('--no-config-lookup', '--config', '.caffelintrc.mjs', 'net.prototxt');
    expect(code).toBe(2);
    expect(err).toContain('no code is run');
    expect(() => box.read('ran')).toThrow();
    expect(run('net.prototxt').code).toBe(0);
    expect(box.read('ran')).toBe('');
  });
});

describe('what holds for a file', () => {
  test('nearer configurations win; root stops the search; --config takes their place', () => {
    put('a/b/net.prototxt', wrongBottom);
    put('.caffelintrc', '{"rules": {"unknown-bottom": "off"}}');
    put('a/.caffelintrc', '{"settings": {}}');
    expect(bottoms('a/b/net.prototxt')).toEqual([]);
    put('a/b/.caffelintrc.yml', 'rules: {unknown-bottom: warn}');
    expect(bottoms('a/b/net.prototxt')).toEqual([`a/b/${BOTTOM} 1`]);
    put('a/b/.caffelintrc.yml', 'root: true');
    expect(bottoms('a/b/net.prototxt')).toEqual([`a/b/${BOTTOM} 2`]);
    put('other.json', '{"rules": {"unknown-bottom": "off"}}');
    expect(bottoms('-c', 'other.json', 'a/b/net.prototxt')).toEqual([]);
    expect(bottoms('-c', 'other.json', '--rule', 'unknown-bottom: 1', 'a')).toEqual([`a/b/${BOTTOM} 1`]);
  });

  test('extends: presets, files and packages, later ones first in rank', () => {
    put('net.prototxt', wrongBottom);
    put('shared/base.yaml', 'extends: ./more.json\nrules: {reaches-no-loss: error}\n');
    put('shared/more.json', '{"rules": {"unknown-bottom": "off"}}');
    put('node_modules/caffe-lint-config-team/index.json', '{"rules": {"unknown-bottom": "warn"}}');
    put(
      'node_modules/caffe-lint-config-team/package.json',
      '{"name": "caffe-lint-config-team", "main": "index.json"}',
    );
    put('.caffelintrc', '{"extends": ["caffe-lint:recommended", "./shared/base.yaml"]}');
    expect(bottoms('net.prototxt')).toEqual([]);
    put('.caffelintrc', '{"extends": ["./shared/base.yaml", "team"]}');
    expect(bottoms('net.prototxt')).toEqual([`${BOTTOM} 1`]);
    put('.caffelintrc', '{"extends": ["team", "caffe-lint:strict"]}');
    expect(bottoms('net.prototxt')).toEqual([`${BOTTOM} 2`]);
    expect(JSON.parse(run('--print-config', 'net.prototxt').out).rules['unused-directive']).toBe('error');
    put('.caffelintrc', '{"extends": "caffe-lint:all"}');
    expect(JSON.parse(run('--print-config', 'net.prototxt').out).rules['directive-without-reason']).toBe(
      'warn',
    );
  });

  test('overrides: globs from the folder of the configuration, the last that matches wins', () => {
    put('a/net.prototxt', wrongBottom);
    put('a/deploy.prototxt', wrongBottom);
    put('b/net.prototxt', wrongBottom);
    put(
      '.caffelintrc.yaml',
      `rules: {unknown-bottom: warn}
overrides:
  - files: "a/**"
    rules: {unknown-bottom: off}
  - files: ["deploy.{prototxt,txt}"]
    excludedFiles: "b/*"
    rules: {unknown-bottom: error}
`,
    );
    expect(bottoms('.')).toEqual([
      'a/deploy.prototxt:23 unknown-bottom 2',
      'b/net.prototxt:23 unknown-bottom 1',
    ]);
    // From below, the same globs mean the same files.
    const { out } = runWith({ cwd: 'a' }, '--format', 'compact', '.');
    expect(out).toContain('deploy.prototxt:23:3: error');
    expect(out).not.toMatch(/net\.prototxt.*unknown-bottom/);
  });

  test('a net that a solver brings in is judged by its own configuration', () => {
    put('solver.prototxt', solver.replace('net.prototxt', 'models/net.prototxt'));
    put('models/net.prototxt', wrongBottom);
    put('models/.caffelintrc', 'rules: {unknown-bottom: off}');
    expect(bottoms('solver.prototxt')).toEqual([]);
    put('.caffelintrc', 'rules: {unknown-bottom: warn}');
    expect(bottoms('solver.prototxt')).toEqual([]);
    put('models/.caffelintrc', 'settings: {}');
    expect(bottoms('solver.prototxt')).toEqual([`models/${BOTTOM} 1`]);
  });

  test('settings: shapes, dialect and schema; flags go before them', () => {
    const crop = net
      .replace('type: "InnerProduct"', 'type: "Convolution"')
      .replace(/inner_product_param \{[^}]*\}\s*\}/, 'convolution_param { num_output: 2 kernel_size: 9 }');
    put('net.prototxt', crop);
    expect(lint('net.prototxt').filter((m) => m.includes('kernel'))).toEqual([]);
    put('.caffelintrc', '{"settings": {"inputs": {"data": [1, 3, 4, 4]}}}');
    expect(lint('net.prototxt').filter((m) => m.includes('kernel'))).toEqual([
      'net.prototxt:15 kernel-larger-than-input 2',
    ]);
    expect(lint('--input', 'data=1,3,64,64', 'net.prototxt').filter((m) => m.includes('kernel'))).toEqual([]);
    put('net.prototxt', net);
    const shown = JSON.parse(run('inspect', 'net.prototxt', '--format', 'json').out);
    expect(shown.blobs.data).toEqual([1, 3, 4, 4]);
    put('.caffelintrc', '{"settings": {"proto": "missing.proto"}}');
    const { code, err } = run('net.prototxt');
    expect(code).toBe(2);
    expect(err).toContain('missing.proto');
  });

  test('--print-config prints a configuration that says the same', () => {
    put('net.prototxt', net);
    put('.caffelintrc', 'rules: {unknown-bottom: off}\nsettings: {classes: 3}');
    const { out } = run('--print-config', 'net.prototxt', '--rule', 'wrong-type: warn');
    expect(JSON.parse(out)).toMatchObject({
      root: true,
      rules: { 'unknown-bottom': 'off', 'wrong-type': 'warn' },
      settings: { classes: 3 },
    });
    put('.caffelintrc', out);
    expect(run('--print-config', 'net.prototxt').out).toBe(out);
  });
});

describe('mistakes in a configuration are told with file and line, exit 2', () => {
  test.each([
    [
      '.caffelintrc.json',
      '{\n "rules": {\n  "unknown-bottm": "off" } }',
      '.caffelintrc.json:3:3: rules.unknown-bottm: there is no rule "unknown-bottm"; did you mean "unknown-bottom"?',
    ],
    [
      '.caffelintrc.yaml',
      'root: true\nrules:\n  unknown-bottom: loud\n',
      '.caffelintrc.yaml:3:19: rules.unknown-bottom: "loud" is not one of',
    ],
    ['.caffelintrc.json', '{ "root": true', '.caffelintrc.json:1:15: not JSON: close brace expected'],
    ['.caffelintrc.yaml', 'rules: {a', '.caffelintrc.yaml:1:10: not YAML'],
    [
      '.caffelintrc',
      '{"extends": "caffe-lint:strct"}',
      '.caffelintrc:1:13: extends: there is no preset "caffe-lint:strct"',
    ],
    [
      '.caffelintrc',
      '{"extends": ["./none.json"]}',
      '.caffelintrc:1:14: extends[0]: there is no file "./none.json"',
    ],
    ['.caffelintrc', 'extends: nowhere', '.caffelintrc:1:10: extends: there is no package "nowhere"'],
    ['.caffelintrc', '{"extends": "./.caffelintrc"}', 'it extends itself: .caffelintrc → .caffelintrc'],
    [
      'package.json',
      '{\n"caffeLint": {"rule": {}}}',
      'package.json:2:15: rule: there is no entry "rule"; did you mean "rules"?',
    ],
    [
      '.caffelintrc.mjs',
      'export default {rules: {"x": 1}};',
      '.caffelintrc.mjs: rules.x: there is no rule "x"',
    ],
    ['.caffelintrc.mjs', 'export const a = 1;', '.caffelintrc.mjs: it exports no configuration'],
    ['.caffelintrc', '{"plugins": ["nope"]}', '.caffelintrc: there is no plugin "nope" installed'],
  ])('%s %j', (name, text, words) => {
    put('net.prototxt', net);
    put(name, text);
    const { code, out, err } = run('net.prototxt');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
  });

  test.each([
    [
      ['--rule', 'unknown-bottm: off'],
      '--rule: there is no rule "unknown-bottm"; did you mean unknown-bottom?',
    ],
    [['--rule', 'unknown-bottom'], '--rule takes "ID: off|warn|error"'],
    [['--rule', 'unknown-bottom: [error, {a: 1}]'], '--rule: "unknown-bottom" has no options'],
    [['--fix-rule', 'nope'], '--fix-rule: there is no rule "nope"'],
    [['--config', 'none.json'], 'none.json: no such file'],
    [['--format', 'jsno'], 'there is no format "jsno"; did you mean json?'],
    [['--suppress-all', '--prune-suppressions'], 'cannot be used together'],
    [['--max-warnings', 'x'], '--max-warnings takes a whole number'],
  ])('%j', (flags, words) => {
    put('net.prototxt', net);
    const { code, out, err } = run(...flags, 'net.prototxt');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
  });
});

test('--init writes a configuration that holds, once', () => {
  put('net.prototxt', net);
  expect(run('--init')).toEqual({ code: 0, out: 'wrote .caffelintrc.json\n', err: '' });
  expect(box.read('.caffelintrc.json')).toContain('"$schema"');
  expect(run('net.prototxt').code).toBe(0);
  const { code, err } = run('--init');
  expect(code).toBe(2);
  expect(err).toContain('.caffelintrc.json is there already');
});

test('plugins bring rules; without them their entries are passed over', () => {
  put('net.prototxt', net);
  put(
    'node_modules/caffe-lint-plugin-team/index.mjs',
    `export const rules = { 'named-net': {
      meta: { id: 'named-net', category: 'style', severity: 'warn', symptom: 'none', description: 'A net is tiny.', fix: 'none',
        options: { type: 'object', additionalProperties: false, properties: { most: { type: 'integer', description: 'x' } } } },
      check({ unit, report, options }) { if (unit.netDoc) report({ doc: unit.netDoc, at: { start: 0, end: 4 }, message: 'at most ' + options.most }); },
    } };`,
  );
  put(
    'node_modules/caffe-lint-plugin-team/package.json',
    '{"name": "caffe-lint-plugin-team", "main": "index.mjs"}',
  );
  put('.caffelintrc', '{"plugins": ["team"], "rules": {"team/named-net": ["error", {"most": 3}]}}');
  expect(box.lint('net.prototxt').map((m) => [m.ruleId, m.severity, m.message])).toEqual([
    ['team/named-net', 2, 'at most 3'],
  ]);
  expect(box.lint('--no-plugins', 'net.prototxt')).toEqual([]);
  expect(box.lint('--rule', 'team/named-net: 1', 'net.prototxt').map((m) => m.severity)).toEqual([1]);
  expect(run('rules').out).toMatch(/^team\/named-net +warn +none +A net is tiny\.$/m);
  expect(run('rules', '--no-plugins').out).not.toContain('team/named-net');
  const listed = JSON.parse(run('rules', '--format', 'json').out) as { id: string }[];
  expect(listed.at(-1)!.id).toBe('team/named-net');
  expect(run('explain', 'team/named-net').out).toContain(
    '# team/named-net\n\nA net is tiny.\n\nseverity: warn',
  );
  const { code, err } = run('explain', '--no-plugins', 'team/named-net');
  expect({ code, err }).toMatchObject({
    code: 2,
    err: expect.stringContaining('there is no rule "team/named-net"'),
  });
  put('.caffelintrc', '{"plugins": ["team"], "rules": {"team/named-net": ["error", {"mots": 3}]}}');
  expect(run('net.prototxt').err).toContain(
    '.caffelintrc:1:62: rules.team/named-net[1].mots: there is no entry "mots"; did you mean "most"?',
  );
});

describe('ignored files', () => {
  test('.caffelintignore and ignorePatterns; a named file is told of', () => {
    put('net.prototxt', wrongBottom);
    put('old/net.prototxt', wrongBottom);
    put('gen/net.prototxt', wrongBottom);
    put('.caffelintignore', 'old/\n');
    put('.caffelintrc', 'ignorePatterns: gen');
    expect(bottoms('.')).toEqual([`${BOTTOM} 2`]);
    expect(run('--show-files').out).toBe('net.prototxt\n');
    expect(bottoms('--no-ignore', '.')).toHaveLength(3);
    expect(bottoms('--ignore-pattern', 'net.prototxt', '.')).toEqual([]);
    expect(run('old/net.prototxt')).toEqual({
      code: 0,
      out: '',
      err: 'old/net.prototxt: skipped: it is ignored; --no-ignore lints it all the same\n',
    });
    expect(run('--force-exclude', 'old/net.prototxt').err).toBe('');
    expect(run('--no-warn-ignored', 'gen/net.prototxt').err).toBe('');
    put('old/.caffelintignore', '!net.prototxt\n');
    expect(bottoms('old')).toEqual([`old/${BOTTOM} 2`]);
  });

  test('a net that a solver brings in and that is ignored is not reported', () => {
    put('solver.prototxt', solver.replace('net.prototxt', 'old/net.prototxt'));
    put('old/net.prototxt', wrongBottom);
    put('.caffelintignore', 'old/\n');
    expect(bottoms('solver.prototxt')).toEqual([]);
  });
});

test('directives: silenced, unused ones removed by --fix, and --no-inline-config', () => {
  put(
    'net.prototxt',
    wrongBottom.replace(
      '  bottom: "fc9"',
      '  # caffe-lint-disable-next-line unknown-bottom, wrong-type -- soon\n  bottom: "fc9"',
    ),
  );
  expect(lint('net.prototxt').filter((m) => /unknown|unused/.test(m))).toEqual([
    'net.prototxt:23 unused-directive 1',
  ]);
  expect(bottoms('--no-inline-config', 'net.prototxt')).toEqual(['net.prototxt:24 unknown-bottom 2']);
  run('--fix', 'net.prototxt');
  expect(box.read('net.prototxt')).toContain(
    '  # caffe-lint-disable-next-line unknown-bottom -- soon\n  bottom: "fc9"',
  );
  expect(run('explain', 'unused-directive').out).toContain('# unused-directive');
  put('.caffelintrc', 'rules: {directive-without-reason: error, unused-directive: off}');
  put('net.prototxt', net.replace('  bottom: "fc1"', '  bottom: "fc1" # caffe-lint-disable-line'));
  expect(lint('net.prototxt')).toEqual(['net.prototxt:23 directive-without-reason 2']);
});

test('suppressions: adopted, outgrown, mended, pruned', () => {
  const file = 'caffe-lint-suppressions.json';
  put('nets/net.prototxt', wrongBottom);
  expect(run('--suppress-all', '.').code).toBe(0);
  expect(JSON.parse(box.read(file))).toEqual({ 'nets/net.prototxt': { 'unknown-bottom': { count: 1 } } });
  expect(bottoms('.')).toEqual([]);
  expect(runWith({ cwd: 'nets' }, '--suppressions-location', '..', '.').code).toBe(0);
  put('nets/net.prototxt', wrongBottom.replace('bottom: "data"', 'bottom: "dta"'));
  expect(bottoms('.')).toHaveLength(2);
  put('nets/net.prototxt', net);
  const { code, err } = run('.');
  expect(code).toBe(2);
  expect(err).toContain('run again with --prune-suppressions');
  expect(run('--pass-on-unpruned-suppressions', '.').code).toBe(0);
  expect(run('--prune-suppressions', '.').code).toBe(0);
  expect(box.read(file)).toBe('{}\n');
  put('nets/net.prototxt', wrongBottom);
  expect(run('--suppress-rule', 'wrong-type', '.').code).toBe(1);
  writeFileSync(join(box.folder, file), '{"a": 3}');
  expect(run('.').err).toContain('"a" holds no object');
  mkdirSync(join(box.folder, 'x'));
  expect(run('--suppressions-location', 'x', '.').err).toContain('there is no file "x"');
});
