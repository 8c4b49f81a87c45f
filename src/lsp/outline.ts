/** The outline of a file: the layers of a net, the settings of a solver. */
import { SymbolKind } from 'vscode-languageserver/node';
import type { DocumentSymbol } from 'vscode-languageserver/node';
import { fieldsOf } from '../../grammar/syntax.js';
import type { DocumentNode, FieldNode, MessageNode } from '../../grammar/syntax.js';
import { showShape } from '../shapes/shape.js';
import { rangeOf } from './diagnostics.js';
import type { OpenFile } from './open-file.js';
import { plainString, scalarOf } from './place.js';

/** Layers with type, phase and the shape of what they make; a solver's fields with their values. */
export function outline(file: OpenFile): DocumentSymbol[] {
  return symbolsOf(file, file.doc.tree.document, topShapes(file));
}

function symbolsOf(
  file: OpenFile,
  node: DocumentNode | MessageNode,
  shapes: ReadonlyMap<number, string>,
): DocumentSymbol[] {
  return fieldsOf(node).flatMap((field): DocumentSymbol[] => {
    if (/^layers?$/.test(field.name) && field.value?.kind === 'message')
      return [layerSymbol(file, field, field.value, shapes)];
    if (field.value?.kind === 'message' && /net_param$/.test(field.name))
      return [
        {
          ...symbol(file, field, field.name, SymbolKind.Module),
          children: symbolsOf(file, field.value, shapes),
        },
      ];
    if (file.doc.kind !== 'solver' && field.name !== 'name' && field.name !== 'input') return [];
    const value = scalarOf(field);
    const shown = value ? file.text.getText().slice(value.start, value.end) : '';
    return [{ ...symbol(file, field, field.name, SymbolKind.Property), detail: shown }];
  });
}

function layerSymbol(
  file: OpenFile,
  field: FieldNode,
  layer: MessageNode,
  shapes: ReadonlyMap<number, string>,
): DocumentSymbol {
  // The oldest format keeps name and type in a message of their own.
  const inner = fieldsOf(layer).find((f) => f.name === 'layer')?.value;
  const own = [...fieldsOf(layer), ...(inner?.kind === 'message' ? fieldsOf(inner) : [])];
  const find = (name: string): FieldNode | undefined => own.find((f) => f.name === name);
  const type = scalarOf(find('type'));
  const typeName = plainString(type) ?? type?.tokens.map((t) => t.image).join('') ?? '';
  const name = plainString(scalarOf(find('name')));
  const phases = fieldsOf(layer).flatMap((f) => {
    const rule = /^(include|exclude)$/.test(f.name) && f.value?.kind === 'message' ? fieldsOf(f.value) : [];
    const phase = scalarOf(rule.find((i) => i.name === 'phase'));
    return phase ? [`${f.name === 'exclude' ? 'not ' : ''}${phase.tokens[0]!.image}`] : [];
  });
  const kind = /Data$|^Input$/.test(typeName)
    ? SymbolKind.Interface
    : /Loss$|Accuracy/.test(typeName)
      ? SymbolKind.Event
      : SymbolKind.Class;
  const detail = [typeName, shapes.get(field.start) ?? '', ...phases]
    .filter((part) => part !== '')
    .join(' · ');
  const made = symbol(file, field, name || typeName || field.name, kind);
  const selected = find('name');
  return { ...made, detail, ...(selected ? { selectionRange: rangeOf(file.text, selected) } : {}) };
}

function symbol(file: OpenFile, field: FieldNode, name: string, kind: SymbolKind): DocumentSymbol {
  const last = field.nameTokens.at(-1)!;
  return {
    name,
    kind,
    range: rangeOf(file.text, field),
    selectionRange: rangeOf(file.text, { start: field.start, end: last.startOffset + last.image.length }),
  };
}

/** The shape of each layer's first top, by where the layer begins. */
function topShapes(file: OpenFile): Map<number, string> {
  const shapes = new Map<number, string>();
  for (const { layers } of file.views)
    for (const { node, tops } of layers) {
      const start = node.message.fieldNode?.start;
      if (start !== undefined && tops[0] && !shapes.has(start)) shapes.set(start, showShape(tops[0]));
    }
  return shapes;
}
