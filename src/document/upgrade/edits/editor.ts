/** Collects what happens to the fields of one body and turns it into edits that do not overlap. */
import type { Edit } from '../../../text/edit.js';
import { lineIndent } from '../../../text/indent.js';
import type { Body, Context, Piece } from './body.js';
import { hasComments, inline, render } from './lines.js';
import type { Line } from './lines.js';

export class BodyEditor {
  private readonly replaced = new Map<Piece, Line[]>();
  private readonly added = new Map<Piece, Line[]>();
  private readonly prefixed = new Map<Piece, Line[]>();
  private readonly appended: Line[] = [];

  constructor(
    private readonly ctx: Context,
    readonly body: Body,
  ) {}

  /** Put lines in the place of a field and of all comments around it. */
  replace(piece: Piece, lines: Line[]): void {
    this.replaced.set(piece, lines);
  }

  isReplaced(piece: Piece): boolean {
    return this.replaced.has(piece);
  }

  /** Put lines before a field; with its comments above it, where a blank line sets them apart. */
  before(piece: Piece, lines: Line[]): void {
    this.prefixed.set(piece, [...(this.prefixed.get(piece) ?? []), ...lines]);
  }

  /** Put lines behind a field. */
  after(piece: Piece, lines: Line[]): void {
    this.added.set(piece, [...(this.added.get(piece) ?? []), ...lines]);
  }

  /** Put lines at the end of the body. */
  append(lines: Line[]): void {
    const last = this.body.pieces.at(-1);
    if (last) this.after(last, lines);
    else this.appended.push(...lines);
  }

  /** The field's lines above it as they stand, for a line that takes its place. */
  leadOf(piece: Piece): string | undefined {
    if (!piece.startsLine) return undefined;
    const lead = this.ctx.text.slice(piece.start, piece.entry.start);
    return lead.slice(0, lead.lastIndexOf('\n') + 1);
  }

  edits(): Edit[] {
    const out: Edit[] = [];
    const { pieces } = this.body;
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i]!;
      if (!this.replaced.has(piece)) {
        const before = this.prefixed.get(piece);
        const after = this.added.get(piece);
        if (before) out.push(this.insertBefore(piece, before));
        if (after) out.push(this.insertAfter(piece, after));
        continue;
      }
      let last = i;
      while (last + 1 < pieces.length && this.replaced.has(pieces[last + 1]!)) last++;
      out.push(this.run(i, last));
      i = last;
    }
    if (this.appended.length > 0) out.push(this.fillEmpty());
    return out;
  }

  /** Indentation of a field that begins its line, or that a new line after its line would have. */
  private indentAt(piece: Piece): string {
    const { text, style } = this.ctx;
    const own = lineIndent(text, piece.entry.start);
    return piece.startsLine || this.body.node.kind === 'document' ? own : own + style.unit;
  }

  /** Neighbouring fields that are all replaced. */
  private run(from: number, to: number): Edit {
    const { text, style } = this.ctx;
    const pieces = this.body.pieces.slice(from, to + 1);
    const first = pieces[0]!;
    const last = pieces.at(-1)!;
    const lines = pieces.flatMap((p) => [
      ...(this.prefixed.get(p) ?? []),
      ...this.replaced.get(p)!,
      ...(this.added.get(p) ?? []),
    ]);
    const whole = first.startsLine && last.endsLine;
    const next = this.body.pieces[to + 1]?.entry.start ?? this.body.end;
    const indent = this.indentAt(first);
    if (lines.length === 0) {
      if (whole) return { start: first.start, end: last.end, text: '' };
      if (first.startsLine)
        return { start: first.start, end: next, text: lineIndent(text, first.entry.start) };
      return { start: first.start, end: last.end, text: last.endsLine ? style.eol : '' };
    }
    const raw = lines.some((l, i) => i > 0 && l.rawLead?.includes('#'));
    const spread = text.slice(first.entry.start, last.entry.end).includes('\n');
    if (!whole && !spread && !raw && !hasComments(lines)) {
      const before = first.startsLine ? (lines[0]!.rawLead ?? '') + indent : first.start === 0 ? '' : ' ';
      const behind = last.endsLine ? text.slice(last.entry.end, last.end) : '';
      return { start: first.start, end: last.end, text: before + inline(lines, indent) + behind };
    }
    let out = (first.startsLine ? '' : style.eol) + render(lines, indent, style);
    if (!last.endsLine) {
      const follows = this.body.pieces[to + 1] !== undefined;
      out += follows ? indent : lineIndent(text, this.body.node.start);
    } else if (!text.slice(last.entry.end, last.end).includes('\n')) out = out.slice(0, -style.eol.length);
    return { start: first.start, end: last.endsLine ? last.end : next, text: out };
  }

  private insertBefore(piece: Piece, lines: Line[]): Edit {
    const { style } = this.ctx;
    const indent = this.indentAt(piece);
    if (piece.startsLine) {
      const lead = this.leadOf(piece)!;
      const blank = [...lead.matchAll(/^[ \t\r\f\v]*\n/gm)].at(-1);
      const at = piece.start + (blank ? blank.index + blank[0].length : 0);
      return { start: at, end: at, text: render(lines, indent, style) };
    }
    const at = piece.entry.start;
    if (!hasComments(lines)) return { start: at, end: at, text: `${inline(lines, indent)} ` };
    return { start: at, end: at, text: style.eol + render(lines, indent, style) + indent };
  }

  private insertAfter(piece: Piece, lines: Line[]): Edit {
    const { text, style } = this.ctx;
    const indent = this.indentAt(piece);
    const at = piece.end;
    if (piece.endsLine) {
      const out = render(lines, indent, style);
      if (text[at - 1] === '\n') return { start: at, end: at, text: out };
      return { start: at, end: at, text: style.eol + out.slice(0, -style.eol.length) };
    }
    if (!hasComments(lines)) return { start: at, end: at, text: ` ${inline(lines, indent)}` };
    return { start: at, end: at, text: style.eol + render(lines, indent, style) + indent };
  }

  /** The body of `{ }`. */
  private fillEmpty(): Edit {
    const { text, style } = this.ctx;
    const { node, end } = this.body;
    const open = node.start + (node.kind === 'message' ? 1 : 0);
    const outer = lineIndent(text, node.start);
    const breakAt = text.slice(open, end).lastIndexOf('\n');
    if (breakAt >= 0) {
      const at = open + breakAt + 1;
      return { start: at, end: at, text: render(this.appended, outer + style.unit, style) };
    }
    const out = hasComments(this.appended)
      ? style.eol + render(this.appended, outer + style.unit, style) + outer
      : ` ${inline(this.appended, outer)} `;
    return { start: open, end, text: out };
  }
}
