/** Syntax tree + schema → typed message, and everything the schema does not allow. */
import type { DocumentNode, EntryNode, FieldNode, MessageNode, ScalarNode } from '../../grammar/syntax.js';
import type { FieldDescriptor, MessageDescriptor, Schema } from '../schema/descriptor.js';
import { Message } from './message.js';
import { readScalar } from './values.js';

export interface BindIssue {
  kind:
    | 'unknown-field'
    | 'wrong-type'
    | 'unknown-enum-value'
    | 'duplicate-field'
    | 'missing-required-field'
    | 'missing-brace'
    | 'syntax-error';
  message: string;
  start: number;
  end: number;
  /** The message type it stands in, and the field or enum value that the schema lacks. */
  type: MessageDescriptor;
  field?: string;
  node?: FieldNode;
  parent?: Message;
  replacement?: { start: number; end: number; text: string };
}

export interface Bound {
  message: Message;
  issues: BindIssue[];
}

/** Read a tree as the given message type. */
export function bind(document: DocumentNode, root: string, schema: Schema): Bound {
  const type = schema.messages.get(root);
  if (!type) throw new Error(`the schema has no message ${root}`);
  const binder = new Binder(schema);
  const message = new Message(type, schema, document);
  binder.fill(message, document.entries);
  binder.issues.sort((a, b) => a.start - b.start);
  return { message, issues: binder.issues };
}

class Binder {
  readonly issues: BindIssue[] = [];
  private readonly path: Message[] = [];
  /** Messages that were found open where a layer begins: one brace is missing, however many layers follow. */
  private readonly open = new Set<Message>();

  constructor(private readonly schema: Schema) {}

  fill(message: Message, entries: EntryNode[]): void {
    this.path.push(message);
    for (const entry of entries) if (entry.kind === 'field') this.field(message, entry);
    for (const field of message.type.fields.values())
      if (field.label === 'required' && !message.has(field.name))
        this.issue('missing-required-field', message, message.here(), {
          field: field.name,
          message: `"${shownType(message.type)}" requires the field "${field.name}", which is not set`,
        });
    this.path.pop();
  }

  private issue(
    kind: BindIssue['kind'],
    parent: Message,
    range: { start: number; end: number },
    more: Partial<BindIssue> & { message: string },
  ): void {
    this.issues.push({ kind, type: parent.type, parent, start: range.start, end: range.end, ...more });
  }

  private field(message: Message, node: FieldNode): void {
    const value = node.value;
    // The parser has told that it is missing: whatever else is said of this field is guessed.
    if (!value) return;
    const field = message.type.fields.get(node.name);
    if (!field) return this.unknown(message, node);
    if (field.label !== 'repeated' && message.has(field.name)) {
      this.issue('duplicate-field', message, nameRange(node), {
        field: field.name,
        node,
        message: `"${field.name}" stands here a second time, but "${shownType(message.type)}" takes it once`,
      });
      return;
    }
    if (value.kind !== 'list') return this.value(message, field, node, value);
    if (field.label !== 'repeated') {
      this.issue('wrong-type', message, value, {
        field: field.name,
        node,
        message: `"${field.name}" takes one value; a "[ … ]" list fits repeated fields only`,
      });
      return;
    }
    for (const item of value.items) this.value(message, field, node, item);
  }

  private value(
    message: Message,
    field: FieldDescriptor,
    node: FieldNode,
    item: ScalarNode | MessageNode,
  ): void {
    if (item.kind === 'message') {
      if (field.type !== 'message') {
        this.issue('wrong-type', message, item, {
          field: field.name,
          node,
          message: `"${field.name}" is ${articled(field)} and takes no "{ … }"`,
        });
        return;
      }
      const type = this.schema.messages.get(field.typeName!)!;
      const inner = new Message(type, this.schema, item, node);
      message.add({ field, value: inner, node, item });
      this.fill(inner, item.entries);
      return;
    }
    const read = readScalar(item, field, this.schema);
    if ('value' in read) {
      message.add({ field, value: read.value, node, item });
      return;
    }
    const { kind, message: text, replacement } = read.problem;
    const more: Partial<BindIssue> & { message: string } = { field: field.name, node, message: text };
    if (replacement !== undefined) more.replacement = { start: item.start, end: item.end, text: replacement };
    this.issue(kind, message, item, more);
    // A value that is known but misspelt is taken as meant, so that one mistake stays one finding.
    if (kind === 'unknown-enum-value' && field.type === 'enum' && replacement !== undefined)
      message.add({ field, value: replacement, node, item });
  }

  /** A field the message does not have. A layer inside a layer is a brace that was forgotten. */
  private unknown(message: Message, node: FieldNode): void {
    const root = this.path[0]!;
    const top = root.type.fields.get(node.name);
    const isLayer = node.name === 'layer' || node.name === 'layers';
    if (isLayer && root !== message && top?.type === 'message' && node.value?.kind === 'message') {
      const open = this.path.at(-1)!;
      if (!this.open.has(open))
        this.issue('missing-brace', message, nameRange(node), {
          field: node.name,
          node,
          message: `a "}" is missing before this ${node.name}: "${open.fieldNode?.name ?? ''} {" is still open`,
        });
      this.open.add(open);
      const type = this.schema.messages.get(top.typeName!)!;
      const inner = new Message(type, this.schema, node.value, node);
      root.add({ field: top, value: inner, node, item: node.value });
      const outer = this.path.splice(1);
      this.fill(inner, node.value.entries);
      this.path.push(...outer);
      return;
    }
    this.issue('unknown-field', message, nameRange(node), {
      field: node.name,
      node,
      message: `"${shownType(message.type)}" has no field "${node.name}"`,
    });
  }
}

/** Where a field's name stands. */
export function nameRange(node: FieldNode): { start: number; end: number } {
  const last = node.nameTokens.at(-1)!;
  return { start: node.start, end: last.startOffset + last.image.length };
}

const shownType = (type: MessageDescriptor): string => type.name;

function articled(field: FieldDescriptor): string {
  const names: Record<string, string> = {
    bool: 'true or false',
    string: 'a string',
    bytes: 'a string',
    enum: 'one word',
  };
  return names[field.type] ?? `a number (${field.type})`;
}
