/** The inside of a message (or a whole file) cut into one piece per field, with what stands around it. */
import { endOf } from '../../../../grammar/lexer.js';
import type { Token } from '../../../../grammar/token.js';
import { fieldsOf } from '../../../../grammar/syntax.js';
import type {
  DocumentNode,
  FieldNode,
  MessageNode,
  SyntaxTree,
  ValueNode,
} from '../../../../grammar/syntax.js';
import type { TextStyle } from '../../../text/indent.js';

/** What all edits of one file share. */
export interface Context {
  tree: SyntaxTree;
  text: string;
  style: TextStyle;
}

/** A field with the comments above it and, where it is the last of its line, the rest of the line. */
export interface Piece {
  entry: FieldNode;
  start: number;
  end: number;
  startsLine: boolean;
  endsLine: boolean;
}

export interface Body {
  node: MessageNode | DocumentNode;
  /** Behind the opening brace and, where nothing follows on its line, behind that line. */
  start: number;
  /** Where the closing brace stands, or the end of the file. */
  end: number;
  pieces: Piece[];
}

const restOfLine = /[ \t\r\f\v]*(?:#[^\n]*)?(?:\n|$)/y;

/** Offset behind the line break, when nothing but white space and a comment stands before it. */
function endOfLine(text: string, from: number): number | undefined {
  restOfLine.lastIndex = from;
  return restOfLine.test(text) ? restOfLine.lastIndex : undefined;
}

/** Cut a message into pieces. */
export function bodyOf(text: string, node: MessageNode | DocumentNode): Body {
  const inner = node.kind === 'message';
  const open = inner ? endOf(node.open) : 0;
  const head = inner ? endOfLine(text, open) : 0;
  const start = head ?? open;
  const end = inner ? (node.close?.startOffset ?? node.end) : text.length;
  const pieces: Piece[] = [];
  let at = start;
  let startsLine = head !== undefined;
  for (const entry of fieldsOf(node)) {
    const lineEnd = endOfLine(text, entry.end);
    const piece = {
      entry,
      start: at,
      end: lineEnd ?? entry.end,
      startsLine,
      endsLine: lineEnd !== undefined,
    };
    pieces.push(piece);
    at = piece.end;
    startsLine = piece.endsLine;
  }
  return { node, start, end, pieces };
}

/** The comments that begin in a range. */
export function commentsIn(ctx: Context, start: number, end: number): Token[] {
  const all = ctx.tree.comments;
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle]!.startOffset < start) low = middle + 1;
    else high = middle;
  }
  const out: Token[] = [];
  for (let i = low; i < all.length && all[i]!.startOffset < end; i++) out.push(all[i]!);
  return out;
}

/** A comment as it is written on a line of its own. */
export const commentText = (comment: Token): string => comment.image.trimEnd();

/** The texts of the comments that begin in a range. */
export const commentTexts = (ctx: Context, start: number, end: number): string[] =>
  commentsIn(ctx, start, end).map(commentText);

/** A blank line stands above the field, or above the comments that belong to it. */
export const blankAbove = (ctx: Context, piece: Piece): boolean =>
  piece.startsLine && /^[ \t\r\f\v]*\n/m.test(ctx.text.slice(piece.start, piece.entry.start));

/**
 * A part of the text that moves to another indentation. Lines inside a string are left alone; so are
 * lines that were not indented like the first.
 */
export function moved(ctx: Context, node: FieldNode | ValueNode, start: number, end: number, from: string) {
  const strings = multilineStrings(node);
  return (indent: string): string => {
    let out = '';
    let at = start;
    for (let nl = ctx.text.indexOf('\n', at); nl >= 0 && nl < end; nl = ctx.text.indexOf('\n', nl + 1)) {
      if (strings.some((s) => s.startOffset < nl && nl < endOf(s))) continue;
      if (!ctx.text.startsWith(from, nl + 1)) continue;
      out += ctx.text.slice(at, nl + 1) + indent;
      at = nl + 1 + from.length;
    }
    return out + ctx.text.slice(Math.min(at, end), end);
  };
}

function multilineStrings(node: FieldNode | ValueNode): Token[] {
  if (node.kind === 'field') return node.value ? multilineStrings(node.value) : [];
  if (node.kind === 'scalar') return node.tokens.filter((t) => t.image.includes('\n'));
  const inner = node.kind === 'list' ? node.items : fieldsOf(node);
  return inner.flatMap(multilineStrings);
}
