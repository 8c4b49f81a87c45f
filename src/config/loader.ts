/** Files → the configuration that holds for each: cascade, `extends`, `overrides`, plugins. */
import { dirname, resolve } from 'node:path';
import type { Rule } from '../engine/rule.js';
import { nearest } from '../schema/suggest.js';
import { builtInRules } from './builtin.js';
import type { Discovery } from './discover.js';
import { problemText, readElements } from './elements.js';
import type { ConfigElement, ConfigFile } from './elements.js';
import { ConfigError } from './error.js';
import type { Extensions } from './extensions.js';
import { Patterns } from './ignores.js';
import type { LoadedPlugin } from './plugin.js';
import { resolveElements } from './resolve-elements.js';
import { configSchema } from './schema.js';
import type { ResolvedConfig } from './resolved.js';
import { validate } from './validate.js';
import type { JsonSchema } from './validate.js';

export interface LoaderOptions {
  discovery: Discovery;
  /** False: only `file` is read. */
  lookup: boolean;
  /** A configuration that the user named; it takes the place of the lookup. */
  file?: string | undefined;
  /** Load plugins; else their rules are passed over. */
  plugins: boolean;
  shown(path: string): string;
}

interface Cascade {
  elements: ConfigElement[];
  catalogue: readonly Rule[];
  extensions: Extensions | undefined;
  ignores: readonly Patterns[];
  byMatch: Map<string, ResolvedConfig>;
}

export class ConfigLoader {
  private readonly files = new Map<string, Promise<ConfigFile>>();
  private readonly cascades = new Map<string, Promise<Cascade>>();
  private readonly byFolder = new Map<string, Promise<Cascade>>();
  private readonly schema: JsonSchema = configSchema(builtInRules);

  constructor(private readonly options: LoaderOptions) {}

  /**
   * The configuration of a file, which need not exist.
   * @throws ConfigError when a configuration cannot be followed.
   */
  async configFor(path: string): Promise<ResolvedConfig> {
    const absolute = resolve(path);
    const cascade = await this.cascadeOf(dirname(absolute));
    const matching = cascade.elements.filter((e) => !e.matches || e.matches(absolute));
    const key = matching.map((e) => cascade.elements.indexOf(e)).join();
    const known = cascade.byMatch.get(key);
    if (known) return known;
    const resolved = { ...resolveElements(matching, cascade.catalogue), extensions: cascade.extensions };
    cascade.byMatch.set(key, resolved);
    return resolved;
  }

  /** Whether `ignorePatterns` leave a file out; undefined when they say nothing of it. */
  async isIgnored(path: string): Promise<boolean | undefined> {
    const absolute = resolve(path);
    const { ignores } = await this.cascadeOf(dirname(absolute));
    return ignores.reduce<boolean | undefined>((so, p) => p.test(absolute) ?? so, undefined);
  }

  private cascadeOf(folder: string): Promise<Cascade> {
    let cascade = this.byFolder.get(folder);
    if (!cascade) this.byFolder.set(folder, (cascade = this.findCascade(folder)));
    return cascade;
  }

  private async findCascade(folder: string): Promise<Cascade> {
    const { file, lookup, discovery } = this.options;
    const paths: string[] = [];
    if (file !== undefined) paths.push(resolve(file));
    else if (lookup)
      for (const path of discovery.configsAbove(folder)) {
        paths.unshift(path);
        if ((await this.read(path)).root) break;
      }
    const key = paths.join('\0');
    let cascade = this.cascades.get(key);
    if (!cascade) this.cascades.set(key, (cascade = this.build(paths)));
    return cascade;
  }

  private async build(paths: readonly string[]): Promise<Cascade> {
    const elements: ConfigElement[] = [];
    for (const path of paths) elements.push(...(await this.read(path)).elements);
    const plugins = await this.pluginsOf(elements);
    const own = plugins.flatMap((p) => p.rules);
    const catalogue =
      own.length === 0
        ? builtInRules
        : [...new Map([...builtInRules, ...own].map((r) => [r.meta.id, r])).values()];
    const extensions =
      plugins.length === 0 ? undefined : (await import('./extensions.js')).extensionsOf(plugins);
    this.checkPluginRules(elements, catalogue);
    const ignores: Patterns[] = [];
    for (const e of elements)
      if (e.ignorePatterns.length > 0) ignores.push(await Patterns.load(e.ignorePatterns, e.base));
    return { elements, catalogue, extensions, ignores, byMatch: new Map() };
  }

  private read(path: string): Promise<ConfigFile> {
    const { lookup, shown, file } = this.options;
    let read = this.files.get(path);
    if (!read) {
      // Globs of a named configuration start from the working folder, those of a found one from its own.
      const base = file === undefined ? dirname(path) : process.cwd();
      read = readElements(path, base, {
        schema: this.schema,
        shown,
        modules: lookup,
        named: file !== undefined,
      });
      this.files.set(path, read);
    }
    return read;
  }

  private async pluginsOf(elements: readonly ConfigElement[]): Promise<LoadedPlugin[]> {
    const named = elements.filter((e) => e.plugins.length > 0);
    if (named.length === 0 || !this.loadsPlugins) return [];
    const { loadPlugins } = await import('./plugins.js');
    const loaded: LoadedPlugin[] = [];
    for (const e of named) loaded.push(...(await loadPlugins(e.plugins, e.folder, e.file)));
    return loaded;
  }

  /** Without lookup no code is run at all. */
  private get loadsPlugins(): boolean {
    return this.options.plugins && this.options.lookup;
  }

  /** The schema knows the built-in rules; those of plugins are looked at when the plugins are there. */
  private checkPluginRules(elements: readonly ConfigElement[], catalogue: readonly Rule[]): void {
    if (!this.loadsPlugins) return;
    const problems: string[] = [];
    for (const e of elements)
      for (const [id, entry] of Object.entries(e.rules)) {
        if (!id.includes('/')) continue;
        const rule = catalogue.find((r) => r.meta.id === id);
        const say = (path: readonly (string | number)[], key: boolean, words: string): void =>
          void problems.push(problemText(e.file, e.source, [...e.path, ...path], key, words));
        if (!rule) {
          const near = nearest(
            id,
            catalogue.map((r) => r.meta.id),
          );
          say([id], true, `no plugin brings a rule "${id}"${near ? `; did you mean "${near}"?` : ''}`);
        } else if (Array.isArray(entry) && entry[1] !== undefined && rule.meta.options)
          for (const p of validate(rule.meta.options as JsonSchema, entry[1]))
            say([id, 1, ...p.path], p.key, p.message);
      }
    if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  }
}
