/** A configuration file flattened into elements, in rising rank. */
import { statSync } from 'node:fs';
import { dirname, extname, isAbsolute, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { presets } from './builtin.js';
import { ConfigError } from './error.js';
import { readConfig } from './read.js';
import type { ConfigSource } from './read.js';
import { resolveModule } from './plugins.js';
import type { RuleEntry, RuleStates } from './rule-entry.js';
import type { Settings } from './settings.js';
import { validate } from './validate.js';
import type { JsonSchema, Path } from './validate.js';

/** What one part of a configuration says, and of which files. */
export interface ConfigElement {
  /** The configuration file, as messages name it. */
  file: string;
  source: ConfigSource | undefined;
  /** Where `rules` stands in the source. */
  path: Path;
  preset?: RuleStates;
  rules: Readonly<Record<string, RuleEntry>>;
  settings: Settings;
  ignorePatterns: readonly string[];
  /** Patterns and globs start from here. */
  base: string;
  plugins: readonly string[];
  /** The folder of the file, from which plugins are found. */
  folder: string;
  /** Undefined: for all files. */
  matches?: (path: string) => boolean;
}

export interface ConfigFile {
  root: boolean;
  elements: ConfigElement[];
}

interface RawConfig {
  root?: boolean;
  extends?: string | string[];
  plugins?: string[];
  rules?: Record<string, RuleEntry>;
  settings?: Settings;
  ignorePatterns?: string | string[];
  overrides?: {
    files: string | string[];
    excludedFiles?: string | string[];
    rules?: Record<string, RuleEntry>;
    settings?: Settings;
  }[];
}

export interface ElementOptions {
  schema: JsonSchema;
  /** A path as messages show it. */
  shown(path: string): string;
  /** Whether modules may be run. */
  modules: boolean;
  /** The user named the file, so it is run whomever it belongs to. */
  named?: boolean;
}

const asList = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? []);

/**
 * Read a configuration and what it extends.
 * @param base The folder that its globs and patterns start from.
 * @throws ConfigError in words that name file and line.
 */
export async function readElements(
  path: string,
  base: string,
  options: ElementOptions,
  chain: readonly string[] = [],
): Promise<ConfigFile> {
  const file = options.shown(path);
  if (chain.includes(path))
    throw new ConfigError(`${file}: it extends itself: ${[...chain, path].map(options.shown).join(' → ')}`);
  refuseModule(path, file, options, chain.length === 0 && !options.named);
  const source = await readConfig(path, file);
  if (!source) {
    // A package.json that was found is passed over; one that was named should hold something.
    if (options.named || chain.length > 0) throw new ConfigError(`${file}: it has no entry "caffeLint"`);
    return { root: false, elements: [] };
  }
  const problems = validate(options.schema, source.value);
  if (problems.length > 0)
    throw new ConfigError(
      problems.map((p) => problemText(file, source, p.path, p.key, p.message)).join('\n'),
    );
  const raw = source.value as RawConfig;
  const folder = dirname(path);
  const elements: ConfigElement[] = [];
  for (const [i, name] of asList(raw.extends).entries()) {
    const at = typeof raw.extends === 'string' ? ['extends'] : ['extends', i];
    elements.push(...(await extended(name, at, { path, base, file, source, folder }, options, chain)));
  }
  const common = { file, source, base, folder };
  elements.push({
    ...common,
    path: ['rules'],
    rules: raw.rules ?? {},
    settings: rooted(raw.settings, folder),
    ignorePatterns: asList(raw.ignorePatterns),
    plugins: raw.plugins ?? [],
  });
  for (const [i, entry] of (raw.overrides ?? []).entries())
    elements.push({
      ...common,
      path: ['overrides', i, 'rules'],
      rules: entry.rules ?? {},
      settings: rooted(entry.settings, folder),
      ignorePatterns: [],
      plugins: [],
      matches: matcher(asList(entry.files), asList(entry.excludedFiles), base),
    });
  return { root: raw.root ?? false, elements };
}

interface Extender {
  path: string;
  base: string;
  file: string;
  source: ConfigSource;
  folder: string;
}

async function extended(
  name: string,
  at: Path,
  by: Extender,
  options: ElementOptions,
  chain: readonly string[],
): Promise<ConfigElement[]> {
  const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (preset)
    return [
      {
        file: name,
        source: undefined,
        path: [],
        preset,
        rules: {},
        settings: {},
        ignorePatterns: [],
        base: by.base,
        plugins: [],
        folder: by.folder,
      },
    ];
  const fail = (message: string): ConfigError =>
    new ConfigError(problemText(by.file, by.source, at, false, message));
  if (name.startsWith('caffe-lint:'))
    throw fail(`there is no preset "${name}"; known: ${Object.keys(presets).join(', ')}`);
  const isPath = /^\.{1,2}[\\/]/.test(name) || isAbsolute(name);
  const target = isPath ? resolve(by.folder, name) : resolveModule(name, by.folder, 'caffe-lint-config-');
  if (target === undefined)
    throw fail(
      `there is no package "${name}"; install it, or begin the path of a file with "./" (presets: ${Object.keys(presets).join(', ')})`,
    );
  if (isPath && !isFile(target)) throw fail(`there is no file "${name}" in ${options.shown(by.folder)}`);
  return (await readElements(target, by.base, options, [...chain, by.path])).elements;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A module is code: it is run for users who asked for it, not for whoever put a file in a folder above. */
function refuseModule(path: string, file: string, options: ElementOptions, found: boolean): void {
  if (!['.js', '.mjs', '.cjs'].includes(extname(path))) return;
  if (!options.modules)
    throw new ConfigError(
      `${file}: with --no-config-lookup no code is run; leave the flag out (--config alone takes the place of the lookup) or write the configuration as JSON or YAML`,
    );
  if (!found || process.getuid === undefined) return;
  const { uid } = statSync(path);
  if ([0, process.getuid(), statSync('.').uid].includes(uid)) return;
  throw new ConfigError(`${file}: it belongs to another user, so it is not run; see docs/configuration.md`);
}

/** Paths in settings start from the file that they stand in. */
function rooted(settings: Settings | undefined, folder: string): Settings {
  const { proto, weights, labels, ...rest } = settings ?? {};
  return {
    ...rest,
    ...(proto === undefined ? {} : { proto: resolve(folder, proto) }),
    ...(weights === undefined
      ? {}
      : { weights: typeof weights === 'string' ? resolve(folder, weights) : weights }),
    ...(labels === undefined ? {} : { labels: rootedLabels(labels, folder) }),
  };
}

const rootedLabels = (
  labels: NonNullable<Settings['labels']>,
  folder: string,
): NonNullable<Settings['labels']> =>
  typeof labels === 'string'
    ? resolve(folder, labels)
    : Object.fromEntries(Object.entries(labels).map(([source, path]) => [source, resolve(folder, path)]));

/** Globs from a folder; one without a slash matches in every folder below it. */
function matcher(
  files: readonly string[],
  excluded: readonly string[],
  base: string,
): (path: string) => boolean {
  const test = (globs: readonly string[]): ((path: string) => boolean) => {
    const tests = globs.map((g) => {
      const glob = g.replace(/^\.\//, '');
      return picomatch(glob.includes('/') ? glob : `**/${glob}`, { dot: true });
    });
    return (path) => tests.some((t) => t(path));
  };
  const [isIn, isOut] = [test(files), test(excluded)];
  return (path) => {
    const from = relative(base, path).split(sep).join('/');
    return !from.startsWith('../') && isIn(from) && !isOut(from);
  };
}

/** "file:line:column: rules.unknown-bottom: what is wrong". */
export function problemText(
  file: string,
  source: ConfigSource | undefined,
  path: Path,
  key: boolean,
  message: string,
): string {
  const place = source?.place(path, key);
  const at = place ? `${file}:${place.line}:${place.column}` : file;
  const names = path.map((p, i) => (typeof p === 'number' ? `[${p}]` : i === 0 ? p : `.${p}`)).join('');
  return `${at}: ${names === '' ? '' : `${names}: `}${message}`;
}
