/** Write a file so that a kill at any moment leaves the old one or the new one. */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
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
  const { mode } = statSync(target);
  renamed(target, after, mode, () => {
    if (!readFileSync(target).equals(before)) throw new FileChanged('it changed while it was being fixed');
  });
  return true;
}

/**
 * Write a file of our own whole or not at all; what is no regular file (a pipe, /dev/null) is written to.
 * @throws file system errors as they are.
 */
export function writeWhole(path: string, bytes: Uint8Array): void {
  const before = existsSync(path) ? statSync(path) : undefined;
  if (before && !before.isFile()) writeFileSync(path, bytes);
  else renamed(before ? realpathSync(path) : path, bytes, before?.mode);
}

/** A temporary file beside the target, flushed, renamed over it; nothing is left of it when that fails. */
function renamed(target: string, bytes: Uint8Array, mode: number | undefined, check?: () => void): void {
  const temporary = join(dirname(target), `.${basename(target)}.caffe-lint-${process.pid}`);
  let file: number | undefined;
  try {
    file = openSync(temporary, 'wx', mode);
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    fsyncSync(file);
    closeSync(file);
    file = undefined;
    if (mode !== undefined) chmodSync(temporary, mode & 0o7777);
    check?.();
    renameSync(temporary, target);
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
