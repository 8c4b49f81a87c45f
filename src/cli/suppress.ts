/** The suppressions file on disk, and what the flags make of it. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import {
  applySuppressions,
  formatSuppressions,
  parseSuppressions,
  pruned,
  withSuppressed,
} from '../engine/suppressions.js';
import type { Suppressions } from '../engine/suppressions.js';
import type { Finding } from '../engine/finding.js';
import { realPath } from './files.js';
import { SettingsError } from './settings.js';
import { replaceFile, writeNew } from './write.js';

export const SUPPRESSIONS_FILE = 'caffe-lint-suppressions.json';

export interface SuppressFlags {
  suppressAll: boolean;
  suppressRule: string[];
  pruneSuppressions: boolean;
  passOnUnprunedSuppressions: boolean;
  suppressionsLocation?: string | undefined;
}

/** @throws SettingsError for flags that exclude each other. */
export function checkSuppressFlags(flags: SuppressFlags, stdin: boolean): void {
  const given = [
    flags.suppressAll && '--suppress-all',
    flags.suppressRule.length > 0 && '--suppress-rule',
    flags.pruneSuppressions && '--prune-suppressions',
  ].filter((f) => f !== false);
  if (given.length > 1) throw new SettingsError(`${given.join(' and ')} cannot be used together`);
  if (given.length > 0 && stdin) throw new SettingsError(`${given[0]} cannot be used with standard input`);
}

export interface SuppressOutcome {
  /** The findings that are left, file by file in the order given. */
  kept: Finding[][];
  /** What the user should know; it makes the run a failure. */
  complaint: string | undefined;
}

/** Read the suppressions file, change it as the flags ask, and leave out what it suppresses. */
export function suppressFindings(
  results: readonly { path: string; findings: readonly Finding[] }[],
  flags: SuppressFlags,
): SuppressOutcome {
  const location = locationOf(flags);
  const changing = flags.suppressAll || flags.suppressRule.length > 0;
  const text = existsSync(location) ? readFileSync(location, 'utf8') : undefined;
  if (text === undefined && !changing) {
    if (flags.suppressionsLocation !== undefined)
      throw new SettingsError(
        `--suppressions-location: there is no file "${flags.suppressionsLocation}"; --suppress-all makes it`,
      );
    return { kept: results.map((r) => [...r.findings]), complaint: undefined };
  }
  const folder = dirname(location);
  // Folders may be reached through links; the file's own name stays as it is.
  const keyOf = (path: string): string =>
    relative(realPath(folder), join(realPath(dirname(resolve(path))), resolve(path).split(sep).at(-1)!))
      .split(sep)
      .join('/');
  const counted = results.map((r) => ({ key: keyOf(r.path), findings: r.findings }));
  let suppressions = read(text, location);
  if (changing)
    suppressions = withSuppressed(
      suppressions,
      counted,
      flags.suppressAll ? undefined : new Set(flags.suppressRule),
    );
  const { kept, unused } = applySuppressions(counted, suppressions);
  if (flags.pruneSuppressions)
    suppressions = pruned(suppressions, unused, (file) => existsSync(resolve(folder, file)));
  if (changing || flags.pruneSuppressions) write(location, text, formatSuppressions(suppressions));
  const stale = unused.size > 0 && !flags.pruneSuppressions && !flags.passOnUnprunedSuppressions;
  return { kept, complaint: stale ? staleWords(unused) : undefined };
}

function locationOf({ suppressionsLocation }: SuppressFlags): string {
  const path = resolve(suppressionsLocation ?? SUPPRESSIONS_FILE);
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  return isFolder ? join(path, SUPPRESSIONS_FILE) : path;
}

function read(text: string | undefined, location: string): Suppressions {
  if (text === undefined) return new Map();
  try {
    return parseSuppressions(text);
  } catch (error) {
    throw new SettingsError(`${location}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function write(location: string, before: string | undefined, after: string): void {
  try {
    if (before === undefined) writeNew(location, Buffer.from(after));
    else replaceFile(location, Buffer.from(before), Buffer.from(after));
  } catch (error) {
    throw new SettingsError(`${location}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function staleWords(unused: Suppressions): string {
  const parts = [...unused].flatMap(([file, rules]) =>
    [...rules].map(([rule, n]) => `${file}: ${n} ${rule}`),
  );
  const more = parts.length > 3 ? `, and ${parts.length - 3} more` : '';
  return `suppressed errors have been mended (${parts.slice(0, 3).join(', ')}${more}); run again with --prune-suppressions`;
}
