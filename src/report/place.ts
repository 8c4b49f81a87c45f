/** Where in a file's structure an offset stands: `layer[conv1].convolution_param`. */
import { parse } from '../../grammar/parser.js';
import { fieldsOf } from '../../grammar/syntax.js';
import type { DocumentNode, FieldNode, MessageNode, ValueNode } from '../../grammar/syntax.js';
import type { SourceText } from '../text/source-text.js';

export interface Place {
  /** Names of the enclosing messages and the field itself, named messages with their name. */
  path: string;
  /** The enclosing layer's name. */
  layer?: string;
}

const trees = new WeakMap<SourceText, DocumentNode>();

function treeOf(source: SourceText): DocumentNode {
  let tree = trees.get(source);
  if (!tree) trees.set(source, (tree = parse(source.text).document));
  return tree;
}

/** The place of an offset; the path is empty between two entries of the file's top level. */
export function placeOf(source: SourceText, offset: number): Place {
  const parts: string[] = [];
  const place: Place = { path: '' };
  let node: DocumentNode | MessageNode | undefined = treeOf(source);
  while (node) {
    const field: FieldNode | undefined = fieldsOf(node).find((f) => f.start <= offset && offset < f.end);
    if (!field) break;
    const message: MessageNode | undefined = messageAt(field.value, offset);
    const name = message && nameIn(message);
    if (name !== undefined && (field.name === 'layer' || field.name === 'layers')) place.layer = name;
    parts.push(name === undefined ? field.name : `${field.name}[${name}]`);
    node = message;
  }
  place.path = parts.join('.');
  return place;
}

function messageAt(value: ValueNode | undefined, offset: number): MessageNode | undefined {
  if (value?.kind === 'message') return value;
  if (value?.kind !== 'list') return undefined;
  return value.items.find(
    (item): item is MessageNode => item.kind === 'message' && item.start <= offset && offset < item.end,
  );
}

/** A message's `name`; V0 files keep a layer's name one message deeper (`layers { layer { name … } }`). */
function nameIn(message: MessageNode): string | undefined {
  const fields = fieldsOf(message);
  const value = fields.find((f) => f.name === 'name')?.value;
  if (value?.kind === 'scalar')
    return value.tokens.map((t) => t.image.replace(/^(["'])(.*)\1$/s, '$2')).join('');
  const inner = fields.find((f) => f.name === 'layer')?.value;
  return inner?.kind === 'message' ? nameIn(inner) : undefined;
}
