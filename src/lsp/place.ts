/** What stands at a place of the text: the messages around it, and the field it belongs to. */
import { fieldsOf } from '../../grammar/syntax.js';
import type { DocumentNode, FieldNode, MessageNode, ScalarNode } from '../../grammar/syntax.js';
import type { MessageDescriptor, Schema } from '../schema/descriptor.js';

export interface Around {
  node: DocumentNode | MessageNode;
  /** Undefined inside a field that the schema does not have. */
  type: MessageDescriptor | undefined;
  /** The field that holds the message; undefined for the document. */
  field: FieldNode | undefined;
}

export interface Place {
  /** The messages around the place, outermost first. */
  around: Around[];
  /** The field whose name or scalar value the place touches. */
  field?: FieldNode;
  /** The scalar it touches; undefined on the name. */
  item?: ScalarNode;
}

/** Find what an offset touches; the end of a word still belongs to it, as a caret does. */
export function placeAt(document: DocumentNode, root: string, schema: Schema, offset: number): Place {
  const rootType = schema.messages.get(root);
  const around: Around[] = [{ node: document, type: rootType, field: undefined }];
  for (;;) {
    const inner = around.at(-1)!;
    // The last one: of two fields that touch, the caret belongs to the one that begins.
    const field = fieldsOf(inner.node).findLast((f) => f.start <= offset && offset <= f.end);
    if (!field) return { around };
    const last = field.nameTokens.at(-1)!;
    if (offset <= last.startOffset + last.image.length) return { around, field };
    const { value } = field;
    const items = value?.kind === 'list' ? value.items : value ? [value as ScalarNode | MessageNode] : [];
    const item = items.find((i) => i.start <= offset && offset <= i.end);
    if (!item) return { around };
    if (item.kind === 'scalar') return { around, field, item };
    const closed = item.close?.startOffset ?? Infinity;
    if (offset <= item.start || offset > closed) return { around };
    around.push({ node: item, type: typeIn(inner.type, rootType, field, schema), field });
  }
}

/** A layer that stands inside another one is at home in the net: a brace is missing before it. */
function typeIn(
  outer: MessageDescriptor | undefined,
  root: MessageDescriptor | undefined,
  field: FieldNode,
  schema: Schema,
): MessageDescriptor | undefined {
  const own =
    outer?.fields.get(field.name) ??
    (/^layers?$/.test(field.name) ? root?.fields.get(field.name) : undefined);
  return own?.typeName === undefined ? undefined : schema.messages.get(own.typeName);
}

/** The layer around a place: its message, and the field that holds it. */
export function layerAround(place: Place): (Around & { node: MessageNode; field: FieldNode }) | undefined {
  const layer = place.around.find((a) => a.field && /^layers?$/.test(a.field.name));
  return layer as (Around & { node: MessageNode; field: FieldNode }) | undefined;
}

/** A string as it stands between its quotes; undefined for what is no single plain string. */
export function plainString(item: ScalarNode | MessageNode | undefined): string | undefined {
  if (item?.kind !== 'scalar' || item.tokens.length !== 1) return undefined;
  const { image } = item.tokens[0]!;
  return /^(["'])[^\\]*\1$/s.test(image) ? image.slice(1, -1) : undefined;
}

/** The scalar of a field, where the field has one. */
export const scalarOf = (field: FieldNode | undefined): ScalarNode | undefined =>
  field?.value?.kind === 'scalar' ? field.value : undefined;
