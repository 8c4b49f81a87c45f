/** Files → the configuration that holds for each: cascade, `extends`, `overrides`, plugins. */
import { dirname, resolve } from 'node:path';
import type { Rule } from '../engine/rule.js';
import { nearest } from '../schema/suggest.js';
import { builtInRules } from './builtin.js';
import type { Discovery } from './discover.js';
import { problemText, readElements } from './elements.js';
import type { ConfigElement, ConfigFile } from './elements.js';
import { ConfigError } from './error.js';
import { Patterns } from './ignores.js';
import { stateOf } from './rule-entry.js';
import type { RuleState } from './rule-entry.js';
import { configSchema } from './schema.js';
import type { ResolvedConfig } from './resolved.js';
import { mergeSettings } from './settings.js';
import type { Settings } from './settings.js';
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
    const resolved = resolveElements(matching, cascade.catalogue);
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
    const catalogue = await this.catalogueOf(elements);
    this.checkPluginRules(elements, catalogue);
    const ignores: Patterns[] = [];
    for (const e of elements)
      if (e.ignorePatterns.length > 0) ignores.push(await Patterns.load(e.ignorePatterns, e.base));
    return { elements, catalogue, ignores, byMatch: new Map() };
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

  private async catalogueOf(elements: readonly ConfigElement[]): Promise<readonly Rule[]> {
    const named = elements.filter((e) => e.plugins.length > 0);
    if (named.length === 0 || !this.options.plugins) return builtInRules;
    const { loadPlugins } = await import('./plugins.js');
    const rules = new Map(builtInRules.map((r) => [r.meta.id, r]));
    for (const e of named)
      for (const plugin of await loadPlugins(e.plugins, e.folder, e.file))
        for (const rule of plugin.rules) rules.set(rule.meta.id, rule);
    return [...rules.values()];
  }

  /** The schema knows the built-in rules; those of plugins are looked at when the plugins are there. */
  private checkPluginRules(elements: readonly ConfigElement[], catalogue: readonly Rule[]): void {
    if (!this.options.plugins) return;
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

function resolveElements(elements: readonly ConfigElement[], catalogue: readonly Rule[]): ResolvedConfig {
  const ids = new Set(catalogue.map((r) => r.meta.id));
  // A plugin's rule is at its own severity, as a built-in one is.
  const rules = new Map<string, RuleState>(
    catalogue.map((r) => [r.meta.id, { level: r.meta.severity, options: undefined }]),
  );
  let settings: Settings = {};
  for (const e of elements) {
    for (const [id, state] of e.preset ?? []) rules.set(id, { ...state, options: rules.get(id)?.options });
    for (const [id, entry] of Object.entries(e.rules))
      if (ids.has(id)) rules.set(id, stateOf(entry, rules.get(id)));
    settings = mergeSettings(settings, e.settings);
  }
  return {
    rules,
    settings,
    catalogue,
    files: [...new Set(elements.filter((e) => !e.preset).map((e) => e.file))],
    ignorePatterns: elements.flatMap((e) => e.ignorePatterns),
    plugins: [...new Set(elements.flatMap((e) => e.plugins))],
  };
}
