/** Syntax tree → text: the tokens in order, with the trivia between them as it stood in the source. */
import { endOf } from './lexer.js';
import type { Token } from './token.js';
import type { EntryNode, SyntaxTree, ValueNode } from './syntax.js';

/** Print a tree. For a tree of `parse(text)` the answer is `text`, byte for byte. */
export function print(tree: SyntaxTree): string {
  const parts: string[] = [];
  let at = 0;
  const put = (token: Token | undefined): void => {
    if (!token) return;
    parts.push(tree.text.slice(at, token.startOffset), token.image);
    at = endOf(token);
  };
  const value = (node: ValueNode): void => {
    if (node.kind === 'scalar') {
      put(node.minus);
      node.tokens.forEach(put);
      return;
    }
    put(node.open);
    if (node.kind === 'message') entries(node.entries);
    else
      [...node.items, ...node.commas.map((c) => ({ kind: 'comma' as const, start: c.startOffset, comma: c }))]
        .sort((a, b) => a.start - b.start)
        .forEach((x) => (x.kind === 'comma' ? put(x.comma) : value(x)));
    put(node.close);
  };
  const entries = (list: EntryNode[]): void => {
    for (const entry of list) {
      if (entry.kind === 'junk') {
        entry.tokens.forEach(put);
        continue;
      }
      entry.nameTokens.forEach(put);
      put(entry.colon);
      if (entry.value) value(entry.value);
      put(entry.separator);
    }
  };
  entries(tree.document.entries);
  parts.push(tree.text.slice(at));
  return parts.join('');
}
