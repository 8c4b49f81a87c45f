/** How a file is written: its step of indentation, its line ends, its quotes. */
import { EscapedString, StringToken } from '../../grammar/lexer.js';
import type { EntryNode, ScalarNode, SyntaxTree, ValueNode } from '../../grammar/syntax.js';

export interface TextStyle {
  /** One step of indentation. */
  unit: string;
  eol: '\n' | '\r\n';
  quote: '"' | "'";
  /** Messages are written `name: { … }`. */
  colon: boolean;
  /** Messages are written `name < … >`. */
  angle: boolean;
}

/** Offset of the first character of the line that an offset lies in. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The white space that the line of an offset begins with. */
export function lineIndent(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))![0];
}

const sniffed = new WeakMap<SyntaxTree, TextStyle>();

/** The habits of a file, by majority; two spaces, LF and double quotes where it shows none. */
export function sniffStyle(tree: SyntaxTree): TextStyle {
  let style = sniffed.get(tree);
  if (!style) sniffed.set(tree, (style = sniff(tree)));
  return style;
}

function sniff(tree: SyntaxTree): TextStyle {
  const { text } = tree;
  const units = new Map<string, number>();
  let double = 0;
  let single = 0;
  let [messages, colons, angles] = [0, 0, 0];
  const scalar = (node: ScalarNode): void => {
    for (const token of node.tokens) {
      if (token.tokenType !== StringToken && token.tokenType !== EscapedString) continue;
      if (token.image.startsWith('"')) double++;
      else single++;
    }
  };
  const value = (node: ValueNode): void => {
    if (node.kind === 'scalar') scalar(node);
    else if (node.kind === 'list') node.items.forEach(value);
    else {
      const unit = stepOf(text, node.start, node.entries[0]);
      if (unit) units.set(unit, (units.get(unit) ?? 0) + 1);
      entries(node.entries);
    }
  };
  const entries = (list: EntryNode[]): void => {
    for (const entry of list) {
      if (entry.kind !== 'field' || !entry.value) continue;
      if (entry.value.kind === 'message') {
        messages++;
        if (entry.colon) colons++;
        if (entry.value.open.image === '<') angles++;
      }
      value(entry.value);
    }
  };
  entries(tree.document.entries);
  let unit = '  ';
  let most = 0;
  for (const [candidate, count] of units) if (count > most) [unit, most] = [candidate, count];
  const crlf = text.match(/\r\n/g)?.length ?? 0;
  const breaks = text.match(/\n/g)?.length ?? 0;
  return {
    unit,
    eol: crlf * 2 > breaks ? '\r\n' : '\n',
    quote: single > double ? "'" : '"',
    colon: colons * 2 > messages,
    angle: angles * 2 > messages,
  };
}

/** What the first entry of a message is indented by, when it stands on a line of its own. */
function stepOf(text: string, open: number, first: EntryNode | undefined): string | undefined {
  if (!first || !text.slice(open, first.start).includes('\n')) return undefined;
  const outer = lineIndent(text, open);
  const inner = lineIndent(text, first.start);
  return inner.length > outer.length && inner.startsWith(outer) ? inner.slice(outer.length) : undefined;
}
