/** A file's text with its byte encoding kept, and offsets turned into lines and columns. */

export interface Position {
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 code units, as editors count. */
  column: number;
}

/**
 * Bytes that are not valid UTF-8 are read as Latin-1, character for byte, so that an edited file
 * keeps every byte that no edit touched.
 */
export class SourceText {
  private lineStarts: number[] | undefined;

  constructor(
    readonly path: string,
    readonly text: string,
    readonly encoding: 'utf8' | 'latin1' = 'utf8',
  ) {}

  /** Decode a file's bytes. A byte order mark stays in the text as its first character. */
  static decode(path: string, bytes: Uint8Array): SourceText {
    try {
      return new SourceText(path, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      return new SourceText(path, latin1(bytes), 'latin1');
    }
  }

  /** The bytes of an edited text, in this file's encoding. */
  encode(text: string): Uint8Array {
    if (this.encoding === 'utf8') return new TextEncoder().encode(text);
    return Uint8Array.from(text, (c) => c.charCodeAt(0));
  }

  /** Line and column of an offset. */
  position(offset: number): Position {
    const starts = (this.lineStarts ??= lineStartsOf(this.text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  }

  /** The text of a line (from 1), without its line break. */
  line(number: number): string {
    const starts = (this.lineStarts ??= lineStartsOf(this.text));
    const start = starts[number - 1];
    if (start === undefined) return '';
    return this.text.slice(start, starts[number] ?? this.text.length).replace(/\r?\n$/, '');
  }
}

/** A character for each byte. TextDecoder's "latin1" is another encoding, windows-1252. */
function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
