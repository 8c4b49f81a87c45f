/** Written values on their way to another place: under a new name, with the comments around them. */
import { endOf } from '../../../../grammar/lexer.js';
import type { Token } from '../../../../grammar/token.js';
import type { FieldNode } from '../../../../grammar/syntax.js';
import type { Edit } from '../../../text/edit.js';
import { lineIndent, lineStart } from '../../../text/indent.js';
import type { Message, Value } from '../../message.js';
import { fitted } from '../build.js';
import { blankAbove, commentsIn, commentText, commentTexts, moved } from './body.js';
import type { Context, Piece } from './body.js';
import type { Line } from './lines.js';
import { onlyComments } from './lines.js';

/** One value that can be written elsewhere. */
export interface Item {
  value: Value;
  lead: string[];
  /** The comment behind it, with the white space between. */
  trail?: string;
  blank: boolean;
}

/** Which of a field's comments stay where they are, because the field's place is taken over. */
export interface Taken {
  lead: boolean;
}

/** The values of a field with the comments that belong to each; comments of an empty list are left over. */
export function itemsOf(ctx: Context, piece: Piece, message: Message, taken: Taken): [Item[], string[]] {
  const { entry } = piece;
  const lead = taken.lead ? [] : commentTexts(ctx, piece.start, entry.start);
  const blank = blankAbove(ctx, piece);
  const values = message.all(entry.name).filter((v) => v.node === entry);
  const list = entry.value?.kind === 'list' ? entry.value : undefined;
  if (!list || values.length === 0) {
    const from = list ? entry.start : (entry.value?.end ?? entry.end);
    const comments = commentsIn(ctx, from, piece.end);
    const last = comments.pop();
    lead.push(...comments.map(commentText));
    const value = values[0];
    if (!value) return [[], last ? [...lead, commentText(last)] : lead];
    const item: Item = { value, lead, blank };
    if (last) item.trail = gapBefore(ctx, last) + commentText(last);
    return [[item], []];
  }
  const items = listItems(ctx, entry, values, piece.end);
  items[0]!.lead.unshift(...lead);
  items[0]!.blank = blank;
  return [items, []];
}

/** A comment belongs to the item that it stands behind, on the same line; otherwise to the next one. */
function listItems(ctx: Context, entry: FieldNode, values: Value[], end: number): Item[] {
  const items = values.map((value): Item => ({ value, lead: [], blank: false }));
  for (const comment of commentsIn(ctx, entry.start, end)) {
    const at = comment.startOffset;
    if (values.some((v) => v.item.start < at && at < v.item.end)) continue;
    const next = values.findIndex((v) => v.item.end > at);
    const before = items[(next < 0 ? items.length : next) - 1];
    const sameLine = before && !ctx.text.slice(before.value.item.end, at).includes('\n');
    const owner = (sameLine && before.trail === undefined) || next < 0 ? before! : items[next]!;
    if (owner !== before) owner.lead.push(commentText(comment));
    else if (owner.trail === undefined) owner.trail = gapBefore(ctx, comment) + commentText(comment);
    else owner.lead.push(commentText(comment));
  }
  return items;
}

/** The white space before a comment on the same line; two spaces where it stood close or elsewhere. */
function gapBefore(ctx: Context, comment: Token): string {
  const at = comment.startOffset;
  return /\S([ \t]+)$/.exec(ctx.text.slice(lineStart(ctx.text, at), at))?.[1] ?? '  ';
}

/**
 * A value under a new name, spelled as the author spelled it; `target` is the field it becomes, which
 * decides how a negative number is written, and `value` replaces the value itself.
 */
export function itemLine(ctx: Context, item: Item, name: string, value?: string): Line {
  const { node, item: written } = item.value;
  const from = lineIndent(ctx.text, node.start);
  const out: Line = { lead: item.lead, blank: item.blank };
  if (item.trail !== undefined) out.trail = item.trail;
  const nameEnd = endOf(node.nameTokens.at(-1)!);
  if (value !== undefined) {
    out.lead = [...item.lead, ...commentTexts(ctx, nameEnd, written.end)];
    out.text = () => `${name}: ${value}`;
  } else if (node.value?.kind === 'list') {
    const text = moved(ctx, written, written.start, written.end, from);
    out.text = (indent) =>
      written.kind === 'message' ? `${name} ${text(indent)}` : `${name}: ${text(indent)}`;
  } else {
    const text = moved(ctx, node, nameEnd, written.end, from);
    out.text = (indent) => name + text(indent);
  }
  return out;
}

/** All comments of a value that is not written anywhere. */
export function commentsOfItem(ctx: Context, item: Item): string[] {
  const { node, item: written } = item.value;
  const start = node.value?.kind === 'list' ? written.start : node.start;
  return [
    ...item.lead,
    ...commentTexts(ctx, start, written.end),
    ...(item.trail === undefined ? [] : [item.trail.trimStart()]),
  ];
}

/** The text of a value in its new field, where it cannot stay as the author spelled it. */
export function respelled(item: Item, home: Message | undefined, name: string): string | undefined {
  const field = home?.type.fields.get(name);
  const { value } = item.value;
  if (!field || typeof value !== 'number') return undefined;
  const fits = fitted(field, value);
  return fits === value ? undefined : String(fits);
}

/** What is left of a field that is removed: its comments, in its place. `but` have gone elsewhere. */
export function remains(ctx: Context, piece: Piece, but: ReadonlySet<number> = new Set()): Line[] {
  const { entry } = piece;
  const lead = ctx.text.slice(piece.start, entry.start);
  const inLead = commentsIn(ctx, piece.start, entry.start);
  const rest = commentsIn(ctx, entry.start, piece.end).filter((c) => !but.has(c.startOffset));
  const lines: Line[] = [];
  if (piece.startsLine && inLead.length > 0) {
    const end = ctx.text.indexOf('\n', endOf(inLead.at(-1)!) - 1) + 1;
    lines.push({ rawLead: lead.slice(0, end - piece.start), lead: [] });
  } else if (inLead.length > 0) lines.push({ lead: inLead.map(commentText) });
  return [...lines, ...onlyComments(rest.map(commentText))];
}

/** Replace a written value; a comment between its parts is put behind it. */
export function replaceItem(ctx: Context, item: Value['item'], text: string): Edit {
  const comments = commentTexts(ctx, item.start, item.end);
  const { eol } = ctx.style;
  const behind = comments.length > 0 ? ` ${comments.join(eol)}${eol}` : '';
  return { start: item.start, end: item.end, text: text + behind };
}

/** A string of the new format in the file's own quotes, or in those of the value it replaces. */
export function quoted(ctx: Context, text: string, like?: Value): string {
  const first = like?.item.kind === 'scalar' ? like.item.tokens[0]?.image[0] : undefined;
  const quote = first === '"' || first === "'" ? first : ctx.style.quote;
  return quote + text + quote;
}

/** A scalar as the author spelled it, without comments. */
export function spelled(value: Value): string {
  const { item } = value;
  if (item.kind !== 'scalar') return '';
  return (item.minus ? '-' : '') + item.tokens.map((token) => token.image).join(' ');
}
