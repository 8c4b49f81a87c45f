/** Text to be: fields and blocks with the comments that go along, laid out over lines or on one. */
import type { TextStyle } from '../../../text/indent.js';

export interface Line {
  /** Whole lines as they stood above a field that keeps its place; they replace `lead`. */
  rawLead?: string;
  /** Comments above. */
  lead: string[];
  /** A blank line stood above. */
  blank?: boolean;
  /** The field, or a block's name; absent where only comments are left. Later lines begin at `indent`. */
  text?: (indent: string) => string;
  /** The fields of a block. */
  children?: Line[];
  /** The comment behind, with the white space between. */
  trail?: string;
}

/** A line of fixed text. */
export const line = (text: string): Line => ({ lead: [], text: () => text });

/** A block `name { … }`. */
export const block = (name: string, children: Line[]): Line => ({ lead: [], text: () => name, children });

/** Comments that no field goes along with. */
export const onlyComments = (comments: string[]): Line[] => (comments.length > 0 ? [{ lead: comments }] : []);

/** Each line on its own, every one ended by a line break. */
export function render(lines: readonly Line[], indent: string, style: TextStyle): string {
  let out = '';
  lines.forEach((l, i) => {
    if (l.rawLead !== undefined) out += l.rawLead;
    else if (l.blank && i > 0) out += style.eol;
    for (const comment of l.lead) out += indent + comment + style.eol;
    if (!l.text) return;
    const behind = l.trail ?? '';
    if (!l.children) out += indent + l.text(indent) + behind + style.eol;
    else if (l.children.length === 0) out += `${indent}${l.text(indent)} { }${behind}${style.eol}`;
    else
      out +=
        `${indent}${l.text(indent)} {${behind}${style.eol}` +
        render(l.children, indent + style.unit, style) +
        `${indent}}${style.eol}`;
  });
  return out;
}

/** All on one line. Only for lines without comments. */
export function inline(lines: readonly Line[], indent: string): string {
  const parts: string[] = [];
  for (const l of lines) {
    if (!l.text) continue;
    if (!l.children) parts.push(l.text(indent));
    else
      parts.push(
        l.children.length > 0 ? `${l.text('')} { ${inline(l.children, indent)} }` : `${l.text('')} { }`,
      );
  }
  return parts.join(' ');
}

/** Some comment has to be written, so that one line does not do. */
export function hasComments(lines: readonly Line[]): boolean {
  return lines.some(
    (l) =>
      l.lead.length > 0 || l.trail !== undefined || (l.children !== undefined && hasComments(l.children)),
  );
}
