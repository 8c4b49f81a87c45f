/** Comments of the form `# caffe-lint-disable-next-line rule, rule -- reason`, and what they cover. */
import type { Token } from '../../grammar/token.js';
import { fieldsOf } from '../../grammar/syntax.js';
import type { DocumentNode, FieldNode, MessageNode, SyntaxTree } from '../../grammar/syntax.js';
import { nearest } from '../schema/suggest.js';
import { lineStart } from '../text/indent.js';

const KINDS = ['disable', 'enable', 'disable-line', 'disable-next-line', 'disable-layer'] as const;
export type Kind = (typeof KINDS)[number];

export interface Directive {
  kind: Kind;
  /** The comment without a carriage return at its end. */
  start: number;
  end: number;
  /** Where the list of rules stands; empty when it names none and so means all. */
  listStart: number;
  listEnd: number;
  rules: string[];
  reason: string | undefined;
  /** What it covers: findings that start in it. Undefined where there is nothing to cover. */
  from: number | undefined;
  to: number;
  /** Rules of which it silenced something; for `enable`, which it switched on again. */
  used: Set<string>;
}

/** A comment as a directive; why it is none though it looks like one; or undefined. */
export function parseDirective(
  comment: Token,
  tree: SyntaxTree,
): Directive | { misspelt: string } | undefined {
  const image = comment.image.trimEnd();
  const head = /^#+[ \t]*caffe-lint-([\w-]+)/.exec(image);
  if (!head) return undefined;
  const kind = KINDS.find((k) => k === head[1]);
  if (!kind) {
    const near = nearest(head[1]!, KINDS);
    return {
      misspelt: `"caffe-lint-${head[1]}" is no directive${near ? `; did you mean "caffe-lint-${near}"?` : ` (there are ${KINDS.map((k) => `caffe-lint-${k}`).join(', ')})`}`,
    };
  }
  const rest = image.slice(head[0].length);
  const [list = '', ...reasons] = rest.split(/(?<=^|\s)-{2,}(?=\s|$)/);
  const trimmed = list.trim();
  const start = comment.startOffset;
  const listStart = start + head[0].length + (list.length - list.trimStart().length);
  const directive: Directive = {
    kind,
    start,
    end: start + image.length,
    listStart,
    listEnd: listStart + trimmed.length,
    rules: [...new Set(trimmed.split(',').flatMap((id) => id.trim() || []))],
    reason: reasons.join('--').trim() || undefined,
    from: undefined,
    to: 0,
    used: new Set(),
  };
  place(directive, tree);
  return directive;
}

function place(directive: Directive, tree: SyntaxTree): void {
  const { text } = tree;
  const lineEnd = (at: number): number => {
    const end = text.indexOf('\n', at);
    return end < 0 ? text.length : end;
  };
  const { kind, start, end } = directive;
  if (kind === 'disable-line') [directive.from, directive.to] = [lineStart(text, start), lineEnd(start)];
  else if (kind === 'disable-next-line') {
    let at = lineEnd(start) + 1;
    // Comments may stand in between, another directive among them.
    while (at < text.length && /^[ \t]*#/.test(text.slice(at, lineEnd(at)))) at = lineEnd(at) + 1;
    if (at < text.length) [directive.from, directive.to] = [at, Math.max(at + 1, lineEnd(at))];
  } else if (kind === 'disable-layer') {
    const layer = layerAround(tree.document, start);
    if (layer) [directive.from, directive.to] = [layer.start, layer.end];
  } else {
    // With nothing but comments before it, it covers what is said of the file as a whole, too.
    const first = tree.document.entries[0]?.start ?? text.length;
    [directive.from, directive.to] = [first > end ? 0 : end, text.length + 1];
  }
}

function layerAround(node: DocumentNode | MessageNode, offset: number): FieldNode | undefined {
  const field = fieldsOf(node).find((f) => f.start <= offset && offset < f.end);
  if (!field || field.name === 'layer' || field.name === 'layers') return field;
  const values = field.value?.kind === 'list' ? field.value.items : [field.value];
  const inner = values.find(
    (v): v is MessageNode => v?.kind === 'message' && v.start <= offset && offset < v.end,
  );
  return inner && layerAround(inner, offset);
}
