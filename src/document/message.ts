/** A message of the schema with its values, and for each value where it stands in the text. */
import type { DocumentNode, FieldNode, MessageNode, ScalarNode } from '../../grammar/syntax.js';
import type { FieldDescriptor, MessageDescriptor, Schema } from '../schema/descriptor.js';

export type Primitive = number | string | boolean;

export interface Value {
  field: FieldDescriptor;
  value: Primitive | Message;
  /** The field it was written as; of a list, the field that holds the list. */
  node: FieldNode;
  /** The value itself; one item where the field holds a list. */
  item: ScalarNode | MessageNode;
}

export interface Range {
  start: number;
  end: number;
}

/**
 * Reads like protobuf's generated classes: `num('pad')` answers the value or the declared default,
 * `msg('filler')` the sub-message or an empty one, `has('pad')` whether the text sets it.
 * An enum's value is its name.
 */
export class Message {
  /** The values of each field that is set: few fields, so that a search is quicker than a map, and smaller. */
  private readonly lists: Value[][] = [];
  private empty?: Map<string, Message>;

  constructor(
    readonly type: MessageDescriptor,
    readonly schema: Schema,
    /** Where it stands; undefined for a default instance. */
    readonly node: MessageNode | DocumentNode | undefined,
    /** The field that holds it; undefined for a whole document or a default instance. */
    readonly fieldNode: FieldNode | undefined = undefined,
  ) {}

  /** Add a value, behind those that are there. */
  add(value: Value): void {
    const list = this.list(value.field.name);
    if (list) list.push(value);
    else this.lists.push([value]);
  }

  /** Put these values in the place of a field's own. */
  replace(name: string, values: Value[]): void {
    const i = this.lists.findIndex((list) => list[0]!.field.name === name);
    if (i < 0) {
      if (values.length > 0) this.lists.push(values);
    } else if (values.length > 0) this.lists[i] = values;
    else this.lists.splice(i, 1);
  }

  private list(name: string): Value[] | undefined {
    for (const list of this.lists) if (list[0]!.field.name === name) return list;
    return undefined;
  }

  /** All values of a field, in the order of the text. */
  all(name: string): readonly Value[] {
    return this.list(name) ?? [];
  }

  /** Names of the fields that are set. */
  names(): string[] {
    return this.lists.map((list) => list[0]!.field.name);
  }

  has(name: string): boolean {
    return this.list(name) !== undefined;
  }

  count(name: string): number {
    return this.list(name)?.length ?? 0;
  }

  private first(name: string): Value['value'] | undefined {
    return this.list(name)?.[0]?.value;
  }

  /** A number: the value, the declared default, or 0. */
  num(name: string): number {
    const value = this.first(name);
    return typeof value === 'number' ? value : Number(defaultOf(this.type, name) ?? 0);
  }

  bool(name: string): boolean {
    const value = this.first(name);
    return typeof value === 'boolean' ? value : defaultOf(this.type, name) === 'true';
  }

  /** A string or the name of an enum's value: as set, the declared default, or for an enum its first value. */
  str(name: string): string {
    const value = this.first(name);
    if (typeof value === 'string') return value;
    const declared = defaultOf(this.type, name);
    if (declared !== undefined) return declared;
    const field = this.type.fields.get(name);
    if (field?.type !== 'enum') return '';
    return this.schema.enums.get(field.typeName!)?.values.keys().next().value ?? '';
  }

  /** The sub-message, or an empty one when it is not set. Never undefined for a field the schema has. */
  msg(name: string): Message {
    const value = this.first(name);
    if (value instanceof Message) return value;
    this.empty ??= new Map();
    let empty = this.empty.get(name);
    if (!empty) {
      const typeName = this.type.fields.get(name)?.typeName ?? '';
      const type = this.schema.messages.get(typeName) ?? { name: typeName, fields: new Map() };
      empty = new Message(type, this.schema, undefined);
      this.empty.set(name, empty);
    }
    return empty;
  }

  nums(name: string): number[] {
    return this.all(name).map((v) => v.value as number);
  }

  strs(name: string): string[] {
    return this.all(name).map((v) => v.value as string);
  }

  msgs(name: string): Message[] {
    const found: Message[] = [];
    for (const { value } of this.all(name)) if (value instanceof Message) found.push(value);
    return found;
  }

  /** Where the n-th value of a field stands, or the message itself when it is not set. */
  at(name: string, n = 0): Range {
    const value = this.list(name)?.[n];
    if (value) return value.node.value?.kind === 'list' ? value.item : value.node;
    return this.here();
  }

  /** The message's own place: its name and opening bracket, so that a caret marks one line. */
  here(): Range {
    const field = this.fieldNode;
    if (field) {
      const last = field.nameTokens.at(-1)!;
      return { start: field.start, end: last.startOffset + last.image.length };
    }
    return { start: this.node?.start ?? 0, end: this.node?.start ?? 0 };
  }
}

function defaultOf(type: MessageDescriptor, name: string): string | undefined {
  return type.fields.get(name)?.default;
}
