/** Write a fixed file so that a kill at any moment leaves the old file or the new one. */
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The file is not what it was when it was read. */
export class FileChanged extends Error {}

/**
 * Replace a file's bytes: a temporary file beside it, flushed, given the same mode, renamed over it.
 * Symbolic links are followed, so that the link stays. Nothing is written when the bytes are equal.
 * @throws FileChanged when the file's bytes are not `before` any more; file system errors as they are.
 */
export function replaceFile(path: string, before: Uint8Array, after: Uint8Array): boolean {
  if (Buffer.compare(before, after) === 0) return false;
  const target = realpathSync(path);
  const temporary = join(dirname(target), `.${basename(target)}.caffe-lint-${process.pid}`);
  const { mode } = statSync(target);
  let file: number | undefined;
  try {
    file = openSync(temporary, 'wx', mode);
    for (let done = 0; done < after.length;) done += writeSync(file, after, done);
    fsyncSync(file);
    closeSync(file);
    file = undefined;
    chmodSync(temporary, mode & 0o7777);
    if (!readFileSync(target).equals(before)) throw new FileChanged('it changed while it was being fixed');
    renameSync(temporary, target);
    return true;
  } catch (error) {
    if (file !== undefined) closeSync(file);
    try {
      unlinkSync(temporary);
    } catch {
      // It was never made.
    }
    throw error;
  }
}
