/** Files that need not fit in memory: opened, read by pieces, and what came of them kept. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { ByteSource } from '../weights/wire.js';
import { realPath, reasonOf, shownPath } from './files.js';

/**
 * A reader of one format that remembers its answers by real path, size and time of change: an editor's
 * process asks again and again.
 * @param decode Reads an open file; `path` as messages name it.
 * @param isReason Errors of `decode` whose message says, for the user, why the file cannot be read.
 * @param most Bytes beyond which a file is not read.
 * @returns What the file holds; or why it cannot be read, in one sentence.
 */
export function bigFileReader<T extends object>(
  decode: (path: string, source: ByteSource) => T,
  isReason: (error: unknown) => error is Error,
  most = Infinity,
): (path: string) => T | string {
  const known = new Map<string, T | string>();
  const attempt = (path: string, source: ByteSource): T | string => {
    try {
      return decode(shownPath(path), source);
    } catch (error) {
      if (isReason(error)) return error.message;
      throw error;
    }
  };
  return (path) => {
    let file: number | undefined;
    try {
      // Opening a pipe would wait for somebody to write to it.
      const stat = statSync(path);
      if (!stat.isFile()) return 'not a file';
      const { size } = stat;
      if (size > most) return `larger than ${Math.floor(most / 2 ** 20)} MiB`;
      const key = `${realPath(path)}\0${size}\0${stat.mtimeMs}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const open = openSync(path, 'r');
      file = open;
      const read: ByteSource['read'] = (at, into) =>
        readSync(open, into, 0, Math.min(into.length, Math.max(0, size - at)), at);
      const answer = attempt(path, { size, read });
      known.set(key, answer);
      return answer;
    } catch (error) {
      return reasonOf(error);
    } finally {
      if (file !== undefined) closeSync(file);
    }
  };
}
