/** Results kept from run to run, for files whose text, and all that what is said of them depends on, is the same. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Group } from '../lint/groups.js';
import { filesOf, plainOf } from '../lint/linted-file.js';
import type { LintedFile, PlainFile } from '../lint/linted-file.js';
import type { LinterOptions } from '../lint/linter.js';
import type { SourceText } from '../text/source-text.js';
import { reasonOf } from './files.js';
import type { Problem } from './files.js';
import { writeWhole } from './write.js';

declare const CAFFE_LINT_VERSION: string;
/** Changes with every line of the source. */
declare const CAFFE_LINT_BUILD: string;

export interface CacheFlags {
  cache: boolean;
  cacheLocation?: string | undefined;
  cacheStrategy: 'content' | 'metadata';
}

const FILE = '.caffelintcache';

interface Entry {
  /** Of everything that the results depend on. */
  key: string;
  files: PlainFile[];
}

export class ResultCache {
  private readonly path: string;
  private readonly entries: Map<string, Entry>;
  private changed = false;
  private readonly fingerprints = new WeakMap<LinterOptions, string | undefined>();

  constructor(private readonly flags: CacheFlags) {
    this.path = cachePath(flags.cacheLocation);
    this.entries = readEntries(this.path);
  }

  /**
   * The key of a group; undefined where the results depend on more than texts and settings: on plugins,
   * which are code, and on trained weights.
   */
  keyOf(group: Group, optionsFor: (path: string) => LinterOptions): string | undefined {
    const hash = createHash('sha256');
    const add = (part: string): void => void hash.update(`${part.length}:${part}`);
    [CAFFE_LINT_VERSION, CAFFE_LINT_BUILD, process.version, process.cwd(), this.flags.cacheStrategy].forEach(
      add,
    );
    for (const [role, source] of [
      ...group.files.map((f) => ['file', f] as const),
      ...group.nets.map((f) => ['net', f] as const),
    ]) {
      const options = this.fingerprint(optionsFor(source.path));
      const stamp = this.stampOf(source);
      if (options === undefined || stamp === undefined || /\bweights\s*:/.test(source.text)) return undefined;
      [role, source.path, source.encoding, stamp, options].forEach(add);
    }
    return hash.digest('hex');
  }

  /** What was kept of a group under this key. */
  find(group: Group, key: string): LintedFile[] | undefined {
    const entry = this.entries.get(nameOf(group));
    if (entry?.key !== key) return undefined;
    const texts = new Map([...group.files, ...group.nets].map((s) => [s.path, s]));
    return filesOf(entry.files, (path) => texts.get(path));
  }

  keep(group: Group, key: string, files: readonly LintedFile[]): void {
    this.entries.set(nameOf(group), { key, files: files.map(plainOf) });
    this.changed = true;
  }

  /** Write what was added; in one step, so that runs at the same time do not spoil it. Answers why it could not be. */
  write(): Problem[] {
    if (!this.changed) return [];
    const kept = [...this.entries].filter(([, { files }]) => files.every((f) => existsSync(f.path)));
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      const text = JSON.stringify({ format: FORMAT, entries: Object.fromEntries(kept) });
      writeWhole(this.path, Buffer.from(text));
      return [];
    } catch (error) {
      return [{ path: this.path, reason: `the cache could not be written: ${reasonOf(error, 'write')}` }];
    }
  }

  private stampOf(source: SourceText): string | undefined {
    if (this.flags.cacheStrategy === 'content') return createHash('sha256').update(source.text).digest('hex');
    try {
      const { mtimeMs, size } = statSync(source.path);
      return `${mtimeMs} ${size}`;
    } catch {
      return undefined;
    }
  }

  private fingerprint(options: LinterOptions): string | undefined {
    if (!this.fingerprints.has(options)) this.fingerprints.set(options, fingerprintOf(options));
    return this.fingerprints.get(options);
  }
}

const FORMAT = 'caffe-lint results 1';

const nameOf = ({ files }: Group): string =>
  createHash('sha256')
    .update(files.map((f) => f.path).join('\0'))
    .digest('hex');

/** A folder, or what is written like one, gets a file of the usual name. */
function cachePath(location = FILE): string {
  const path = resolve(location);
  return /[/\\]$/.test(location) || isFolder(path) ? join(path, FILE) : path;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** What a file holds; nothing where it is missing, torn, or something else. */
function readEntries(path: string): Map<string, Entry> {
  try {
    const read = JSON.parse(readFileSync(path, 'utf8')) as {
      format?: unknown;
      entries?: Record<string, Entry>;
    };
    if (read.format !== FORMAT || typeof read.entries !== 'object') return new Map();
    return new Map(Object.entries(read.entries).filter(([, entry]) => isEntry(entry)));
  } catch {
    return new Map();
  }
}

const isEntry = (entry: unknown): entry is Entry =>
  typeof (entry as Entry | null)?.key === 'string' &&
  Array.isArray((entry as Entry).files) &&
  (entry as Entry).files.every((f) => typeof f?.path === 'string' && Array.isArray(f.findings));

function fingerprintOf({ schema, dialects, rules, analysis, directives }: LinterOptions): string | undefined {
  if (dialects || analysis.types || analysis.weightsOf?.(undefined, [])) return undefined;
  return JSON.stringify(
    [
      schema,
      rules.map(({ rule, severity, options }) => [rule.meta.id, severity, options]),
      analysis.given,
      analysis.knowledge,
      directives,
    ],
    (_, value: unknown) =>
      value instanceof Map || value instanceof Set ? [...(value as Set<unknown>)] : value,
  );
}
