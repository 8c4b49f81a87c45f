/** What to say of a field or value that the schema lacks: the name that was meant, where it belongs, who has it. */
import type { FieldNode, ScalarNode } from '../../grammar/syntax.js';
import { builtInDialects } from '../schema/dialects.js';
import type { DialectSet } from '../schema/dialects.js';
import { lookalikeOf } from '../schema/lookalikes.js';
import type { FieldDescriptor, MessageDescriptor, Schema } from '../schema/descriptor.js';
import { distance, nearest } from '../schema/suggest.js';
import type { BindIssue } from './bind.js';
import type { Message } from './message.js';
import { readScalar } from './values.js';
import { own } from '../text/own.js';

/** How the schema was chosen: by the file, by name, or given by the user as a .proto. */
export type SchemaOrigin = 'auto' | 'named' | 'user';

/** The issue with a message that names the likely intent, and a replacement where one reading exists. */
export function describeIssue(
  issue: BindIssue,
  schema: Schema,
  origin: SchemaOrigin,
  dialects: DialectSet = builtInDialects,
): BindIssue {
  if (issue.kind === 'unknown-field') return describeUnknown(issue, schema, origin, dialects);
  const has = dialectsWith(issue, dialects);
  if (has.length === 0 || origin === 'auto') return issue;
  return { ...issue, message: `${issue.message} (${dialectHint(has)})` };
}

/**
 * An unknown field: its counterpart in BVLC's Caffe, the place where a field of that name belongs, the
 * nearest name in the same message, and the dialects that have it, whichever is known first.
 */
export function describeUnknown(
  issue: BindIssue,
  schema: Schema,
  origin: SchemaOrigin,
  dialects: DialectSet = builtInDialects,
): BindIssue {
  const has = dialectsWith(issue, dialects);
  const hint = issueHint(issue, schema);
  const known =
    has.length > 0
      ? `; ${dialectHint(has)}`
      : origin === 'auto' && !hint
        ? ', and no known dialect gives it one'
        : '';
  const out: BindIssue = { ...issue, message: issue.message + (hint ? `; ${hint.text}` : '') + known };
  if (hint?.replacement) out.replacement = hint.replacement;
  return out;
}

interface Hint {
  text: string;
  replacement?: BindIssue['replacement'];
}

function issueHint(issue: BindIssue, schema: Schema): Hint | undefined {
  const { type, field: name, node } = issue;
  if (name === undefined || !node) return undefined;
  const alike = lookalikeHint(issue, schema);
  if (alike) return alike;
  const home = homeOf(issue, schema);
  const near = nearest(name, type.fields.keys());
  const close = near !== undefined && distance(name, near, 2) <= 1;
  if (home?.sure && !close) return home;
  if (near !== undefined) {
    const hint: Hint = { text: `did you mean "${near}"?` };
    const rename = renamed(issue, type.fields.get(near)!, schema);
    // Two edits or more may be another word: told, but not written.
    if (rename && (close || distance(name, near, 3) > 3)) hint.replacement = rename;
    return hint;
  }
  return home;
}

/** The name is another project's for something that this schema has. */
function lookalikeHint(issue: BindIssue, schema: Schema): Hint | undefined {
  const alike = lookalikeOf(issue.type.name, issue.field!);
  if (!alike) return undefined;
  const origin = alike.origin ? ` (${alike.origin})` : '';
  const field = alike.field === undefined ? undefined : issue.type.fields.get(alike.field);
  if (!field) return alike.instead ? { text: `Caffe has ${alike.instead}${origin}` } : undefined;
  const written = scalarText(issue.node!);
  const value = written === undefined ? undefined : (alike.values?.[written] ?? written);
  const shown = alike.values && value !== undefined ? `"${field.name}: ${value}"` : `"${field.name}"`;
  const hint: Hint = { text: `BVLC's Caffe writes ${shown}${origin}` };
  if (alike.values && written !== undefined && Object.hasOwn(alike.values, written)) {
    const { start, value: node } = issue.node!;
    if (!issue.parent?.has(field.name))
      hint.replacement = { start, end: node!.end, text: `${field.name}: ${value}` };
  } else if (!alike.values) {
    const rename = renamed(issue, field, schema);
    if (rename) hint.replacement = rename;
  }
  return hint;
}

/** The edit that gives the field another name; undefined where the value would not fit or the name is taken. */
function renamed(issue: BindIssue, field: FieldDescriptor, schema: Schema): BindIssue['replacement'] {
  const value = issue.node?.value;
  if (!value || (field.label !== 'repeated' && issue.parent?.has(field.name))) return undefined;
  const items = value.kind === 'list' ? value.items : [value];
  if (value.kind === 'list' && field.label !== 'repeated') return undefined;
  for (const item of items) {
    if ((item.kind === 'message') !== (field.type === 'message')) return undefined;
    if (item.kind === 'scalar' && !('value' in readScalar(item, field, schema))) return undefined;
  }
  return { start: issue.start, end: issue.end, text: field.name };
}

/** Another message of this schema that has a field of this name, near enough to be the right place. */
function homeOf(issue: BindIssue, schema: Schema): (Hint & { sure: boolean }) | undefined {
  const { type, parent } = issue;
  const name = issue.field!;
  const inside = childrenWith(type, name, schema);
  if (inside.length > 0) {
    const fitting = inside.filter((f) => fits(f.name, parent));
    const usual = inside.filter((f) => usualHomes.includes(f.name));
    const homes = usual.length > 0 ? usual : fitting.length > 0 ? fitting : inside;
    const places = homes.map((f) => `"${f.name} { … }"`);
    return { text: `"${name}" belongs inside ${listed(places, 'or')}`, sure: homes.length < 4 };
  }
  const roots: Record<string, string> = { NetParameter: 'net', SolverParameter: 'solver' };
  for (const [root, what] of Object.entries(roots))
    if (own(roots, type.name) && root !== type.name && schema.messages.get(root)?.fields.has(name))
      return { text: `"${name}" is a ${what}'s field`, sure: true };
  const layer = layerTypes.find(
    (t) => t === type.name || childrenOf(t, schema).some((f) => f.typeName === type.name),
  );
  const layerType = layer === undefined ? undefined : schema.messages.get(layer);
  if (layerType && layer !== type.name) {
    if (layerType.fields.has(name)) return { text: `"${name}" belongs directly in the layer`, sure: true };
    const beside = childrenWith(layerType, name, schema).filter((f) => f.typeName !== type.name);
    const usual = beside.find((f) => usualHomes.includes(f.name));
    const place = usual ?? beside[0];
    if (place && (usual || beside.length < 4))
      return { text: `"${name}" belongs in "${place.name} { … }" of the layer`, sure: beside.length === 1 };
  }
  if (type.name === 'NetParameter' && schema.messages.get('LayerParameter')?.fields.has(name))
    return {
      text: `"${name}" is a layer's field and stands outside of every layer: is a "}" too many?`,
      sure: true,
    };
  for (const child of childrenOf(type.name, schema)) {
    const deep = childrenWith(schema.messages.get(child.typeName!)!, name, schema)[0];
    if (deep && (fits(child.name, parent) || !layerTypes.includes(type.name)))
      return { text: `"${name}" belongs inside "${child.name} { ${deep.name} { … } }"`, sure: false };
  }
  if (type.name !== 'SolverParameter' && schema.messages.get('SolverParameter')?.fields.has(name))
    return { text: `"${name}" is a solver's field`, sure: false };
  return undefined;
}

/** Blocks that go with every layer; where they have the field, others that have it too are not meant. */
const usualHomes = ['param', 'transform_param', 'include'];

const layerTypes = ['LayerParameter', 'V1LayerParameter'];

const childrenOf = (type: string, schema: Schema): FieldDescriptor[] =>
  [...(schema.messages.get(type)?.fields.values() ?? [])].filter(
    (f) => f.type === 'message' && !/^(layers?|blobs|.*net_param)$/.test(f.name),
  );

const childrenWith = (type: MessageDescriptor, name: string, schema: Schema): FieldDescriptor[] =>
  childrenOf(type.name, schema).filter((f) => schema.messages.get(f.typeName!)?.fields.has(name));

/** Does this parameter block go with the layer's type? `convolution_param` goes with "Convolution". */
function fits(param: string, layer: Message | undefined): boolean {
  if (!layer || !layerTypes.includes(layer.type.name) || !layer.has('type')) return false;
  const fold = (text: string): string => text.toLowerCase().replace(/_/g, '');
  const type = fold(layer.str('type'));
  const block = fold(param.replace(/_param$/, ''));
  const same: Record<string, string> = {
    deconvolution: 'convolution',
    softmaxwithloss: 'softmax',
    softmaxloss: 'softmax',
  };
  return type === block || same[type] === block;
}

/** The dialects that know this field, or this value of an enum. */
export function dialectsWith(issue: BindIssue, dialects: DialectSet): readonly string[] {
  const { fields, enumValues } = dialects.index;
  if (issue.field === undefined || issue.kind === 'missing-brace') return [];
  if (issue.kind === 'unknown-enum-value') {
    const enumName = issue.type.fields.get(issue.field)?.typeName;
    const value = issue.node && scalarText(issue.node, issue.start);
    return (enumValues.get(`${enumName}.${value}`) ?? []).map((d) => d.id);
  }
  return (fields.get(`${issue.type.name}.${issue.field}`) ?? []).map((d) => d.id);
}

/** The text of a scalar value; of a list, of the item that begins at `start`. */
function scalarText(node: FieldNode, start?: number): string | undefined {
  const value = node.value;
  if (!value || value.kind === 'message') return undefined;
  const scalar =
    value.kind === 'scalar'
      ? value
      : value.items.find((i): i is ScalarNode => i.kind === 'scalar' && i.start === start);
  return scalar && (scalar.minus ? '-' : '') + scalar.tokens.map((t) => t.image).join(' ');
}

function dialectHint(ids: readonly string[]): string {
  return ids.length === 1 ? `the ${ids[0]} dialect has it` : `the dialects ${listed(ids, 'and')} have it`;
}

function listed(items: readonly string[], word: 'and' | 'or'): string {
  const shown = items.slice(0, 3);
  if (items.length > 3) return `${shown.join(', ')}, …`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} ${word} ${shown.at(-1)!}`;
}
