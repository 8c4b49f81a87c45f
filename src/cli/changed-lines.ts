/** Which lines of which files changed since a revision: `--since REV`. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { diffArrays } from 'diff';
import { SourceText } from '../text/source-text.js';
import type { Finding } from '../engine/finding.js';
import { realPath } from './files.js';
import { SettingsError } from './settings.js';

/** Line numbers, from 1; `all` for a new file. */
type Lines = ReadonlySet<number> | 'all';

export class ChangedLines {
  /** The path at the revision, by real path now; undefined for a new file. */
  private readonly before = new Map<string, string | undefined>();
  private readonly seen = new WeakMap<SourceText, Lines | undefined>();
  private readonly texts = new Map<string, string[]>();

  private constructor(
    private readonly base: string,
    private readonly top: string,
  ) {}

  /**
   * Ask git what changed: commits since the point where the revision and HEAD parted, and what is not
   * committed yet.
   * @throws SettingsError where there is no repository or no such revision.
   */
  static since(revision: string): ChangedLines {
    let top: string;
    try {
      top = git(['rev-parse', '--show-toplevel']).replace(/\r?\n$/, '');
    } catch {
      throw new SettingsError('--since needs git, and a working folder inside a git repository');
    }
    let base: string;
    try {
      base = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]).trim();
    } catch {
      throw new SettingsError(
        `--since: git knows no revision "${revision}" here; in CI, fetch it first (a shallow clone holds only the newest)`,
      );
    }
    try {
      base = git(['merge-base', base, 'HEAD']).trim() || base;
    } catch {
      // No common ancestor, or no commit yet: compared with the revision itself.
    }
    const changed = new ChangedLines(base, top);
    changed.list();
    return changed;
  }

  /** The findings on changed lines, among them those that stand elsewhere but point to a changed line. */
  filter(findings: readonly Finding[]): Finding[] {
    return findings.filter(
      (f) =>
        this.touches(f.source, f.start, f.end) ||
        f.related?.some((r) => this.touches(r.source, r.start, r.end)),
    );
  }

  private touches(source: SourceText, start: number, end: number): boolean {
    const lines = this.linesOf(source);
    if (lines === undefined) return false;
    if (lines === 'all') return true;
    const last = source.position(Math.max(start, end - 1)).line;
    for (let line = source.position(start).line; line <= last; line++) if (lines.has(line)) return true;
    return false;
  }

  private linesOf(source: SourceText): Lines | undefined {
    if (!this.seen.has(source)) {
      const real = realPath(source.path);
      const old = this.before.get(real);
      this.seen.set(
        source,
        !this.before.has(real)
          ? undefined
          : old === undefined
            ? 'all'
            : linesAdded(this.oldLines(old), splitLines(source.text)),
      );
    }
    return this.seen.get(source);
  }

  private oldLines(path: string): string[] {
    let lines = this.texts.get(path);
    if (!lines) {
      const bytes = execFileSync('git', ['cat-file', 'blob', `${this.base}:${path}`], options);
      this.texts.set(path, (lines = splitLines(SourceText.decode(path, bytes).text)));
    }
    return lines;
  }

  private list(): void {
    const real = (path: string): string => realPath(join(this.top, path));
    // Each entry is a status and a path, a rename a status and two.
    const parts = git([
      '-C',
      this.top,
      'diff',
      '--name-status',
      '-z',
      '--no-ext-diff',
      '-M',
      this.base,
      '--',
    ]).split('\0');
    for (let i = 0; i + 1 < parts.length;) {
      const status = parts[i++]!;
      const old = parts[i++]!;
      if (/^[RC]/.test(status)) this.before.set(real(parts[i++]!), old);
      else if (status !== 'D') this.before.set(real(old), status === 'A' ? undefined : old);
    }
    for (const path of git(['-C', this.top, 'ls-files', '--others', '--exclude-standard', '-z']).split('\0'))
      if (path !== '') this.before.set(real(path), undefined);
  }
}

const options = {
  maxBuffer: 512 * 1024 * 1024,
  stdio: ['ignore', 'pipe', 'ignore'] as ['ignore', 'pipe', 'ignore'],
};

const git = (args: string[]): string => execFileSync('git', args, { ...options, encoding: 'utf8' });

const splitLines = (text: string): string[] => text.split(/\r?\n/);

/** Numbers of the lines that are new; beside removed lines, the one that took their place. */
function linesAdded(before: string[], after: string[]): Set<number> {
  const lines = new Set<number>();
  let at = 1;
  for (const part of diffArrays(before, after)) {
    if (part.removed) {
      lines.add(at);
      continue;
    }
    if (part.added) part.value.forEach((_, i) => lines.add(at + i));
    at += part.value.length;
  }
  return lines;
}
