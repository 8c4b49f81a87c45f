/** What may be written at a place: fields of the message, values of the field, names of blobs. */
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver/node';
import type { CompletionItem } from 'vscode-languageserver/node';
import { fieldsOf } from '../../grammar/syntax.js';
import { FILLER_TYPES } from '../layers/filler-check.js';
import type { FieldDescriptor, MessageDescriptor } from '../schema/descriptor.js';
import { policies } from '../solver/schedule.js';
import {
  declarationOf,
  describeEnumValue,
  describeField,
  describeLayerType,
  parameterField,
} from './describe.js';
import { rangeOf } from './diagnostics.js';
import { layerFields, placeIn } from './navigate.js';
import type { OpenFile } from './open-file.js';
import { layerAround, plainString, scalarOf } from './place.js';
import type { Around } from './place.js';

/** Solver types that BVLC's Caffe registers (include/caffe/sgd_solvers.hpp). */
const SOLVER_TYPES = ['SGD', 'Nesterov', 'AdaGrad', 'RMSProp', 'AdaDelta', 'Adam'];

interface Caret {
  /** The field whose value is being written; undefined where a field may begin. */
  field: string | undefined;
  /** Where the word begins that is being written, without a quote. */
  start: number;
  quoted: boolean;
}

/** Proposals for a caret; `snippets`: the editor can jump to placeholders. */
export function completion(file: OpenFile, offset: number, snippets: boolean): CompletionItem[] {
  const text = file.text.getText();
  const caret = caretAt(text, offset);
  if (!caret) return [];
  // The word itself may be what keeps the tree from knowing where it stands.
  const { around } = placeIn(file, caret.quoted ? caret.start - 1 : caret.start);
  const inner = around.at(-1)!;
  if (!inner.type) return [];
  const range = rangeOf(file.text, { start: caret.start, end: wordEnd(text, offset) });
  const items =
    caret.field === undefined
      ? fieldItems(file, inner.type, around, snippets)
      : valueItems(file, inner.type.fields.get(caret.field), caret, around, offset);
  return items.map(({ insertText, ...item }) => ({
    ...item,
    textEdit: { range, newText: insertText ?? item.label },
  }));
}

/** Read backwards what is being written; undefined inside a comment or where nothing can be proposed. */
function caretAt(text: string, offset: number): Caret | undefined {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const bare = line.replace(/"[^"\\]*"|'[^'\\]*'/g, (s) => '_'.repeat(s.length));
  const quote = /["']/.exec(bare);
  const hash = bare.indexOf('#');
  if (hash >= 0 && (!quote || hash < quote.index)) return undefined;
  if (quote) {
    const field = /([A-Za-z_]\w*)\s*:\s*(?:\[[^[\]]*)?$/.exec(bare.slice(0, quote.index))?.[1];
    const start = offset - (bare.length - quote.index - 1);
    return field === undefined ? undefined : { field, start, quoted: true };
  }
  const value = /([A-Za-z_]\w*)\s*:\s*(?:\[(?:[^[\]]*,)?\s*)?([\w.+-]*)$/.exec(bare);
  if (value) return { field: value[1], start: offset - value[2]!.length, quoted: false };
  const word = /(?:^|[\s{}<>;,\]])([A-Za-z_]\w*)?$/.exec(bare);
  return word ? { field: undefined, start: offset - (word[1]?.length ?? 0), quoted: false } : undefined;
}

function wordEnd(text: string, offset: number): number {
  return offset + /^[\w/.-]*/.exec(text.slice(offset, offset + 200))![0].length;
}

function fieldItems(
  file: OpenFile,
  type: MessageDescriptor,
  around: readonly Around[],
  snippets: boolean,
): CompletionItem[] {
  const present = new Set(fieldsOf(around.at(-1)!.node).map((f) => f.name));
  const own = type.name === 'LayerParameter' ? parameterField(layerType(around) ?? '', type) : undefined;
  return [...type.fields.values()].map((field): CompletionItem => {
    const taken = present.has(field.name) && field.label !== 'repeated';
    // Fields that are there already stay in the list, at its end: the caret may stand in one.
    const rank = taken ? 4 : field === own ? 0 : FIRST.has(field.name) ? 1 : OLD.has(field.name) ? 3 : 2;
    const values = file.schema.enums.get(field.typeName ?? '')?.values;
    return {
      label: field.name,
      kind: field.type === 'message' ? CompletionItemKind.Struct : CompletionItemKind.Field,
      detail: declarationOf(field),
      documentation: { kind: 'markdown', value: describeField(type, field, values, file.doc.ownSchema) },
      sortText: `${rank}${field.name}`,
      insertText: skeleton(field, snippets),
      insertTextFormat: snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      ...(OLD.has(field.name) ? { deprecated: true } : {}),
    };
  });
}

/** What nearly every message of its type has. */
const FIRST: ReadonlySet<string> = new Set([
  'layer',
  'name',
  'type',
  'top',
  'bottom',
  'num_output',
  'kernel_size',
  'net',
  'base_lr',
]);
/** What Caffe still reads and upgrades. */
const OLD: ReadonlySet<string> = new Set(['layers', 'input', 'input_dim', 'input_shape', 'solver_type']);

function skeleton(field: FieldDescriptor, snippets: boolean): string {
  if (field.type === 'message') return snippets ? `${field.name} {\n\t$0\n}` : `${field.name} {`;
  if (!snippets) return `${field.name}: `;
  return field.type === 'string' || field.type === 'bytes' ? `${field.name}: "$0"` : `${field.name}: $0`;
}

function valueItems(
  file: OpenFile,
  field: FieldDescriptor | undefined,
  caret: Caret,
  around: readonly Around[],
  offset: number,
): CompletionItem[] {
  if (!field) return [];
  const { dialects } = file.schema;
  if (field.type === 'bool' && !caret.quoted)
    return ['true', 'false'].map((label) => ({ label, kind: CompletionItemKind.Value }));
  if (field.type === 'enum' && !caret.quoted)
    return [...(file.schema.enums.get(field.typeName!)?.values ?? [])].map(([label, number]) => ({
      label,
      kind: CompletionItemKind.EnumMember,
      sortText: String(number + 1000).padStart(6, '0'),
      documentation: {
        kind: 'markdown',
        value: describeEnumValue(field.typeName!, label, number, file.doc.ownSchema),
      },
    }));
  if (field.type !== 'string') return [];
  const strings = stringsFor(file, field.name, around, offset).map((name, i): CompletionItem => {
    const item: CompletionItem = {
      label: name,
      kind: CompletionItemKind.Value,
      sortText: String(i).padStart(5, '0'),
      insertText: caret.quoted ? name : `"${name}"`,
    };
    if (field.name === 'type' && around.at(-1)!.type?.name === 'LayerParameter')
      item.documentation = { kind: 'markdown', value: describeLayerType(name, dialects, file.types) };
    return item;
  });
  return strings;
}

function stringsFor(
  file: OpenFile,
  field: string,
  around: readonly Around[],
  offset: number,
): readonly string[] {
  const message = around.at(-1)!.type!.name;
  const { dialects } = file.schema;
  if (field === 'type') {
    if (message === 'LayerParameter')
      return [...new Set([...file.dialects.layerTypesOf(dialects), ...file.types.names(dialects)])].sort();
    if (message === 'FillerParameter') return FILLER_TYPES;
    if (message === 'SolverParameter') return SOLVER_TYPES;
  }
  if (field === 'lr_policy') return policies;
  if ((field === 'bottom' || field === 'top') && layerAround({ around: [...around] }))
    return blobsBefore(file, field, around, offset);
  return [];
}

/** Blobs that layers before this one make, the nearest first; for a top the layer's own name before them. */
function blobsBefore(file: OpenFile, field: string, around: readonly Around[], offset: number): string[] {
  const layer = layerAround({ around: [...around] })!;
  const names: string[] = [];
  for (const f of layerFields(file.doc.tree.document).reverse())
    if (f.start < layer.field.start && f.value?.kind === 'message')
      for (const top of fieldsOf(f.value).reverse())
        if (top.name === 'top') names.push(plainString(scalarOf(top)) ?? '');
  for (const input of fieldsOf(file.doc.tree.document))
    if (input.name === 'input') names.push(plainString(scalarOf(input)) ?? '');
  const own = (name: string): string[] =>
    fieldsOf(layer.node)
      .filter((f) => f.name === name && !(f.start <= offset && offset <= f.end))
      .map((f) => plainString(scalarOf(f)) ?? '');
  const first = field === 'top' ? [...own('name'), ...own('bottom')] : [];
  return [...new Set([...first, ...names])].filter((name) => name !== '');
}

function layerType(around: readonly Around[]): string | undefined {
  const layer = layerAround({ around: [...around] });
  const type = layer && fieldsOf(layer.node).find((f) => f.name === 'type');
  return plainString(scalarOf(type));
}
