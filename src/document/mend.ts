/** A likely mend of a refused net, told in fields of its message; the edits follow from the text. */
import type { SyntaxTree } from '../../grammar/syntax.js';
import type { Edit } from '../text/edit.js';
import { appendField, removeField, replace } from './edit-verbs.js';
import type { Message, Range, Value } from './message.js';

export interface Mend {
  title: string;
  /** Nothing else can be meant. */
  sure: boolean;
  replace?: readonly { range: Range; text: string }[];
  remove?: readonly Value[];
  /** Text of one field, such as `include { phase: TRAIN }`, to be put last in a message. */
  append?: readonly { to: Message; field: string }[];
}

/** The edits of a mend; undefined where the text has no place for one of them (a value inside of a list). */
export function mendEdits(tree: SyntaxTree, mend: Mend): Edit[] | undefined {
  const { remove = [], append = [] } = mend;
  if (remove.some((value) => value.node.value?.kind === 'list')) return undefined;
  const removals = joined(remove.map((value) => removeField(tree, value.node)));
  const appended: Edit[] = [];
  for (const { to, field } of append) {
    if (!to.node) return undefined;
    appended.push(appendField(tree, to.node, field));
  }
  return [...(mend.replace ?? []).map((r) => replace(r.range, r.text)), ...removals, ...appended];
}

/** Removals of neighbours may both claim the space between them. */
function joined(edits: readonly Edit[]): Edit[] {
  const out: Edit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last && edit.start <= last.end) out[out.length - 1] = { ...last, end: Math.max(last.end, edit.end) };
    else out.push(edit);
  }
  return out;
}
