/** Field tables of one schema: which messages, fields and enum values `caffe.proto` declares. */

export type ScalarType =
  'double' | 'float' | 'int32' | 'int64' | 'uint32' | 'uint64' | 'bool' | 'string' | 'bytes';

export interface FieldDescriptor {
  name: string;
  number: number;
  label: 'optional' | 'required' | 'repeated';
  type: ScalarType | 'enum' | 'message';
  /** Name of the enum or message type, without the package. */
  typeName?: string;
  /** The declared default as protobuf spells it; absent when the .proto gives none. */
  default?: string;
  oneof?: string;
}

export interface MessageDescriptor {
  name: string;
  fields: ReadonlyMap<string, FieldDescriptor>;
}

export interface EnumDescriptor {
  name: string;
  values: ReadonlyMap<string, number>;
}

/** A complete schema. `dialects` names what it was composed from, in order. */
export interface Schema {
  package: string;
  dialects: readonly string[];
  messages: ReadonlyMap<string, MessageDescriptor>;
  enums: ReadonlyMap<string, EnumDescriptor>;
}

/** A field table as it is stored: `[number, label, type, default?]`; `type` is a scalar type, `message:X` or `enum:X`. */
export type FieldRow = readonly [number, 'o' | 'r' | 'q', string, string?];

/** What one dialect declares, or adds to BVLC's schema. */
export interface SchemaTable {
  messages: Readonly<Record<string, Readonly<Record<string, FieldRow>>>>;
  enums: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const labels = { o: 'optional', r: 'repeated', q: 'required' } as const;

function fieldOf(name: string, [number, label, type, fallback]: FieldRow): FieldDescriptor {
  const colon = type.indexOf(':');
  const field: FieldDescriptor = {
    name,
    number,
    label: labels[label],
    type: (colon < 0 ? type : type.slice(0, colon)) as FieldDescriptor['type'],
  };
  if (colon >= 0) field.typeName = type.slice(colon + 1);
  if (fallback !== undefined) field.default = fallback;
  return field;
}

/**
 * Compose a schema from tables, later ones laid over earlier ones: a message or enum of the same
 * name is extended field by field. A field that a later table declares otherwise replaces the earlier.
 */
export function composeSchema(layers: readonly (readonly [name: string, table: SchemaTable])[]): Schema {
  const messages = new Map<string, MessageDescriptor>();
  const enums = new Map<string, EnumDescriptor>();
  for (const [, table] of layers) {
    for (const [name, rows] of Object.entries(table.messages)) {
      const fields = new Map(messages.get(name)?.fields);
      for (const [field, row] of Object.entries(rows)) fields.set(field, fieldOf(field, row));
      messages.set(name, { name, fields });
    }
    for (const [name, values] of Object.entries(table.enums)) {
      const merged = new Map(enums.get(name)?.values);
      for (const [value, number] of Object.entries(values)) merged.set(value, number);
      enums.set(name, { name, values: merged });
    }
  }
  return { package: 'caffe', dialects: layers.map(([name]) => name), messages, enums };
}

const letters = { optional: 'o', repeated: 'r', required: 'q' } as const;

function rowOf({ number, label, type, typeName, default: fallback }: FieldDescriptor): FieldRow {
  const shown = typeName === undefined ? type : `${type}:${typeName}`;
  return fallback === undefined ? [number, letters[label], shown] : [number, letters[label], shown, fallback];
}

/** What a schema declares that another does not declare in the same way. */
export function tableBeyond(schema: Schema, base: Schema): SchemaTable {
  const messages: Record<string, Record<string, FieldRow>> = {};
  for (const { name, fields } of schema.messages.values())
    for (const field of fields.values()) {
      const row = rowOf(field);
      const known = base.messages.get(name)?.fields.get(field.name);
      if (known && String(rowOf(known)) === String(row)) continue;
      (messages[name] ??= {})[field.name] = row;
    }
  const enums: Record<string, Record<string, number>> = {};
  for (const { name, values } of schema.enums.values())
    for (const [value, number] of values)
      if (base.enums.get(name)?.values.get(value) !== number) (enums[name] ??= {})[value] = number;
  return { messages, enums };
}
