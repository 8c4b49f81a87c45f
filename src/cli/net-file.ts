/** Files that a solver or a net names, looked for within bounds. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { realPath } from './files.js';

/** How many folders above the solver are looked through. */
const HEIGHT = 8;

/**
 * The file that a solver names: as Caffe resolves it, from the working folder; failing that beside
 * the solver; failing that from the folders above it, for solvers written to be run from a
 * repository's root. A solver is text from anywhere, so what it names is read only inside the working
 * folder, the solver's folder and repository, or below the folder above it where it was found; links
 * that lead out of these count as outside.
 */
export function findNetFile(solverPath: string, net: string): string | undefined {
  const { found, within, folder } = search(solverPath, net);
  if (found !== undefined || net === '') return found;
  const beside = join(folder, net.split(/[\\/]/).at(-1)!);
  return within(beside) ? beside : undefined;
}

/** The file of exactly this path, looked for as `findNetFile` does; never one that only has the same name. */
export const findNamedFile = (from: string, path: string): string | undefined => search(from, path).found;

interface Search {
  found: string | undefined;
  within(path: string): boolean;
  folder: string;
}

function search(from: string, path: string): Search {
  const folder = dirname(resolve(from));
  const above = foldersAbove(folder);
  const fences = [process.cwd(), folder, ...above.filter(isRepository)];
  const within = (path: string, ...more: string[]): boolean =>
    isReadable(path) && [...fences, ...more].some((fence) => isInside(realPath(path), realPath(fence)));
  const whole = resolve(path);
  const found =
    path === ''
      ? undefined
      : within(whole)
        ? whole
        : isAbsolute(path)
          ? undefined
          : above.map((at) => ({ at, file: join(at, path) })).find(({ at, file }) => within(file, at))?.file;
  return { found, within, folder };
}

/** The folder and those above it, up to its repository's root; never a home folder or the file system's root. */
function foldersAbove(folder: string): string[] {
  const found: string[] = [];
  for (let at = folder; found.length < HEIGHT; at = dirname(at)) {
    if (at !== folder && (at === homedir() || at === dirname(at))) break;
    found.push(at);
    if (isRepository(at) || at === dirname(at)) break;
  }
  return found;
}

const repositories = new Map<string, boolean>();

function isRepository(folder: string): boolean {
  let is = repositories.get(folder);
  if (is === undefined) repositories.set(folder, (is = existsSync(join(folder, '.git'))));
  return is;
}

function isInside(path: string, folder: string): boolean {
  const from = relative(folder, path);
  return from !== '' && from !== '..' && !/^\.\.[\\/]/.test(from) && !isAbsolute(from);
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
