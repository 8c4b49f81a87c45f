/** Arguments → files: paths as they are, folders searched, globs expanded; and what could not be read. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { SourceText } from '../text/source-text.js';

export const EXTENSIONS = ['prototxt', 'pbtxt', 'txtpb', 'textproto'];

export interface FoundFile {
  path: string;
  /** Named by the user, not found in a folder or by a glob. */
  named: boolean;
}

export interface Problem {
  path: string;
  reason: string;
}

export interface FoundFiles {
  files: FoundFile[];
  problems: Problem[];
}

const isGlob = (argument: string): boolean => /[*?[\]{}!]/.test(argument);

/**
 * Expand the command line's arguments; each file once, in the order given, a folder's sorted by name.
 * @param strict Whether an argument that matches no file is a problem.
 */
export async function findFiles(args: readonly string[], strict = true): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  const problems: Problem[] = [];
  const add = (path: string, named: boolean): void => {
    const key = resolve(path);
    if (!files.has(key)) files.set(key, { path, named });
  };
  for (const argument of args) {
    const kind = kindOfPath(argument);
    if (kind === 'file') add(argument, true);
    else if (kind === 'folder') {
      const inside = await glob([`**/*.{${EXTENSIONS.join(',')}}`], argument);
      if (inside.length === 0)
        problems.push({
          path: argument,
          reason: `no ${EXTENSIONS.map((e) => `.${e}`).join(', ')} file in this folder`,
        });
      inside.forEach((path) => add(join(argument, path), false));
    } else if (kind === 'other') problems.push({ path: argument, reason: 'neither a file nor a folder' });
    else if (isGlob(argument)) {
      const matches = await glob([argument.replaceAll('\\', '/')], '.');
      if (matches.length === 0) problems.push({ path: argument, reason: 'no file matches this pattern' });
      matches.forEach((path) => add(path, false));
    } else problems.push({ path: argument, reason: 'no such file or folder' });
  }
  return { files: [...files.values()], problems: strict ? problems : [] };
}

function kindOfPath(path: string): 'file' | 'folder' | 'other' | 'missing' {
  try {
    const stat = statSync(path);
    return stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : 'other';
  } catch {
    return 'missing';
  }
}

async function glob(patterns: string[], cwd: string): Promise<string[]> {
  const { glob: search } = await import('tinyglobby');
  const found = await search(patterns, {
    cwd,
    ignore: ['**/node_modules/**', '**/.git/**'],
    followSymbolicLinks: false,
    expandDirectories: false,
  });
  return found.sort();
}

/** Larger than any text net; a file beyond it is data. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Read a file, or say in one sentence why it is none that can be linted. */
export function readSource(path: string): SourceText | Problem {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES) return { path, reason: `larger than ${MAX_BYTES >> 20} MiB, which no text net is` };
    bytes = readFileSync(path);
  } catch (error) {
    return { path, reason: reasonOf(error) };
  }
  const reason = binaryReason(bytes, path) ?? crowdedReason(bytes);
  return reason ? { path, reason } : SourceText.decode(path, bytes);
}

/** The tree of a text takes memory by the field; more than this is no net, and would exhaust a small machine. */
const MAX_FIELDS = 1_000_000;

/** Why a text has too many fields to be read; undefined when it has not. */
export function crowdedReason(bytes: Buffer): string | undefined {
  if (bytes.length < MAX_FIELDS) return undefined;
  let fields = 0;
  for (const byte of bytes) if (byte === COLON || byte === BRACE) fields++;
  return fields > MAX_FIELDS ? `more than ${MAX_FIELDS} fields, which no net has` : undefined;
}

const COLON = 0x3a;
const BRACE = 0x7b;

/**
 * The one sentence for a file system error.
 * @param doing What was tried.
 */
export function reasonOf(error: unknown, doing: 'read' | 'write' = 'read'): string {
  const code = (error as NodeJS.ErrnoException).code;
  const words: Record<string, string> = {
    ENOENT: 'no such file',
    EACCES: `no permission to ${doing} it`,
    EPERM: `no permission to ${doing} it`,
    EBUSY: 'it is in use, or a mount of its own',
    EDQUOT: 'the quota of disk space is used up',
    EMFILE: 'too many files are open',
    EISDIR: 'it is a folder',
    ELOOP: 'its symbolic links go round in a circle',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space left on the device',
  };
  return words[code ?? ''] ?? (error instanceof Error ? error.message : String(error));
}

/** Why bytes are no text net, in one sentence; undefined when they may be one. */
export function binaryReason(bytes: Buffer, path: string): string | undefined {
  const head = bytes.subarray(0, 8192);
  if (head.subarray(0, 8).equals(Buffer.from('\x89HDF\r\n\x1a\n', 'latin1')))
    return 'an HDF5 file, not a text net; give the .prototxt instead';
  if (head[0] === 0xff && head[1] === 0xfe) return 'UTF-16 text; save it as UTF-8';
  if (!head.includes(0)) return undefined;
  return /\.(caffemodel|solverstate|binaryproto)/.test(path)
    ? 'a binary file with trained weights or state, not a text net; give the .prototxt instead'
    : 'a binary file, not text (it contains NUL bytes)';
}

/** A path as reports show it: relative to the working folder when it lies inside. */
export function shownPath(path: string): string {
  const shown = relative(process.cwd(), resolve(path));
  return shown === '' || shown.startsWith('..') ? path : shown;
}

/** The one name of a file, whichever links lead to it. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
