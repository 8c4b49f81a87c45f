/** Edits that turn a V1 layer's text into a V2 layer's. */
import type { MessageNode } from '../../../../grammar/syntax.js';
import type { Edit } from '../../../text/edit.js';
import type { Message, Value } from '../../message.js';
import { paramRows } from '../params.js';
import { typeOfV1 } from '../tables.js';
import { dataParamOf, needsDataUpgrade, oldTransforms } from '../v1.js';
import { bodyOf } from './body.js';
import type { Context, Piece } from './body.js';
import { BodyEditor } from './editor.js';
import { itemLine, itemsOf, quoted, remains, replaceItem } from './items.js';
import { block } from './lines.js';
import type { Line } from './lines.js';
import { paramLines, paramPieces } from './params.js';

/** UpgradeNetDataTransformation and UpgradeV1Net on the text, without the name `layers` itself. */
export function v1Edits(ctx: Context, net: Message): Edit[] {
  const data = needsDataUpgrade(net);
  return net.msgs('layers').flatMap((layer) => layerEdits(ctx, layer, data));
}

function layerEdits(ctx: Context, layer: Message, data: boolean): Edit[] {
  const edits: Edit[] = [];
  const editor = new BodyEditor(ctx, bodyOf(ctx.text, layer.node as MessageNode));
  const { pieces } = editor.body;
  const type = layer.all('type')[0];
  const newType = typeOfV1(layer.str('type'));
  if (type?.field.type === 'enum') edits.push(replaceItem(ctx, type.item, quoted(ctx, newType)));
  const params = paramPieces(pieces, layer);
  const [anchor, ...others] = params;
  if (anchor) {
    const zero = type !== undefined && newType === 'BatchNorm' && paramRows(layer).length === 3;
    const lines = paramLines(ctx, params, layer, true, zero);
    const lead = editor.leadOf(anchor);
    if (lead !== undefined && lines[0]) lines[0].rawLead = lead;
    editor.replace(anchor, lines.length > 0 ? lines : remains(ctx, anchor));
    for (const piece of others) editor.replace(piece, []);
  }
  const dataParam = data ? dataParamOf(layer) : undefined;
  if (dataParam !== undefined) edits.push(...transformEdits(ctx, editor, layer, dataParam));
  return [...edits, ...editor.edits()];
}

/** Move the transformation fields of a data layer; the messages they leave and enter exist afterwards. */
function transformEdits(ctx: Context, editor: BodyEditor, layer: Message, name: string): Edit[] {
  const { pieces } = editor.body;
  const pieceOf = (value: Value): Piece => pieces.find((p) => p.entry === value.node)!;
  const data = layer.all(name)[0];
  const transform = layer.all('transform_param')[0];
  const edits: Edit[] = [];
  const lines = new Map<string, Line>();
  if (data) {
    const inner = new BodyEditor(ctx, bodyOf(ctx.text, data.item as MessageNode));
    const old = new Set(oldTransforms(layer));
    for (const piece of inner.body.pieces) {
      if (!old.has(piece.entry.name)) continue;
      const [items] = itemsOf(ctx, piece, data.value as Message, { lead: false });
      inner.replace(piece, []);
      lines.set(piece.entry.name, itemLine(ctx, items[0]!, piece.entry.name));
    }
    edits.push(...inner.edits());
  } else editor.append([block(name, [])]);
  if (!transform) {
    const added = [block('transform_param', [...lines.values()])];
    if (data) editor.after(pieceOf(data), added);
    else editor.append(added);
    return edits;
  }
  const inner = new BodyEditor(ctx, bodyOf(ctx.text, transform.item as MessageNode));
  for (const piece of inner.body.pieces) {
    const overridden = lines.get(piece.entry.name);
    if (!overridden) continue;
    inner.replace(piece, [...remains(ctx, piece), overridden]);
    lines.delete(piece.entry.name);
  }
  if (lines.size > 0) inner.append([...lines.values()]);
  return [...edits, ...inner.edits()];
}
