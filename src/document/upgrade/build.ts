/** Building messages that no text holds as such, out of values that point at the author's text. */
import type { FieldDescriptor, MessageDescriptor, Schema } from '../../schema/descriptor.js';
import { composeSchema } from '../../schema/descriptor.js';
import { bvlc } from '../../schema/tables/bvlc.js';
import { Message } from '../message.js';
import type { Primitive, Range, Value } from '../message.js';

/** The place in the text that a value comes from. */
export type Origin = Pick<Value, 'node' | 'item'>;

/** The schema that an upgraded net is written in. */
export interface Target {
  schema: Schema;
  net: MessageDescriptor;
  layer: MessageDescriptor;
  /** The net's own schema has `layer`; without it the upgraded net cannot be written as its text. */
  native: boolean;
}

let fallback: Schema | undefined;

/** BVLC's own schema, for what a fork's or a user's lacks. */
const bvlcSchema = (): Schema => (fallback ??= composeSchema([['bvlc', bvlc]]));

/** The V2 types for a net: of its own schema, or BVLC's where a fork stopped before V2. */
export function targetOf(net: Message): Target {
  const own = net.type.fields.get('layer');
  const layer = own?.typeName === undefined ? undefined : net.schema.messages.get(own.typeName);
  if (layer?.fields.get('type')?.type === 'string')
    return { schema: net.schema, net: net.type, layer, native: true };
  const schema = bvlcSchema();
  return {
    schema,
    net: schema.messages.get('NetParameter')!,
    layer: schema.messages.get('LayerParameter')!,
    native: false,
  };
}

/** An empty message of a type, standing where another one stands. */
export function messageAt(type: MessageDescriptor, schema: Schema, place: Message): Message {
  return new Message(type, schema, place.node, place.fieldNode);
}

/** A message with the same values, which may then be changed. The inner messages are shared. */
export function clone(message: Message): Message {
  const copy = messageAt(message.type, message.schema, message);
  copyFields(copy, message, message.names());
  return copy;
}

/** Add values of another message under a field's name, each still pointing at its own text. */
export function copyValues(to: Message, name: string, values: readonly Value[]): void {
  for (const value of values) put(to, name, value.value, value, value.field);
}

/** Copy fields of the same name. */
export function copyFields(to: Message, from: Message, names: readonly string[]): void {
  for (const name of names) copyValues(to, name, from.all(name));
}

/** Add a value that is not in the text as such, pointing at the text that it comes from. */
export function put(
  to: Message,
  name: string,
  value: Primitive | Message,
  origin: Origin,
  otherwise?: FieldDescriptor,
): void {
  to.add(valueOf(to, name, value, origin, otherwise));
}

/** Put a value in the place of what the field holds. */
export function set(to: Message, name: string, value: Primitive | Message, origin: Origin): void {
  to.replace(name, [valueOf(to, name, value, origin)]);
}

function valueOf(
  to: Message,
  name: string,
  value: Primitive | Message,
  origin: Origin,
  otherwise?: FieldDescriptor,
): Value {
  const field = to.type.fields.get(name) ?? otherwise ?? missing(to, name);
  return { field, value: fitted(field, value), node: origin.node, item: origin.item };
}

/** A field that the upgrade writes but the schema at hand does not have. */
function missing(to: Message, name: string): FieldDescriptor {
  const known = bvlcSchema().messages.get(to.type.name)?.fields.get(name);
  return known ?? { name, number: 0, label: 'optional', type: 'string' };
}

/** What C++ makes of a negative number that is assigned to an unsigned field. */
export function fitted<V extends Primitive | Message>(field: FieldDescriptor, value: V): V | number {
  return field.type === 'uint32' && typeof value === 'number' && value < 0 ? value + 2 ** 32 : value;
}

/**
 * The inner message of a field, created where it is not set. A created one has no node of its own,
 * since the text has no such braces; its `fieldNode` is the field it was first needed for.
 */
export function mutable(to: Message, name: string, origin: Origin): Message {
  const there = to.all(name)[0]?.value;
  if (there instanceof Message) return there;
  return addMessage(to, name, origin);
}

/** Add an empty inner message to a field; repeated calls add more of them. */
export function addMessage(to: Message, name: string, origin: Origin): Message {
  const field = to.type.fields.get(name) ?? missing(to, name);
  const own = to.schema.messages.get(field.typeName ?? '');
  const schema = own ? to.schema : bvlcSchema();
  const type = own ?? schema.messages.get(field.typeName ?? '') ?? { name, fields: new Map() };
  const inner = new Message(type, schema, undefined, origin.node);
  to.add({ field, value: inner, node: origin.node, item: origin.item });
  return inner;
}

/** Where a field stands, for a report of one line: of a message its name, of anything else all of it. */
export function placeOf(message: Message, name: string): Range {
  const value = message.all(name)[0]?.value;
  return value instanceof Message ? value.here() : message.at(name);
}

/** Both messages have the same fields with the same values, wherever these stand. */
export function sameMessage(a: Message, b: Message): boolean {
  const names = a.names();
  if (names.length !== b.names().length) return false;
  return names.every((name) => {
    const [left, right] = [a.all(name), b.all(name)];
    return left.length === right.length && left.every((v, i) => sameValue(v.value, right[i]!.value));
  });
}

const sameValue = (a: Value['value'], b: Value['value']): boolean =>
  a instanceof Message ? b instanceof Message && sameMessage(a, b) : Object.is(a, b);
