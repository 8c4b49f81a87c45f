/**
 * A value against the part of JSON Schema (draft-07) that `schema.ts` and rules' options use, with words
 * for people: a union is judged by the alternative that fits the value's type. test/config holds it
 * against ajv.
 */
import { nearest } from '../schema/suggest.js';

export interface JsonSchema {
  $ref?: string;
  $schema?: string;
  title?: string;
  description?: string;
  default?: unknown;
  type?: JsonType | JsonType[];
  enum?: readonly unknown[];
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  patternProperties?: Record<string, JsonSchema>;
  additionalProperties?: boolean | JsonSchema;
  required?: string[];
  items?: JsonSchema | JsonSchema[];
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  pattern?: string;
  definitions?: Record<string, JsonSchema>;
}

/** `function` is no JSON; it serves what a plugin exports. */
type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null' | 'function';
export type Path = readonly (string | number)[];

export interface SchemaProblem {
  path: Path;
  /** The key itself is wrong, not its value. */
  key: boolean;
  message: string;
}

/** What of the value the schema does not allow; empty when all is well. */
export function validate(root: JsonSchema, value: unknown): SchemaProblem[] {
  return check(root, value, [], root);
}

function check(schema: JsonSchema, value: unknown, path: Path, root: JsonSchema): SchemaProblem[] {
  const problem = (message: string): SchemaProblem[] => [{ path, key: false, message }];
  if (schema.$ref !== undefined) return check(follow(schema.$ref, root), value, path, root);
  if (schema.anyOf) return checkUnion(schema.anyOf, value, path, root);
  if (schema.enum && !schema.enum.includes(value)) {
    const near =
      typeof value === 'string'
        ? nearest(
            value,
            schema.enum.filter((v): v is string => typeof v === 'string'),
          )
        : undefined;
    return problem(
      `${shown(value)} is not one of ${listed(schema.enum.map(shown))}${near ? `; did you mean "${near}"?` : ''}`,
    );
  }
  if (!typesOf(schema).some((t) => hasType(value, t)))
    return problem(`it takes ${describe(schema, root)}, not ${shown(value)}`);
  if (typeof value === 'number') return checkNumber(schema, value).flatMap(problem);
  if (typeof value === 'string') {
    if (schema.minLength !== undefined && value.length < schema.minLength)
      return problem('the text is empty');
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value))
      return problem(
        `${shown(value)} is not of the right form${schema.description ? `: ${schema.description}` : ''}`,
      );
  } else if (Array.isArray(value)) return checkArray(schema, value, path, root);
  else if (typeof value === 'object' && value !== null)
    return checkObject(schema, value as Record<string, unknown>, path, root);
  return [];
}

function checkNumber(schema: JsonSchema, value: number): string[] {
  if (schema.minimum !== undefined && value < schema.minimum)
    return [`${value} is too small: at least ${schema.minimum}`];
  if (schema.maximum !== undefined && value > schema.maximum)
    return [`${value} is too large: at most ${schema.maximum}`];
  if (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum)
    return [`${value} is too small: more than ${schema.exclusiveMinimum}`];
  if (schema.exclusiveMaximum !== undefined && value >= schema.exclusiveMaximum)
    return [`${value} is too large: less than ${schema.exclusiveMaximum}`];
  return [];
}

function checkArray(schema: JsonSchema, value: unknown[], path: Path, root: JsonSchema): SchemaProblem[] {
  const { minItems = 0, maxItems = Infinity, items } = schema;
  if (value.length < minItems)
    return [{ path, key: false, message: `the list has ${value.length} entries: at least ${minItems}` }];
  if (value.length > maxItems)
    return [
      {
        path: [...path, maxItems],
        key: false,
        message:
          Array.isArray(items) && maxItems === 1
            ? 'this rule has no options'
            : `the list has ${value.length} entries: at most ${maxItems}`,
      },
    ];
  return value.flatMap((entry, i) => {
    const inner = Array.isArray(items) ? items[i] : items;
    return inner ? check(inner, entry, [...path, i], root) : [];
  });
}

function checkObject(
  schema: JsonSchema,
  value: Record<string, unknown>,
  path: Path,
  root: JsonSchema,
): SchemaProblem[] {
  const { properties = {}, patternProperties = {}, additionalProperties = true, required = [] } = schema;
  const problems: SchemaProblem[] = required
    .filter((key) => !Object.hasOwn(value, key))
    .map((key) => ({ path, key: false, message: `"${key}" is missing` }));
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, key];
    if (Object.hasOwn(properties, key)) {
      problems.push(...check(properties[key]!, inner, at, root));
      continue;
    }
    const patterns = Object.entries(patternProperties).filter(([p]) => new RegExp(p, 'u').test(key));
    if (patterns.length > 0) problems.push(...patterns.flatMap(([, s]) => check(s, inner, at, root)));
    else if (typeof additionalProperties === 'object')
      problems.push(...check(additionalProperties, inner, at, root));
    else if (!additionalProperties)
      problems.push({ path: at, key: true, message: unknownKey(key, Object.keys(properties), path) });
  }
  return problems;
}

function unknownKey(key: string, known: readonly string[], path: Path): string {
  const near = nearest(key, known);
  const noun = path.at(-1) === 'rules' ? 'rule' : 'entry';
  const list = noun === 'rule' ? '"caffe-lint rules" lists them' : `known: ${known.join(', ')}`;
  const hint = near ? `did you mean "${near}"?` : known.length === 0 ? 'none is known' : list;
  return `there is no ${noun} "${key}"; ${hint}`;
}

/** The alternative that fits the value's type is the one that was meant. */
function checkUnion(
  alternatives: JsonSchema[],
  value: unknown,
  path: Path,
  root: JsonSchema,
): SchemaProblem[] {
  const resolved = alternatives.map((a) => (a.$ref === undefined ? a : follow(a.$ref, root)));
  const results = resolved.map((a) => check(a, value, path, root));
  if (results.some((r) => r.length === 0)) return [];
  const fitting = resolved.flatMap((a, i) => (typesOf(a).some((t) => hasType(value, t)) ? [i] : []));
  // Of two kinds of text the listed words are those that were misspelt.
  if (fitting.length === 1 || (fitting[0] !== undefined && resolved[fitting[0]]!.enum))
    return results[fitting[0]!]!;
  return [
    {
      path,
      key: false,
      message: `it takes ${listed(
        resolved.map((a) => describe(a, root)),
        'or',
      )}, not ${shown(value)}`,
    },
  ];
}

function follow(ref: string, root: JsonSchema): JsonSchema {
  const schema = root.definitions?.[ref.replace(/^#\/definitions\//, '')];
  if (!schema) throw new Error(`the schema has no ${ref}`);
  return schema;
}

const ALL: readonly JsonType[] = ['string', 'number', 'boolean', 'object', 'array', 'null', 'function'];

function typesOf(schema: JsonSchema): readonly JsonType[] {
  if (schema.type !== undefined) return Array.isArray(schema.type) ? schema.type : [schema.type];
  if (schema.enum) return [...new Set(schema.enum.map((v) => typeof v as JsonType))];
  return schema.properties ? ['object'] : ALL;
}

function hasType(value: unknown, type: JsonType): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

const NOUNS: Readonly<Record<JsonType, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
  function: 'a function',
};

function describe(schema: JsonSchema, root: JsonSchema): string {
  if (schema.enum && schema.enum.length <= 8) return listed(schema.enum.map(shown), 'or');
  const types = typesOf(schema);
  if (types.length === 1 && types[0] === 'array' && Array.isArray(schema.items))
    return schema.items.length === 1 ? '[severity]' : '[severity, options]';
  if (types.length === 1 && types[0] === 'array' && schema.items && !Array.isArray(schema.items)) {
    const inner = schema.items.$ref === undefined ? schema.items : follow(schema.items.$ref, root);
    const plural = typesOf(inner)[0];
    return plural === 'string'
      ? 'a list of texts'
      : plural === 'integer'
        ? 'a list of whole numbers'
        : 'a list';
  }
  return listed(
    types.map((t) => NOUNS[t]),
    'or',
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function listed(words: readonly string[], joint = 'and'): string {
  if (words.length > 24) return `${words.slice(0, 24).join(', ')} …`;
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}` : (words[0] ?? '');
}
