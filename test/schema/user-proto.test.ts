import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from '../../grammar/parser.js';
import { resolve } from '../../src/document/resolve.js';
import type { Schema } from '../../src/schema/descriptor.js';
import { loadUserProto, UserProtoError } from '../../src/schema/user-proto.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'user-proto-'))));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function load(text: string, name = `${count++}.proto`): Promise<Schema> {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return loadUserProto(path);
}
const issuesOf = (schema: Schema, text: string): string[] =>
  resolve(parse(text).document, 'NetParameter', schema).issues.map((i) => i.message);

/** The place and the reason of the refusal. */
async function refusal(text: string): Promise<string> {
  const error = await load(text).then(
    () => new Error('accepted'),
    (e: unknown) => e as Error,
  );
  if (!(error instanceof UserProtoError)) throw error;
  expect(error.message.startsWith(error.path)).toBe(true);
  return `${error.line}:${error.column} ${error.reason}`;
}

const head = 'syntax = "proto2";\npackage caffe;\n';
const netOf = (body: string): string => `${head}message NetParameter {\n  ${body}\n}\n`;

test('fields, nested types, enums, defaults and packed', async () => {
  const schema = await load(`${head}
    message NetParameter {
      optional string name = 1 [default = "net"];
      repeated LayerParameter layer = 100;
      repeated float mean = 2 [packed = true];
      required int64 seed = 3 [default = -1];
    }
    message LayerParameter {
      enum Mode { A = 0; B = 5; }
      message Inner { optional fixed32 n = 1; optional Mode mode = 2 [default = B]; }
      optional Inner inner = 1;
      optional .caffe.LayerParameter.Mode mode = 2;
      optional double eps = 3 [default = 1e-5];
      oneof what { sint32 a = 4; bytes b = 5; }
    }`);
  expect(schema.package).toBe('caffe');
  expect([...schema.messages.keys()].sort()).toEqual([
    'LayerParameter',
    'LayerParameter.Inner',
    'NetParameter',
  ]);
  expect(schema.enums.get('LayerParameter.Mode')).toEqual({
    name: 'LayerParameter.Mode',
    values: new Map([
      ['A', 0],
      ['B', 5],
    ]),
  });
  const field = (message: string, name: string) => schema.messages.get(message)!.fields.get(name);
  expect(field('NetParameter', 'layer')).toEqual({
    name: 'layer',
    number: 100,
    label: 'repeated',
    type: 'message',
    typeName: 'LayerParameter',
  });
  expect(field('NetParameter', 'seed')).toEqual({
    name: 'seed',
    number: 3,
    label: 'required',
    type: 'int64',
    default: '-1',
  });
  expect(field('LayerParameter.Inner', 'mode')).toMatchObject({
    type: 'enum',
    typeName: 'LayerParameter.Mode',
    default: 'B',
  });
  expect(field('LayerParameter.Inner', 'n')).toMatchObject({ type: 'uint32' });
  expect(field('LayerParameter', 'eps')).toMatchObject({ type: 'double', default: '0.00001' });
  expect(field('LayerParameter', 'a')).toMatchObject({ type: 'int32', oneof: 'what' });
  expect(issuesOf(schema, 'seed: 1 mean: [1, 2] layer { inner { mode: A } mode: B b: "x" }')).toEqual([]);
  expect(issuesOf(schema, 'seed: 1 layer { mode: C }')).toHaveLength(1);
});

test('no package, proto3 without labels, and names that keep their case', async () => {
  const plain = await load(
    'message NetParameter { optional string my_name = 1; optional int32 camelCase = 2; }',
  );
  expect([...plain.messages.get('NetParameter')!.fields.keys()]).toEqual(['my_name', 'camelCase']);
  const three = await load(
    'syntax = "proto3";\nmessage NetParameter { string name = 1; optional int32 n = 2; map<string, Blob> blobs = 3; }\nmessage Blob { int32 x = 1; }',
  );
  expect(three.messages.get('NetParameter')!.fields.get('n')).toMatchObject({ label: 'optional' });
  expect(
    issuesOf(three, 'name: "a" n: 1 blobs { key: "k" value { x: 1 } } blobs { key: "l" value { x: 2 } }'),
  ).toEqual([]);
});

test('extensions are written in brackets, groups by the name of their type', async () => {
  const schema = await load(`${head}
    message NetParameter { extensions 1000 to max; optional group Extra = 2 { optional int32 n = 1; } }
    extend NetParameter { optional Mine mine = 1000; }
    message Mine { optional int32 n = 1; extend NetParameter { optional Mine inner = 1001; } }`);
  expect(issuesOf(schema, '[caffe.mine] { n: 1 } [caffe.Mine.inner] { n: 2 } Extra { n: 3 }')).toEqual([]);
  expect(issuesOf(schema, '[caffe.other] { n: 1 } extra { n: 3 }')).toHaveLength(2);
});

test("imports are found beside the file and above it; protobuf's own are left out", async () => {
  writeFileSync(join(folder, 'shared.proto'), `${head}message Shared { optional int32 n = 1; }`);
  mkdirSync(join(folder, 'src', 'deep'), { recursive: true });
  writeFileSync(
    join(folder, 'src', 'deep', 'near.proto'),
    'package other;\nimport "src/deep/caffe.proto";\nmessage Near { optional float x = 1; }',
  );
  const schema = await load(
    `${head}import "google/protobuf/any.proto";\nimport "near.proto";\nimport public "shared.proto";\nmessage NetParameter { optional Shared shared = 1; optional other.Near near = 2; optional google.protobuf.Any any = 3; }`,
    'src/deep/caffe.proto',
  );
  expect(schema.messages.get('NetParameter')!.fields.get('near')).toMatchObject({ typeName: 'other.Near' });
  expect(issuesOf(schema, 'shared { n: 1 } near { x: 1.5 }')).toEqual([]);
});

test('a schema without a solver leaves the solver to Caffe', async () => {
  const schema = await load(netOf('optional string name = 1;'));
  expect(resolve(parse('base_lr: 0.1').document, 'SolverParameter', schema).issues).toEqual([]);
});

test.each([
  [
    'the number used twice',
    netOf('optional int32 a = 1;\n  optional int32 b = 1;'),
    '5:18 the number 1 is used twice in NetParameter',
  ],
  [
    'the name used twice',
    netOf('optional int32 a = 1;\n  optional int32 a = 2;'),
    '5:18 "a" is declared twice in NetParameter',
  ],
  [
    'a message declared twice',
    `${netOf('')}message A {}\nmessage A {}\n`,
    '7:1 "A" is declared twice in caffe',
  ],
  ['a value used twice', `${netOf('')}enum E { A = 0;\n B = 0; }`, '7:2 the number 0 is used twice in E'],
  ['values of one scope', `${netOf('')}enum E { A = 0; }\nenum F { A = 1; }`, /A is a value of both E and F/],
  [
    'a type that is not declared',
    netOf('optional int32 a = 1;\n  optional Missing b = 2;'),
    '5:12 "Missing", the type of "b", is not declared',
  ],
  [
    'an extension of nothing',
    `${netOf('')}extend Nothing { optional int32 a = 1; }`,
    '6:1 "Nothing" is extended but not declared',
  ],
  [
    'an extension out of range',
    `${netOf('extensions 5 to 9;')}extend NetParameter { optional int32 a = 10; }`,
    /no extension range with the number 10/,
  ],
  [
    'a default that the enum lacks',
    netOf('enum E { A = 0; }\n  optional E e = 1 [default = B];'),
    /the default of "e" is B/,
  ],
  ['a reserved number', netOf('reserved 4;\n  optional int32 a = 4;'), '5:18 4 is reserved in NetParameter'],
  ['a field without a label', netOf('int32 a = 1;'), /^4:3 unexpected token 'int32'/],
  [
    'a missing semicolon',
    netOf('optional int32 a = 1\n  optional int32 b = 2;'),
    /^5:3 unexpected token 'optional'/,
  ],
  ['an end too early', 'message NetParameter {', /the file ends inside a declaration/],
  [
    'an import that is not there',
    `${head}import "nowhere.proto";\nmessage NetParameter {}`,
    '3:1 the import "nowhere.proto" is not found beside this file or above it',
  ],
  ['no net', `${head}message Other {}`, /no message NetParameter is declared in the package caffe/],
])('refused with its place: %s', async (_, text, reason) => {
  const said = await refusal(text);
  if (typeof reason === 'string') expect(said).toBe(reason);
  else expect(said).toMatch(reason);
});

test('a file that is not there is told as such', async () => {
  await expect(loadUserProto(join(folder, 'absent.proto'))).rejects.toThrow(/cannot be read: ENOENT/);
  await expect(loadUserProto(folder)).rejects.toThrow(UserProtoError);
});
