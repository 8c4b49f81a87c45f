/** The own validator and schema, held against ajv and read as a user reads them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { builtInRules } from '../../src/config/builtin.js';
import { initialConfig } from '../../src/config/print.js';
import { configSchema } from '../../src/config/schema.js';
import { validate } from '../../src/config/validate.js';

const schema = configSchema(builtInRules);
const ajv = new Ajv({ allErrors: true, strict: false }).compile(schema);
const words = (value: unknown): string[] =>
  validate(schema, value).map((p) => `${p.path.join('.')}${p.key ? ' (key)' : ''}: ${p.message}`);

test('the schema in the repository is the one that holds, with a text for every entry', () => {
  const file = readFileSync(join(import.meta.dirname, '..', '..', 'caffelintrc.schema.json'), 'utf8');
  const ours = Object.keys(schema.definitions!['rules']!.properties!);
  const theirs = Object.keys(JSON.parse(file).definitions.rules.properties);
  // `npm run generate -- --check` compares all of it; a rule being added elsewhere is no concern of this test.
  expect(theirs).toEqual(expect.arrayContaining(['unknown-bottom', 'unused-directive']));
  const undocumented = (node: typeof schema, path: string): string[] =>
    Object.entries(node.properties ?? {}).flatMap(([name, inner]) => [
      ...(inner.description || inner.$ref ? [] : [`${path}.${name}`]),
      ...undocumented(inner, `${path}.${name}`),
    ]);
  expect(undocumented(schema, '')).toEqual([]);
  expect(undocumented(schema.definitions!['rules']!, 'rules')).toEqual([]);
  expect(undocumented(schema.definitions!['settings']!, 'settings')).toEqual([]);
  expect(ours).toContain('directive-without-reason');
});

const cases: [unknown, string[]][] = [
  [{}, []],
  [
    { root: true, extends: 'caffe-lint:strict', rules: { 'unknown-bottom': 'off', 'p/own': [1, { a: 2 }] } },
    [],
  ],
  [{ settings: { inputs: { data: [64, 3, 227, 227] }, dialect: ['bvlc'], weights: 'a.caffemodel' } }, []],
  [{ overrides: [{ files: '*.prototxt', rules: { 'unknown-bottom': ['warn'] } }] }, []],
  [[], ['it takes an object, not []'].map((m) => `: ${m}`)],
  [{ rool: true }, ['rool (key): there is no entry "rool"; did you mean "root"?']],
  [
    { rules: { 'unknown-bottm': 'off' } },
    ['rules.unknown-bottm (key): there is no rule "unknown-bottm"; did you mean "unknown-bottom"?'],
  ],
  [
    { rules: { 'unknown-bottom': 'of' } },
    ['rules.unknown-bottom: "of" is not one of "off", "warn", "error", 0, 1 and 2; did you mean "off"?'],
  ],
  [
    { rules: { 'unknown-bottom': 3 } },
    ['rules.unknown-bottom: 3 is not one of "off", "warn", "error", 0, 1 and 2'],
  ],
  [
    { rules: { 'unknown-bottom': true } },
    ['rules.unknown-bottom: it takes "off", "warn", "error", 0, 1 or 2 or [severity], not true'],
  ],
  [{ rules: { 'unknown-bottom': ['off', {}] } }, ['rules.unknown-bottom.1: this rule has no options']],
  [{ rules: { 'unknown-bottom': [] } }, ['rules.unknown-bottom: the list has 0 entries: at least 1']],
  [{ extends: 3 }, ['extends: it takes a text or a list of texts, not 3']],
  [{ overrides: [{ rules: {} }] }, ['overrides.0: "files" is missing']],
  [{ settings: { classes: 0 } }, ['settings.classes: 0 is too small: at least 1']],
  [{ settings: { classes: 1.5 } }, ['settings.classes: it takes a whole number, not 1.5']],
  [
    { settings: { inputs: { data: [1, '2'] } } },
    ['settings.inputs.data.1: it takes a whole number, not "2"'],
  ],
];

test.each(cases)('%j', (value, expected) => {
  expect(words(value)).toEqual(expected);
  expect(ajv(value)).toBe(expected.length === 0);
});

test('it accepts exactly what ajv accepts', () => {
  const key = fc.constantFrom(
    'root',
    'rules',
    'settings',
    'extends',
    'overrides',
    'plugins',
    'files',
    'inputs',
    'classes',
    'dialect',
    'weights',
    'pixels',
    'unknown-bottom',
    'a/b',
    '__proto__',
    'x',
  );
  const leaf = fc.constantFrom(true, 0, 1, 2.5, -1, 'off', 'warn', 'bvlc', 'natural', 'x', '', null);
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, value, { maxKeys: 4 }), (config) => {
      expect(validate(schema, config).length === 0).toBe(ajv(config));
    }),
    { numRuns: 3000 },
  );
});

test('what --init writes is valid', async () => {
  const { parse } = await import('jsonc-parser');
  expect(words(parse(initialConfig))).toEqual([]);
});
