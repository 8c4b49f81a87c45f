/** Texts for fuzzing that are no nets: logs, configurations, schemas. */
import fc from 'fast-check';
import { initialConfig } from '../../src/config/print.js';
import { makeLog } from '../log/make-log.js';
import { madeNet, madeSolver } from './nets.js';

export const solverAndNet = fc.tuple(madeSolver, madeNet);

const lossWord = fc.oneof(
  fc.double({ min: 0, max: 100, noNaN: true }).map(String),
  fc.constantFrom('nan', '-nan', 'inf', '87.3365', '0', '1e40', '-1.#IND', '', 'x', '1e', '0.693147'),
);
const run = fc
  .record({
    losses: fc.array(lossWord, { maxLength: 60 }),
    classes: fc.option(fc.nat(12), { nil: undefined }),
    start: fc.constantFrom(0, 1000, -5, 2 ** 31),
    display: fc.constantFrom(1, 10, 0, 1e9),
    thread: fc.constantFrom('18032', '', '7'),
    tests: fc.array(fc.record({ iteration: fc.nat(300), loss: lossWord, accuracy: lossWord }), {
      maxLength: 4,
    }),
    done: fc.boolean(),
  })
  .map(({ classes, ...plan }) => makeLog({ ...plan, ...(classes === undefined ? {} : { classes }) }));

/** Lines of several runs, in each other's way, with bytes that are none. */
export const logBytes = fc
  .tuple(
    fc.array(run, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('one after the other', 'mixed'),
    fc.array(fc.record({ at: fc.nat(1e6), drop: fc.nat(40), put: fc.uint8Array({ maxLength: 8 }) }), { maxLength: 8 }),
    fc.constantFrom('\n', '\r\n'),
    fc.array(fc.nat(1e6), { maxLength: 12 }),
  )
  .map(([runs, order, damages, end, cuts]) => {
    const lines = order === 'mixed' ? mixed(runs) : runs.flat();
    let bytes = Buffer.from(lines.join(end));
    for (const { at, drop, put } of damages) {
      const from = at % (bytes.length + 1);
      bytes = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + drop)]);
    }
    return { bytes: new Uint8Array(bytes), cuts };
  }); // prettier-ignore

function mixed(runs: readonly (readonly string[])[]): string[] {
  const longest = Math.max(...runs.map((r) => r.length));
  return Array.from({ length: longest }, (_, i) => runs.flatMap((r) => r[i] ?? [])).flat();
}

const key = fc.constantFrom(
  'root', 'extends', 'plugins', 'rules', 'settings', 'overrides', 'ignorePatterns', 'files', 'excludedFiles', 'inputs',
  'unknown-bottom', 'unused-directive', 'dialect', 'proto', 'pixels', 'classes', 'labels', 'samples', 'weights',
  'reportUnusedDirectives', '__proto__', 'constructor', 'data', '*.prototxt', '',
); // prettier-ignore
const leaf = fc.oneof(
  fc.constantFrom('off', 'warn', 'error', 'caffe-lint:recommended', 'caffe-lint:all', './other', 'bvlc', 'ssd', '*.prototxt',
    '!a', '**', '{a,b', '[', '\\', 'normal:1:2', '.caffelintrc', 'nowhere.proto', '\u001b[31m', ''),
  fc.constantFrom(0, 1, 2, 3, -1, 1e300, null, true, false),
  fc.array(fc.constantFrom<unknown>('warn', 1, 64, {}, [], null), { maxLength: 4 }),
); // prettier-ignore
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 2, arbitrary: fc.dictionary(key, tie('value'), { maxKeys: 5 }) },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
  ),
}));
const yamlOf = (of: unknown): string =>
  typeof of === 'object' && of !== null && !Array.isArray(of)
    ? Object.entries(of)
        .map(([k, v]) => `${JSON.stringify(k)}: ${JSON.stringify(v)}\n`)
        .join('')
    : JSON.stringify(of);
const cut = fc.tuple(fc.nat(2000), fc.nat(6), fc.constantFrom('', '{', '}', '"', ':', '&a', '*a', '- ', '!!js/function', '\t', '<<: *x\n', '//', '\0')); // prettier-ignore

/** A file by one of the names that a configuration may have. */
export const configText = fc
  .tuple(
    fc.oneof(
      fc.dictionary(key, value, { maxKeys: 6 }).map((v) => ({ json: JSON.stringify(v, null, 1), yaml: yamlOf(v) })),
      fc.constant({ json: initialConfig, yaml: 'rules:\n  unknown-bottom: off\nsettings:\n  inputs: {data: [1, 2]}\n' }),
      fc.string({ unit: 'binary', maxLength: 40 }).map((s) => ({ json: s, yaml: s })),
    ),
    fc.constantFrom('.caffelintrc.json', '.caffelintrc.yaml', '.caffelintrc', 'package.json'),
    fc.array(cut, { maxLength: 3 }),
  )
  .map(([{ json, yaml }, name, cuts]) => {
    let text = name === 'package.json' ? `{"caffeLint": ${json}}` : name.endsWith('yaml') ? yaml : json;
    for (const [at, drop, put] of cuts) {
      const from = at % (text.length + 1);
      text = text.slice(0, from) + put + text.slice(from + drop);
    }
    return { name, text };
  }); // prettier-ignore

const proto = [
  'syntax = "proto2";', 'package caffe;', 'message NetParameter {', 'message LayerParameter {', 'message SolverParameter {',
  'optional string name = 1;', 'repeated LayerParameter layer = 100;', 'optional string type = 2;', 'repeated string bottom = 3;',
  'enum Phase { TRAIN = 0; TEST = 1; }', 'optional Phase phase = 10 [default = TRAIN];', 'extensions 200 to max;',
  'oneof x { int32 a = 7; string b = 8; }', 'map<string, int32> m = 9;', 'import "other.proto";', 'extend NetParameter { optional int32 e = 300; }',
  'reserved 4, 5 to 9;', 'optional group G = 11 { optional int32 z = 1; }', 'option java_package = "x";', 'required NetParameter self = 12;',
  'optional .caffe.LayerParameter far = 13;', 'optional Nowhere n = 14;', '}', '}', '}', '{', ';', '"', '/* ', '// x', '\0', 'message', '=',
]; // prettier-ignore

export const protoText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...proto), { maxLength: 30 }).map((parts) => parts.join('\n')),
  fc
    .array(fc.constantFrom(...proto.slice(5, 22)), { maxLength: 12 })
    .map(
      (parts) =>
        `syntax = "proto2"; package caffe;\nmessage LayerParameter { optional string name = 1; }\nmessage NetParameter {\n${parts.join('\n')}\n}`,
    ),
);
