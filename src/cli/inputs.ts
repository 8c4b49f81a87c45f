/** What the lint command reads: arguments, lists of files, standard input; without what is ignored. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SourceText } from '../text/source-text.js';
import type { Configured } from './configured.js';
import {
  binaryReason,
  crowdedReason,
  findFiles,
  readSource,
  reasonOf,
  realPath,
  shownPath,
} from './files.js';
import type { FoundFile, Problem } from './files.js';
import { findNetFile } from './net-file.js';
import { SettingsError } from './settings.js';

export interface InputFlags {
  files?: string[] | undefined;
  stdin: boolean;
  stdinFilename?: string | undefined;
  filesFrom?: string | undefined;
  errorOnUnmatchedPattern: boolean;
  ignore: boolean;
  ignorePath?: string | undefined;
  ignorePattern: string[];
  forceExclude: boolean;
  warnIgnored: boolean;
}

export interface Inputs {
  sources: SourceText[];
  /** Paths that the user named. */
  named: Set<string>;
  /** Files that could not be read; each makes the run a failure. */
  problems: Problem[];
  /** Files that were passed over. */
  notes: Problem[];
}

/**
 * The files to lint, in order, without those that are ignored.
 * @throws SettingsError for more than one run takes, before the first is read.
 */
export async function findInputs(
  flags: InputFlags,
  configured: Configured,
): Promise<{ files: FoundFile[]; problems: Problem[]; notes: Problem[] }> {
  const found = await namedFiles(flags);
  const isIgnored = await configured.ignorer(flags);
  const files: FoundFile[] = [];
  const notes: Problem[] = [];
  for (const file of found.files)
    if (!(await isIgnored(file.path, file.named))) {
      files.push(file);
      if (files.length > MAX_FILES)
        throw new SettingsError(
          `${found.files.length} files match, and one run takes at most ${MAX_FILES}: ignore some, or lint the folders one by one`,
        );
    } else if (file.named && flags.warnIgnored && !flags.forceExclude)
      notes.push({ path: file.path, reason: 'skipped: it is ignored; --no-ignore lints it all the same' });
  return { files, problems: found.problems, notes };
}

/** What a run may read at once: every text and its findings are held until the reports are written. */
const MAX_FILES = 100_000;
const MAX_BYTES = 2 ** 29;

async function namedFiles(flags: InputFlags): Promise<{ files: FoundFile[]; problems: Problem[] }> {
  const args = flags.files ?? [];
  if (flags.stdin) {
    if (args.length > 0 || flags.filesFrom !== undefined)
      throw new SettingsError('standard input is linted alone: name no files beside it');
    return { files: [{ path: flags.stdinFilename ?? STDIN_NAME, named: true }], problems: [] };
  }
  const { filesFrom } = flags;
  if (filesFrom === undefined)
    return findFiles(args.length > 0 ? args : ['.'], flags.errorOnUnmatchedPattern);
  const listed = await findFiles([...args, ...listIn(filesFrom)], flags.errorOnUnmatchedPattern);
  return listed;
}

const STDIN_NAME = '<stdin>';

/** Paths in a list, one a line, or separated by NUL as `git diff -z` and `find -print0` write them. */
function listIn(path: string): string[] {
  let text: string;
  try {
    text = path === '-' ? readFileSync(0, 'utf8') : readFileSync(path, 'utf8');
  } catch (error) {
    throw new SettingsError(`--files-from ${path}: ${reasonOf(error)}`);
  }
  return (text.includes('\0') ? text.split('\0') : text.split(/\r?\n/)).filter((line) => line !== '');
}

/**
 * Read the files that were found.
 * @throws SettingsError where they are larger together than one run takes.
 */
export function readInputs(
  files: readonly FoundFile[],
  flags: InputFlags,
  problems: readonly Problem[],
  notes: readonly Problem[],
): Inputs {
  const inputs: Inputs = { sources: [], named: new Set(), problems: [...problems], notes: [...notes] };
  let size = 0;
  for (const { path, named } of files) {
    const source = flags.stdin ? stdinSource(path) : readSource(path);
    if (source instanceof SourceText) {
      inputs.sources.push(source);
      size += source.text.length;
      if (size > MAX_BYTES)
        throw new SettingsError(
          `the files hold more than ${MAX_BYTES / 2 ** 20} MiB of text together, which is more than one run takes: lint the folders one by one`,
        );
    } else if (named) inputs.problems.push(source);
    else inputs.notes.push({ path, reason: `skipped: ${source.reason}` });
    if (named) inputs.named.add(path);
  }
  return inputs;
}

function stdinSource(path: string): SourceText | Problem {
  let bytes: Buffer;
  try {
    bytes = readFileSync(0);
  } catch (error) {
    // A terminal that was closed, or no standard input at all.
    return { path, reason: reasonOf(error) };
  }
  const reason = binaryReason(bytes, path) ?? crowdedReason(bytes);
  return reason ? { path, reason } : SourceText.decode(path, bytes);
}

/** Finds the net that a solver names, among the inputs first; each file is read once. */
export function netFinder(
  sources: readonly SourceText[],
): (solver: string, path: string) => SourceText | undefined {
  let known: Map<string, SourceText> | undefined;
  return (solver, path) => {
    const file = findNetFile(solver, path);
    if (file === undefined) return undefined;
    known ??= new Map(sources.map((s) => [realPath(s.path), s]));
    const real = realPath(file);
    const same = known.get(real);
    if (same) return same;
    const source = readSource(file);
    if (!(source instanceof SourceText)) return undefined;
    const shown = new SourceText(shownPath(file), source.text, source.encoding);
    known.set(real, shown);
    return shown;
  };
}

/** Nets that solvers among the sources seem to name, so that their configuration can be read beforehand. */
export function netsNamed(
  sources: readonly SourceText[],
  findNet: (solver: string, path: string) => SourceText | undefined,
): string[] {
  const field = /\b(?:net|train_net|test_net)\s*:\s*(?:"([^"\n]*)"|'([^'\n]*)')/g;
  const paths = sources.flatMap((s) =>
    [...s.text.matchAll(field)].flatMap((m) => findNet(s.path, m[1] ?? m[2] ?? '')?.path ?? []),
  );
  const given = new Set(sources.map((s) => resolve(s.path)));
  return [...new Set(paths)].filter((p) => !given.has(resolve(p)));
}
