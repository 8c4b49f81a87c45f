/** Sentences into lines. */

/**
 * Break a sentence into lines of at most `width` characters; a longer word has a line of its own. No
 * line but the first begins with `::`, which a CI runner would take for a command.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width && !word.startsWith('::')) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines;
}

/** The columns to fill: a terminal's, within what reads well; 100 where there is none. */
export const usableWidth = (width: number | undefined): number =>
  width === undefined ? 100 : Math.max(50, Math.min(width, 120));
