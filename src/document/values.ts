/**
 * Scalars as protobuf's TextFormat reads them (google/protobuf/text_format.cc and io/tokenizer.cc):
 * what each type accepts, and in which words to say that it does not.
 */
import { Identifier, NumberToken } from '../../grammar/lexer.js';
import type { ScalarNode } from '../../grammar/syntax.js';
import type { FieldDescriptor, Schema } from '../schema/descriptor.js';
import { nearest } from '../schema/suggest.js';
import type { Primitive } from './message.js';

export interface ValueProblem {
  kind: 'wrong-type' | 'unknown-enum-value' | 'syntax-error';
  message: string;
  /** The text that should stand there instead, when there is one reading. */
  replacement?: string;
}

export type ReadValue = { value: Primitive } | { problem: ValueProblem };

const wrong = (message: string, replacement?: string): ReadValue => ({
  problem:
    replacement === undefined
      ? { kind: 'wrong-type', message }
      : { kind: 'wrong-type', message, replacement },
});

const integerRange = {
  int32: [-2147483648n, 2147483647n],
  uint32: [0n, 4294967295n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
} as const;

/** Longest spelling that is read as a number; more digits than this carry nothing a type can hold. */
const MAX_NUMBER = 400;

/** Read one scalar as the type of its field. */
export function readScalar(node: ScalarNode, field: FieldDescriptor, schema: Schema): ReadValue {
  const token = node.tokens[0];
  if (!token) return wrong(`"${field.name}" needs a value behind "-"`);
  const isNumber = token.tokenType === NumberToken;
  const isName = token.tokenType === Identifier;
  const isString = !isNumber && !isName;
  if (isNumber) {
    const bad = malformed(token.image);
    if (bad) return { problem: { kind: 'syntax-error', message: bad } };
  }
  const shown = shorten((node.minus ? '-' : '') + token.image);
  switch (field.type) {
    case 'string':
    case 'bytes':
      if (isString) return readString(node);
      return wrong(
        `"${field.name}" is a string and must stand in quotes, found ${shown}`,
        node.minus ? undefined : `"${token.image}"`,
      );
    case 'bool':
      return readBool(node, field, shown, isNumber, isName);
    case 'enum':
      return readEnum(node, field, schema, shown);
    case 'float':
    case 'double':
      return readFloat(node, field, shown, isNumber, isName);
    case 'message':
      return wrong(`"${field.name}" is a message and needs "{ … }", found ${shown}`);
    default:
      return readInteger(node, field, field.type, shown, isNumber);
  }
}

/** What the tokenizer refuses of a number, whatever its field. */
function malformed(image: string): string | undefined {
  if (/^0[xX]$/.test(image)) return `"${image}" must be followed by hexadecimal digits`;
  if (/[eE][+-]?[fF]?$/.test(image) && !/^0[xX]/.test(image))
    return `the exponent of ${shorten(image)} has no digits`;
  if (/^0[0-9]*[89]/.test(image) && /^[0-9]+$/.test(image))
    return `${shorten(image)} begins with 0, so protobuf reads it as octal, where 8 and 9 do not exist`;
  return undefined;
}

function readInteger(
  node: ScalarNode,
  field: FieldDescriptor,
  type: keyof typeof integerRange,
  shown: string,
  isNumber: boolean,
): ReadValue {
  const image = node.tokens[0]!.image;
  if (!isNumber) return wrong(`"${field.name}" is an integer, found ${shown}`);
  const [low, high] = integerRange[type];
  if (node.minus && low === 0n) return wrong(`"${field.name}" is unsigned (${type}) and cannot be ${shown}`);
  if (/[.eEfF]/.test(image) && !/^0[xX]/.test(image)) {
    const value = Number(image.replace(/[fF]$/, ''));
    const exact = Number.isSafeInteger(value);
    return wrong(
      `"${field.name}" is an integer, and protobuf does not read ${shown} as one`,
      exact ? `${node.minus ? '-' : ''}${value}` : undefined,
    );
  }
  if (image.length > MAX_NUMBER) return wrong(`${shown} is out of the range of ${type} ("${field.name}")`);
  const octal = /^0[0-7]+$/.test(image);
  const magnitude = octal ? BigInt(`0o${image.slice(1)}`) : BigInt(image);
  const value = node.minus ? -magnitude : magnitude;
  if (value < low || value > high) return wrong(`${shown} is out of the range of ${type} ("${field.name}")`);
  return { value: Number(value) };
}

function readFloat(
  node: ScalarNode,
  field: FieldDescriptor,
  shown: string,
  isNumber: boolean,
  isName: boolean,
): ReadValue {
  const image = node.tokens[0]!.image;
  const sign = node.minus ? -1 : 1;
  if (isName) {
    const word = image.toLowerCase();
    if (word === 'inf' || word === 'infinity') return { value: sign * Infinity };
    if (word === 'nan') return { value: NaN };
  }
  if (!isNumber) return wrong(`"${field.name}" is a number, found ${shown}`);
  if (/^0[xX]/.test(image) || /^0[0-9]+$/.test(image))
    return wrong(`"${field.name}" is a ${field.type}, which protobuf reads in decimal only, found ${shown}`);
  const value = sign * Number(image.replace(/[fF]$/, ''));
  if (field.type === 'double') return { value };
  // Kept as written, not as the nearest float, so that messages show it; what a float cannot hold is what protobuf makes of it.
  const float = Math.fround(value);
  return { value: float === 0 || !Number.isFinite(float) ? float : value };
}

const trueNames = new Set(['true', 'True', 't']);
const falseNames = new Set(['false', 'False', 'f']);

function readBool(
  node: ScalarNode,
  field: FieldDescriptor,
  shown: string,
  isNumber: boolean,
  isName: boolean,
): ReadValue {
  const image = node.tokens[0]!.image;
  if (!node.minus) {
    if (isName && trueNames.has(image)) return { value: true };
    if (isName && falseNames.has(image)) return { value: false };
    if (isNumber && /^(0+|0[xX]0+)$/.test(image)) return { value: false };
    if (isNumber && /^(0*1|0[xX]0*1)$/.test(image)) return { value: true };
  }
  const word = image.replace(/^["']|["']$/g, '').toLowerCase();
  const meant = ['true', 'yes', 'on', 't'].includes(word)
    ? 'true'
    : ['false', 'no', 'off', 'f'].includes(word)
      ? 'false'
      : undefined;
  return wrong(`"${field.name}" is true or false, found ${shown}`, meant);
}

function readEnum(node: ScalarNode, field: FieldDescriptor, schema: Schema, shown: string): ReadValue {
  const token = node.tokens[0]!;
  const values = schema.enums.get(field.typeName!)?.values ?? new Map<string, number>();
  if (token.tokenType === Identifier && !node.minus) {
    if (values.has(token.image)) return { value: token.image };
    return { problem: unknownEnum(field, token.image, values) };
  }
  if (token.tokenType === NumberToken) {
    const number = Number(token.image) * (node.minus ? -1 : 1);
    for (const [name, value] of values) if (value === number) return { value: name };
    return { problem: unknownEnum(field, shown, values) };
  }
  const inner = token.image.slice(1, -1);
  const name = values.has(inner) ? inner : values.has(inner.toUpperCase()) ? inner.toUpperCase() : undefined;
  return wrong(`"${field.name}" takes one of ${listOf(values)} without quotes, found ${shown}`, name);
}

function unknownEnum(
  field: FieldDescriptor,
  shown: string,
  values: ReadonlyMap<string, number>,
): ValueProblem {
  const upper = shown.toUpperCase();
  const best = values.has(upper) ? upper : nearest(upper, values.keys());
  const problem: ValueProblem = {
    kind: 'unknown-enum-value',
    message: `"${field.name}" has no value ${shorten(shown)}; ${best ? `did you mean ${best}? It takes` : 'it takes'} ${listOf(values)}`,
  };
  if (best) problem.replacement = best;
  return problem;
}

function listOf(values: ReadonlyMap<string, number>): string {
  const names = [...values.keys()];
  return names.length > 8 ? `${names.slice(0, 8).join(', ')}, … (${names.length} in all)` : names.join(', ');
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 37)}…` : text);

const simpleEscapes: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

const escape = /\\(?:([0-7]{1,3})|[xX]([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([^]))/g;

/** Unescape and join adjacent strings. Octal and hexadecimal escapes are bytes, read as UTF-8. */
function readString(node: ScalarNode): ReadValue {
  const [only] = node.tokens;
  if (node.tokens.length === 1 && !only!.image.includes('\\')) return { value: only!.image.slice(1, -1) };
  let out = '';
  let bytes: number[] = [];
  const put = (text: string): void => {
    if (bytes.length > 0) out += new TextDecoder().decode(Uint8Array.from(bytes));
    bytes = [];
    out += text;
  };
  for (const token of node.tokens) {
    const body = token.image.slice(1, -1);
    if (!body.includes('\\')) {
      put(body);
      continue;
    }
    let at = 0;
    for (const match of body.matchAll(escape)) {
      if (match.index > at) put(body.slice(at, match.index));
      at = match.index + match[0].length;
      const [, octal, hex, short, long, letter] = match;
      if (octal !== undefined) bytes.push(parseInt(octal, 8) & 0xff);
      else if (hex !== undefined) bytes.push(parseInt(hex, 16));
      else if (letter === undefined)
        put(String.fromCodePoint(Math.min(parseInt(short ?? long ?? '0', 16), 0x10ffff)));
      else if (simpleEscapes[letter] !== undefined) put(simpleEscapes[letter]);
      else
        return {
          problem: {
            kind: 'syntax-error',
            message: `"\\${letter}" is not an escape that protobuf knows; a backslash is written "\\\\" (or use "/" in paths)`,
          },
        };
    }
    if (at < body.length) put(body.slice(at));
  }
  put('');
  return { value: out };
}
