/**
 * Generated documents, read by us and by protobufjs's text-format reader: the same values. The
 * documents use every spelling that both know: both quotes, brackets, separators, lists, hex, comments.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import textformat from 'protobufjs/ext/textformat.js';
import { parse } from '../../grammar/parser.js';
import { bind } from '../../src/document/bind.js';
import { Message } from '../../src/document/message.js';
import { composeSchema } from '../../src/schema/descriptor.js';
import type { FieldDescriptor } from '../../src/schema/descriptor.js';
import { bvlc } from '../../src/schema/tables/bvlc.js';

textformat.install?.();
const schema = composeSchema([['bvlc', bvlc]]);

/** The same tables as a protobufjs root. */
function makeRoot(): protobuf.Root {
  const proto = [
    'syntax = "proto2"; package caffe;',
    ...[...schema.enums.values()].map(
      (e) =>
        `enum ${flat(e.name)} { ${[...e.values].map(([n, v]) => `${flat(e.name)}__${n} = ${v};`).join(' ')} }`,
    ),
    ...[...schema.messages.values()].map(
      (m) =>
        `message ${flat(m.name)} { ${[...m.fields.values()].map((f) => `${f.label} ${f.typeName ? flat(f.typeName) : f.type} ${f.name} = ${f.number};`).join(' ')} }`,
    ),
  ].join('\n');
  return protobuf.parse(proto, { keepCase: true }).root;
}
const flat = (name: string): string => name.replaceAll('.', '_');
const root = makeRoot();

/** What the generator means: field name → values; the text is one way to write it. */
interface Written {
  text: string;
  meant: Record<string, unknown>;
}

const gap = fc.constantFrom(' ', '\n', '\t', '  # note: { "x" }\n', '\r\n');
const integer = (low: number, high: number): fc.Arbitrary<[string, number]> =>
  fc
    .integer({ min: low, max: high })
    .chain((n) =>
      fc
        .constantFrom(
          String(n),
          ...(n >= 0 ? [`0x${n.toString(16)}`, n === 0 ? '0' : `0${n.toString(8)}`] : []),
        )
        .map((s): [string, number] => [s, n]),
    );
const float: fc.Arbitrary<[string, number]> = fc
  .tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: -6, max: 6 }), fc.constantFrom('', 'f'))
  .map(([m, e, f]): [string, number] => [`${m}e${e}${f}`, Number(`${m}e${e}`)]);
const text: fc.Arbitrary<[string, string]> = fc
  .tuple(
    fc.array(fc.constantFrom('a', 'Z', '0', '_', '/', '.', '#', '{', ' ', 'é'), { maxLength: 6 }),
    fc.constantFrom('"', "'"),
  )
  .map(([c, q]): [string, string] => [`${q}${c.join('')}${q}`, c.join('')]);

function scalar(field: FieldDescriptor): fc.Arbitrary<[string, unknown]> {
  switch (field.type) {
    case 'bool':
      return fc.constantFrom<[string, boolean]>(
        ['true', true],
        ['false', false],
        ['1', true],
        ['0', false],
        ['t', true],
      );
    case 'string':
    case 'bytes':
      return field.type === 'string' ? text : fc.constant(['"x"', 'x']);
    case 'float':
    case 'double':
      return float;
    case 'uint32':
    case 'uint64':
      return integer(0, 100000);
    case 'enum':
      return fc
        .constantFrom(...schema.enums.get(field.typeName!)!.values.keys())
        .map((v): [string, string] => [v, v]);
    default:
      return integer(-100000, 100000);
  }
}

function message(typeName: string, depth: number): fc.Arbitrary<Written> {
  const type = schema.messages.get(typeName)!;
  const fields = [...type.fields.values()].filter((f) => depth > 0 || f.type !== 'message');
  const required = fields.filter((f) => f.label === 'required');
  if (fields.length === 0) return fc.constant({ text: '', meant: {} });
  return fc
    .subarray(fields, { maxLength: Math.min(4, fields.length) })
    .map((some) => [...new Set([...required, ...some])])
    .chain((chosen) => fc.tuple(...chosen.map((f) => fieldText(f, depth))))
    .chain((parts) =>
      fc.tuple(
        fc.constant(parts),
        fc.array(fc.tuple(gap, fc.constantFrom('', ';', ',')), {
          minLength: parts.length,
          maxLength: parts.length,
        }),
      ),
    )
    .map(([parts, gaps]) => ({
      text: parts.map((p, i) => p.text + gaps[i]![1] + gaps[i]![0]).join(''),
      meant: Object.assign({}, ...parts.map((p) => p.meant)) as Record<string, unknown>,
    }));
}

function fieldText(field: FieldDescriptor, depth: number): fc.Arbitrary<Written> {
  const count = field.label === 'repeated' ? 2 : 1;
  if (field.type === 'message')
    return fc
      .tuple(
        fc.array(message(field.typeName!, depth - 1), { minLength: 1, maxLength: count }),
        fc.boolean(),
        fc.boolean(),
      )
      .map(([items, angle, colon]) => ({
        text: items
          .map((m) => `${field.name}${colon ? ':' : ''} ${angle ? '<' : '{'} ${m.text} ${angle ? '>' : '}'}`)
          .join(' '),
        meant: { [field.name]: items.map((m) => m.meant) },
      }));
  return fc
    .tuple(fc.array(scalar(field), { minLength: 1, maxLength: count }), fc.boolean())
    .map(([items, list]) => ({
      text:
        list && field.label === 'repeated'
          ? `${field.name}: [ ${items.map(([s]) => s).join(' , ')} ]`
          : items.map(([s]) => `${field.name}: ${s}`).join(' '),
      meant: { [field.name]: items.map(([, v]) => v) },
    }));
}

/** Our message in the form of `meant`. */
function plain(m: Message): Record<string, unknown> {
  return Object.fromEntries(
    m.names().map((n) => [n, m.all(n).map((v) => (v.value instanceof Message ? plain(v.value) : v.value))]),
  );
}

/** protobufjs's message in the same form. */
function theirs(type: protobuf.Type, m: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const f of type.fieldsArray) {
    if (!Object.hasOwn(m, f.name)) continue;
    const values = (f.repeated ? m[f.name] : [m[f.name]]) as unknown[];
    if (values.length === 0) continue;
    f.resolve();
    out[f.name] = values.map((v) => {
      if (f.resolvedType instanceof protobuf.Type)
        return theirs(f.resolvedType, v as Record<string, unknown>);
      if (f.resolvedType instanceof protobuf.Enum)
        return f.resolvedType.valuesById[v as number]!.split('__')[1];
      if (f.type === 'bytes') return Buffer.from(v as Uint8Array).toString('latin1');
      return typeof v === 'object' && v !== null ? Number(v) : v;
    });
  }
  return out;
}

test.each(['NetParameter', 'SolverParameter'])('%s: both readers agree with what was meant', (name) => {
  const type = root.lookupType(`caffe.${name}`);
  fc.assert(
    fc.property(message(name, 3), ({ text: source, meant }) => {
      const tree = parse(source);
      expect(tree.errors).toEqual([]);
      const bound = bind(tree.document, name, schema);
      expect(bound.issues).toEqual([]);
      expect(plain(bound.message)).toEqual(meant);
      // In the root made for protobufjs an enum's values carry its name, as proto2 wants them unique.
      const spelled = withEnumNames(source, bound.message);
      expect(theirs(type, type.fromText(spelled) as unknown as Record<string, unknown>)).toEqual(meant);
    }),
    { numRuns: 300 },
  );
});

/** The text with enum words spelled as the root made for protobufjs has them. */
function withEnumNames(source: string, bound: Message): string {
  const edits: { at: number; name: string }[] = [];
  const visit = (m: Message): void => {
    for (const n of m.names())
      for (const v of m.all(n)) {
        if (v.value instanceof Message) visit(v.value);
        else if (v.field.type === 'enum')
          edits.push({ at: v.item.start, name: `${flat(v.field.typeName!)}__` });
      }
  };
  visit(bound);
  return edits
    .sort((a, b) => b.at - a.at)
    .reduce((text, { at, name }) => text.slice(0, at) + name + text.slice(at), source);
}
