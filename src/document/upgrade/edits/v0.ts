/** Edits that turn a V0 net's text into V2: nested layers dissolved, padding layers folded. */
import type { FieldNode, ListNode, MessageNode } from '../../../../grammar/syntax.js';
import type { Edit } from '../../../text/edit.js';
import type { Message } from '../../message.js';
import { planPadding } from '../padding.js';
import type { Fold, PaddingPlan } from '../padding.js';
import { destinationOfV0, typeOfV0, v0NetFields, v0OwnFields } from '../tables.js';
import { blankAbove, bodyOf, commentsIn, commentText, commentTexts } from './body.js';
import type { Context, Piece } from './body.js';
import { BodyEditor } from './editor.js';
import {
  commentsOfItem,
  itemLine,
  itemsOf,
  quoted,
  remains,
  replaceItem,
  respelled,
  spelled,
} from './items.js';
import type { Item } from './items.js';
import { block, line, onlyComments } from './lines.js';
import type { Line } from './lines.js';
import { paramLines, paramPieces } from './params.js';

/** UpgradeV0Net on the text, without the name `layers` itself. `top` edits the fields of the net. */
export function v0Edits(ctx: Context, net: Message, top: BodyEditor, upgraded: Message): Edit[] {
  const padding = planPadding(net);
  const pads = foldedPads(ctx, padding);
  const edits: Edit[] = [];
  const targets = new Map(upgraded.msgs('layer').map((l) => [l.node, l]));
  for (const layer of net.msgs('layers')) {
    if (padding.removed.has(layer)) continue;
    const target = targets.get(layer.node)!;
    edits.push(...layerEdits(ctx, layer, target, padding.folds.get(layer), pads));
  }
  const gonePerField = new Map<FieldNode, MessageNode[]>();
  for (const { node, fieldNode } of padding.removed) {
    const gone = gonePerField.get(fieldNode!);
    if (gone) gone.push(node as MessageNode);
    else gonePerField.set(fieldNode!, [node as MessageNode]);
  }
  for (const piece of top.body.pieces) {
    if (!v0NetFields.has(piece.entry.name)) top.replace(piece, remains(ctx, piece));
    if (piece.entry.name !== 'layers') continue;
    const gone = gonePerField.get(piece.entry);
    if (!gone) continue;
    const value = piece.entry.value;
    if (value?.kind === 'list' && gone.length < value.items.length)
      edits.push(...removeItems(ctx, value, new Set(gone), pads.gone));
    else top.replace(piece, remains(ctx, piece, pads.gone));
  }
  return edits;
}

/** Where the `pad` of a padding layer is taken along with its comments: by the first layer that reads it. */
interface Pads {
  items: Map<Fold, Item>;
  /** Offsets of the comments that go along. */
  gone: Set<number>;
}

function foldedPads(ctx: Context, padding: PaddingPlan): Pads {
  const pads: Pads = { items: new Map(), gone: new Set() };
  const taken = new Set<Message>();
  for (const fold of padding.folds.values()) {
    if (!fold.pad || taken.has(fold.padding)) continue;
    taken.add(fold.padding);
    const inner = fold.padding.msg('layer');
    const body = bodyOf(ctx.text, inner.node as MessageNode);
    const piece = body.pieces.find((p) => p.entry === fold.pad!.node)!;
    pads.items.set(fold, { ...itemsOf(ctx, piece, inner, { lead: false })[0][0]!, blank: false });
    for (const comment of commentsIn(ctx, piece.start, piece.end)) pads.gone.add(comment.startOffset);
  }
  return pads;
}

function layerEdits(
  ctx: Context,
  layer: Message,
  target: Message,
  fold: Fold | undefined,
  pads: Pads,
): Edit[] {
  const edits: Edit[] = [];
  const editor = new BodyEditor(ctx, bodyOf(ctx.text, layer.node as MessageNode));
  for (const piece of editor.body.pieces) {
    const { name } = piece.entry;
    if (name === 'layer') {
      const lines = nestedLines(ctx, layer, piece, target, fold, pads);
      const lead = editor.leadOf(piece);
      if (lead !== undefined && lines[0]) lines[0].rawLead = lead;
      editor.replace(piece, lines.length > 0 ? lines : remains(ctx, piece));
    } else if (name !== 'bottom' && name !== 'top') editor.replace(piece, remains(ctx, piece));
  }
  if (fold) {
    edits.push(replaceItem(ctx, layer.all('bottom')[0]!.item, spelled(fold.bottom)));
  }
  return [...edits, ...editor.edits()];
}

/** What stands in the place of `layer { … }` inside `layers { … }`. */
function nestedLines(
  ctx: Context,
  outer: Message,
  wrapper: Piece,
  target: Message,
  fold: Fold | undefined,
  pads: Pads,
): Line[] {
  const inner = outer.msg('layer');
  const body = bodyOf(ctx.text, inner.node as MessageNode);
  const type = inner.str('type');
  const params = paramPieces(body.pieces, inner);
  const out: Line[] = onlyComments(commentTexts(ctx, wrapper.entry.start, body.start));
  const groups = new Map<string, Line>();
  const into = (group: string | undefined, added: Line[], before?: string): void => {
    if (group === undefined) {
      out.push(...added);
      return;
    }
    let home = groups.get(group);
    if (!home) {
      home = block(group, []);
      if (added[0]?.blank) home.blank = true;
      groups.set(group, home);
      out.push(home);
    }
    const at = before === undefined ? -1 : home.children!.findIndex((l) => nameOf(l) === before);
    home.children!.splice(at < 0 ? home.children!.length : at, 0, ...added);
  };
  for (const piece of body.pieces) {
    const { name } = piece.entry;
    if (params.includes(piece)) {
      if (piece === params[0])
        out.push(...separated(paramLines(ctx, params, inner, false, false), ctx, piece));
      continue;
    }
    const [items, rest] = itemsOf(ctx, piece, inner, { lead: false });
    if (v0OwnFields.has(name)) {
      const value = name === 'type' ? quoted(ctx, typeOfV0(type)!, items[0]!.value) : undefined;
      out.push(...items.map((item) => itemLine(ctx, item, name, value)), ...onlyComments(rest));
      continue;
    }
    const destination = destinationOfV0(type, name);
    if (!destination) out.push(...looseComments(ctx, piece));
    else if (name === 'pad' && fold) into(destination.group, padLines(ctx, fold, pads, items[0]));
    else {
      const home = destination.group === undefined ? target : target.msg(destination.group);
      const lines = items.map((item) => {
        const spelling = respelled(item, home, destination.name);
        return itemLine(ctx, item, destination.name, spelling);
      });
      into(destination.group, lines);
    }
  }
  if (fold && !inner.has('pad')) {
    const { group } = destinationOfV0(type, 'pad')!;
    into(group, padLines(ctx, fold, pads, undefined), 'kernel_size');
  }
  const last = body.pieces.at(-1)?.end ?? body.start;
  out.push(...onlyComments(commentTexts(ctx, last, wrapper.end)));
  return out;
}

const nameOf = (l: Line): string | undefined => /^\w+/.exec(l.text?.('') ?? '')?.[0];

function separated(lines: Line[], ctx: Context, piece: Piece): Line[] {
  if (lines[0] && blankAbove(ctx, piece)) lines[0].blank = true;
  return lines;
}

const looseComments = (ctx: Context, piece: Piece): Line[] =>
  onlyComments(commentTexts(ctx, piece.start, piece.end));

/** The folded `pad`, with the comments of the layer's own one that it overrules. */
function padLines(ctx: Context, fold: Fold, pads: Pads, own: Item | undefined): Line[] {
  const item = pads.items.get(fold);
  const folded = item ? itemLine(ctx, item, 'pad') : line(`pad: ${fold.pad ? spelled(fold.pad) : 0}`);
  if (own) folded.lead = [...commentsOfItem(ctx, own), ...folded.lead];
  return [folded];
}

/** Remove some items of a list, each with a comma; their comments stay. */
function removeItems(ctx: Context, list: ListNode, gone: Set<MessageNode>, but: Set<number>): Edit[] {
  const edits: Edit[] = [];
  const { items } = list;
  let kept = false;
  items.forEach((item, i) => {
    if (!gone.has(item as MessageNode)) {
      kept = true;
      return;
    }
    const start = kept ? items[i - 1]!.end : item.start;
    const end = kept ? item.end : items[i + 1]!.start;
    const comments = commentsIn(ctx, start, end).filter((c) => !but.has(c.startOffset));
    const text = comments.map((c) => ` ${commentText(c)}${ctx.style.eol}`).join('');
    edits.push({ start, end, text });
  });
  return edits;
}
