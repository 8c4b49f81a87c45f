/** Bytes of any length → lines, in bounded memory. */

/** A log line that says something is far shorter; what is longer is cut, so that a file without line breaks cannot fill memory. */
export const MAX_LINE = 16_384;

/**
 * Split a stream into lines. Carriage returns end a line too (progress bars, Windows files). UTF-16
 * with a byte order mark, which PowerShell's `>` writes, is read as such; anything else as UTF-8
 * with replacement characters, never an error. A longer line keeps its first `maxLength` characters.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
  maxLength = MAX_LINE,
): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  const splitter = new LineSplitter(maxLength);
  for await (const chunk of chunks) {
    if (typeof chunk === 'string') {
      yield* splitter.push(chunk);
      continue;
    }
    if (chunk.length === 0) continue;
    decoder ??= new TextDecoder(encodingOf(chunk));
    yield* splitter.push(decoder.decode(chunk, { stream: true }));
  }
  if (decoder) yield* splitter.push(decoder.decode());
  yield* splitter.finish();
}

function encodingOf(first: Uint8Array): string {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** Pieces of text → whole lines; the last one waits until its end is there. */
export class LineSplitter {
  private rest = '';

  constructor(private readonly maxLength = MAX_LINE) {}

  /** The lines that this piece completes. */
  push(text: string): string[] {
    const parts = text.split(/\r\n|\n|\r/);
    const lines: string[] = [];
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      const room = this.maxLength - this.rest.length;
      if (room > 0) this.rest += part.length > room ? part.slice(0, room) : part;
      if (i === parts.length - 1) break;
      // A "\r\n" cut in two by the chunking gives one empty line more, which says nothing.
      lines.push(this.rest);
      this.rest = '';
    }
    return lines;
  }

  /** What is left when the stream has ended: a line without a line break, or nothing. */
  finish(): string[] {
    const last = this.rest;
    this.rest = '';
    return last === '' ? [] : [last];
  }
}
