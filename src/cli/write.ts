/** Write a file so that a kill at any moment leaves the old one or the new one. */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { nameBeside, sum16, sweep } from './leftovers.js';

/** The file is not what it was when it was read. */
export class FileChanged extends Error {}

/**
 * Replace a file's bytes: a temporary file beside it, flushed, given the same mode and owner, renamed over it.
 * Symbolic links are followed, so that the link stays. Nothing is written when the bytes are equal, and a
 * file that may not be written is not replaced, although its folder would allow it.
 * @throws FileChanged when the file's bytes are not `before` any more; file system errors as they are.
 */
export function replaceFile(path: string, before: Uint8Array, after: Uint8Array): boolean {
  if (Buffer.compare(before, after) === 0) return false;
  const target = realpathSync(path);
  accessSync(target, constants.W_OK);
  const changed = (): FileChanged => new FileChanged('it changed while it was being fixed');
  renamed(target, after, statSync(target), (temporary) => {
    if (!readFileSync(target).equals(before)) throw changed();
    if (!swapped(temporary, target, before)) throw changed();
  });
  return true;
}

/** Names of this file other than the one given, which go on holding the old text when it is replaced. */
export function otherNames(path: string): number {
  try {
    return statSync(path).nlink - 1;
  } catch {
    return 0;
  }
}

/**
 * Write a file of our own whole or not at all; what is no regular file (a pipe, /dev/null) is written to.
 * Where nothing may be made beside it, as in a folder that is read-only, it is written in place.
 * @throws file system errors as they are.
 */
export function writeWhole(path: string, bytes: Uint8Array): void {
  const before = existsSync(path) ? statSync(path) : undefined;
  // `/dev/stdout` may lead to a file that another program holds open.
  if ((before && !before.isFile()) || /^\/(dev|proc)\//.test(resolve(path))) writeFileSync(path, bytes);
  else
    try {
      renamed(before ? realpathSync(path) : path, bytes, before, renameSync);
    } catch (error) {
      if (!before || !IN_PLACE.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      writeFileSync(path, bytes);
    }
}

/** A folder that is closed to us, and a file that is a mount of its own. */
const IN_PLACE = new Set(['EACCES', 'EPERM', 'EBUSY']);

/**
 * Write a file that is not there yet, whole or not at all.
 * @throws file system errors as they are: EEXIST when somebody else was quicker.
 */
export function writeNew(path: string, bytes: Uint8Array): void {
  renamed(path, bytes, undefined, (temporary, target) => {
    try {
      linkSync(temporary, target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(target)) throw error;
      // A file system without hard links.
      renameSync(temporary, target);
      return;
    }
    unlinkSync(temporary);
  });
}

/**
 * Make a temporary file beside the target, flushed, and put it into its place; nothing is left of it when
 * that fails.
 * @param like Whose mode and owner it gets.
 * @param place Moves the temporary file to the target.
 */
function renamed(
  target: string,
  bytes: Uint8Array,
  like: Stats | undefined,
  place: (temporary: string, target: string) => void,
): void {
  sweep(dirname(target));
  const temporary = nameBeside(target, randomBytes(8).toString('hex'), 'tmp');
  let file: number | undefined;
  try {
    file = openSync(temporary, 'wx', like?.mode);
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    if (like) keepOwner(file, like);
    fsyncSync(file);
    closeSync(file);
    file = undefined;
    if (like) chmodSync(temporary, like.mode & 0o7777);
    place(temporary, target);
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

/** Root may keep the owner, a member of the group the group; others write files of their own. */
function keepOwner(file: number, { uid, gid }: Stats): void {
  const made = fstatSync(file);
  for (const [user, group] of [
    [uid, gid],
    [made.uid, gid],
  ] as const) {
    if (made.uid === user && made.gid === group) return;
    try {
      fchownSync(file, user, group);
      return;
    } catch {
      // Not allowed.
    }
  }
}

/**
 * Rename over the target. No call compares a file and replaces it in one step, so the old file keeps a
 * second name until it has been looked at again: what another program wrote into it meanwhile goes back.
 * @returns False when it was written to: the target is as the other program left it.
 */
function swapped(temporary: string, target: string, before: Uint8Array): boolean {
  const old = nameBeside(target, `${randomBytes(4).toString('hex')}-${sum16(before)}`, 'old');
  try {
    linkSync(target, old);
  } catch {
    // A file system without hard links, or a file that is not ours to link.
    renameSync(temporary, target);
    return true;
  }
  try {
    renameSync(temporary, target);
  } catch (error) {
    unlinkSync(old);
    throw error;
  }
  if (!readFileSync(old).equals(before)) {
    renameSync(old, target);
    return false;
  }
  unlinkSync(old);
  return true;
}
