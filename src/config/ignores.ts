/** Files that are left out: patterns in the syntax of .gitignore. */
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, sep } from 'node:path';
import type { Ignore } from 'ignore';
import type { Discovery } from './discover.js';
import { ConfigError } from './error.js';
import { isTame, TAME_WORDS } from './tame-pattern.js';

/** Patterns and the folder that they start from. */
export class Patterns {
  private constructor(
    private readonly ignore: Ignore,
    private readonly base: string,
  ) {}

  static async load(patterns: readonly string[], base: string): Promise<Patterns> {
    const { default: ignore } = await import('ignore');
    return new Patterns(ignore().add(patterns), base);
  }

  /** True: left out; false: taken back in by a `!` pattern; undefined: nothing is said of it. */
  test(path: string): boolean | undefined {
    const from = relative(this.base, path).split(sep).join('/');
    if (from === '' || from.startsWith('../') || isAbsolute(from)) return undefined;
    const { ignored, unignored } = this.ignore.test(from);
    return ignored ? true : unignored ? false : undefined;
  }
}

/** The ignore files of folders, read when they are met first. */
export class IgnoreFiles {
  private readonly loaded = new Map<string, Promise<Patterns>>();

  constructor(
    private readonly discovery: Discovery,
    /** A file to read in the place of all others. */
    private readonly only?: string,
  ) {}

  /** Whether an ignore file leaves a file (an absolute path) out; the nearest that says something counts. */
  async isIgnored(path: string): Promise<boolean | undefined> {
    const files = this.only === undefined ? this.discovery.ignoresAbove(dirname(path)) : [this.only];
    return this.firstWord(path, files, this.only === undefined ? undefined : process.cwd());
  }

  /** Whether git leaves a file out. */
  async isGitIgnored(path: string): Promise<boolean> {
    return (await this.firstWord(path, this.discovery.gitIgnoresAbove(dirname(path)))) ?? false;
  }

  private async firstWord(
    path: string,
    files: readonly string[],
    from?: string,
  ): Promise<boolean | undefined> {
    for (const file of files) {
      let patterns = this.loaded.get(file);
      if (!patterns) {
        patterns = Patterns.load(linesOf(file), from ?? dirname(file));
        this.loaded.set(file, patterns);
      }
      const says = (await patterns).test(path);
      if (says !== undefined) return says;
    }
    return undefined;
  }
}

function linesOf(path: string): string[] {
  let lines: string[];
  try {
    lines = readFileSync(path, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/);
  } catch (error) {
    throw new ConfigError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const wild = lines.findIndex((line) => !line.startsWith('#') && !isTame(line));
  if (wild >= 0)
    throw new ConfigError(`${path}:${wild + 1}:1: this pattern may take for ever: ${TAME_WORDS}`);
  return lines;
}
