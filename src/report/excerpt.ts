/** Lines of a file with marks under a part of them, in columns of the terminal. */
import { printable } from './safe-text.js';

interface Cell {
  shown: string;
  /** Columns it takes. */
  width: number;
}

const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]/u;
const TAB = 4;

/** One cell per code unit, for that is what offsets count. */
function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  for (const character of line) {
    const at = cells.length;
    const shown =
      character === '\t'
        ? ' '.repeat(TAB - (column % TAB))
        : // See `printable`: the three together are a command to GitHub's runner.
          line.startsWith('##[', at - 1)
          ? '\\u0023'
          : printable(character);
    const width = /^[\p{Mn}\p{Me}\u200C\u200D]$/u.test(shown) ? 0 : WIDE.test(shown) ? 2 : shown.length;
    cells.push({ shown, width });
    if (character.length === 2) cells.push({ shown: '', width: 0 });
    column += width;
  }
  return cells;
}

const widthOf = (cells: readonly Cell[]): number => cells.reduce((sum, c) => sum + c.width, 0);

export interface Marked {
  /** The line, or as much of it as has room. */
  text: string;
  /** Blanks before the marks. */
  before: number;
  /** How many marks; at least one. */
  marks: number;
}

/**
 * A line as the terminal shows it and where the marks go.
 * @param from Offset in the line where the marked part starts.
 * @param to Offset behind its last character; cut off at the line's end.
 * @param room Columns; of a longer line the marked part and what stands before it is shown.
 */
export function markedLine(line: string, from: number, to: number, room: number): Marked {
  // A file may be one line of a megabyte: nothing beyond the room on both sides is looked at.
  const skipped = Math.max(0, from - 2 * room);
  const cells = cellsOf(line.slice(skipped, from + 2 * room));
  const start = Math.min(from - skipped, cells.length);
  const end = Math.max(start, Math.min(to - skipped, cells.length));
  let first = 0;
  if (skipped > 0 || widthOf(cells) > room) {
    // A third of the room is for what stands before the marked part.
    for (let before = widthOf(cells.slice(0, start)); before > room / 3; first++)
      before -= cells[first]!.width;
  }
  const head = skipped + first > 0 ? '…' : '';
  let last = first;
  let used = head.length;
  while (last < cells.length && used + cells[last]!.width < room) used += cells[last++]!.width;
  const cut = skipped + last < line.length;
  return {
    text: `${head}${cells
      .slice(first, last)
      .map((c) => c.shown)
      .join('')}${cut ? '…' : ''}`,
    before: head.length + widthOf(cells.slice(first, start)),
    marks: Math.max(1, widthOf(cells.slice(start, Math.min(end, Math.max(last, start))))),
  };
}
