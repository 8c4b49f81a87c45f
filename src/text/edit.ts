/** Replacements in a text, by offset. */

export interface Edit {
  /** Offset of the first character replaced. */
  start: number;
  /** Offset behind the last; equal to `start` for an insertion. */
  end: number;
  text: string;
}

/**
 * The text with all edits applied; edits may come in any order but must not overlap.
 * Insertions at the same place are applied in the order given.
 * @throws Error when two edits overlap.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.order - b.order);
  const parts: string[] = [];
  let at = 0;
  for (const { edit } of sorted) {
    if (edit.start < at || edit.end < edit.start) throw new Error(`edits overlap at ${edit.start}`);
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
