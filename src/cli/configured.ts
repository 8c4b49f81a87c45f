/** Flags over configurations: how each file is linted. */
import { dirname, resolve } from 'node:path';
import type { Knowledge } from '../analysis/knowledge.js';
import type { AnalysisOptions } from '../analysis/net-analysis.js';
import { Discovery } from '../config/discover.js';
import { IgnoreFiles, Patterns } from '../config/ignores.js';
import type { ConfigLoader } from '../config/loader.js';
import type { PluginFormatter } from '../config/plugin.js';
import { defaultConfig } from '../config/resolved.js';
import type { ResolvedConfig } from '../config/resolved.js';
import type { RuleStates } from '../config/rule-entry.js';
import type { Rule } from '../engine/rule.js';
import { linterOptions } from '../lint/options.js';
import type { LinterOptions } from '../lint/linter.js';
import { shownPath } from './files.js';
import type { Problem } from './files.js';
import {
  parseInputs,
  parsePixels,
  parseRuleFlags,
  parseSchema,
  SettingsError,
  unknownRule,
  withRuleFlags,
} from './settings.js';
import type { RuleFlags } from './settings.js';
import { LabelFiles } from './labels.js';
import { WeightFiles } from './weights.js';

export interface ConfigFlags {
  config?: string | undefined;
  configLookup: boolean;
  plugins: boolean;
  dialect?: string | undefined;
  proto?: string | undefined;
  input?: string[];
  weights?: string | undefined;
}

type WeightsOf = NonNullable<AnalysisOptions['weightsOf']>;

export interface RuleRunFlags {
  rule: string[];
  inlineConfig: boolean;
  /** Rules at warning level are not run. */
  errorsOnly: boolean;
}

export interface IgnoreFlags {
  ignore: boolean;
  ignorePath?: string | undefined;
  ignorePattern: string[];
}

const defaults: RuleRunFlags = { rule: [], inlineConfig: true, errorsOnly: false };

export class Configured {
  private readonly discovery = new Discovery();
  private loader: Promise<ConfigLoader> | undefined;
  private readonly configs = new Map<string, ResolvedConfig>();
  private readonly options = new Map<ResolvedConfig, LinterOptions>();
  private ruleFlags: RuleFlags = new Map();
  private readonly weights = new WeightFiles();
  private readonly labels = new LabelFiles();

  constructor(
    private readonly flags: ConfigFlags,
    private readonly run: RuleRunFlags = defaults,
  ) {}

  /** Find out how these files are linted; `optionsFor` then answers for them. */
  async prepare(paths: readonly string[]): Promise<void> {
    this.ruleFlags = await parseRuleFlags(this.run.rule);
    for (const path of paths) {
      const config = await this.configFor(path);
      this.configs.set(resolve(path), config);
      if (!this.options.has(config)) this.options.set(config, await this.optionsOf(config));
    }
    if (this.options.size === 0) this.options.set(defaultConfig, await this.optionsOf(defaultConfig));
  }

  /** How a file is linted; one that was not prepared as the first that was. */
  optionsFor(path: string): LinterOptions {
    const config = this.configs.get(resolve(path));
    return (config && this.options.get(config)) ?? [...this.options.values()][0]!;
  }

  /** The configuration of a file, without the flags' rules. */
  async configFor(path: string): Promise<ResolvedConfig> {
    const loader = this.needed(dirname(resolve(path))) ? await this.load() : undefined;
    return loader ? loader.configFor(path) : defaultConfig;
  }

  /** The configuration of a file, flags included. */
  async configWithFlags(path: string): Promise<ResolvedConfig> {
    await this.prepare([path]);
    const config = await this.configFor(path);
    const { input = [], dialect, proto, weights } = this.flags;
    const inputs = { ...config.settings.inputs, ...Object.fromEntries(parseInputs(input)) } as Record<
      string,
      number[]
    >;
    return {
      ...config,
      rules: this.statesOf(config),
      settings: {
        ...config.settings,
        ...(dialect === undefined ? {} : { dialect }),
        ...(proto === undefined ? {} : { proto }),
        ...(weights === undefined ? {} : { weights }),
        ...(Object.keys(inputs).length > 0 ? { inputs } : {}),
      },
    };
  }

  /** Files of trained weights and lists of labels that were found and could not be read. */
  get notes(): readonly Problem[] {
    return [...this.weights.notes, ...this.labels.notes];
  }

  /** Every rule that one of the prepared files has. */
  catalogue(): Rule[] {
    const all = [...this.options.keys()].flatMap((c) => c.catalogue);
    return [...new Map([...defaultConfig.catalogue, ...all].map((r) => [r.meta.id, r])).values()];
  }

  /** Check a flag's rules against what there is. */
  checkRules(flag: string, ids: Iterable<string>): void {
    const catalogue = this.catalogue();
    for (const id of ids)
      if (!catalogue.some((r) => r.meta.id === id)) throw unknownRule(flag, id, catalogue);
  }

  /** A test whether a file is left out, by ignore files, configurations and flags. */
  async ignorer(flags: IgnoreFlags): Promise<(path: string, named?: boolean) => Promise<boolean>> {
    const ownPatterns =
      flags.ignorePattern.length > 0 ? await Patterns.load(flags.ignorePattern, process.cwd()) : undefined;
    const files = flags.ignore
      ? new IgnoreFiles(this.discovery, flags.ignorePath && resolve(flags.ignorePath))
      : undefined;
    return async (path, named = true) => {
      const absolute = resolve(path);
      const loader = flags.ignore && this.needed(dirname(absolute)) ? await this.load() : undefined;
      return (
        ownPatterns?.test(absolute) ??
        (await files?.isIgnored(absolute)) ??
        (await loader?.isIgnored(absolute)) ??
        // What the user names, or git tracks all the same by force, is theirs to judge: .gitignore holds in a search only.
        (!named && files !== undefined && (await files.isGitIgnored(absolute)))
      );
    };
  }

  /** The formats of the plugins that the working folder's configuration names. */
  async formatters(): Promise<ReadonlyMap<string, PluginFormatter>> {
    const { extensions } = await this.configFor('.caffelintrc');
    return extensions?.formatters ?? new Map();
  }

  /** The rules that the working folder's configuration has: those of its plugins behind the built-in ones. */
  async rulesHere(): Promise<readonly Rule[]> {
    return (await this.configFor('.caffelintrc')).catalogue;
  }

  /** Whether plugins and modules may be loaded. */
  get runsCode(): boolean {
    return this.flags.plugins && this.flags.configLookup;
  }

  /** Where plugins are not loaded, their dialects are passed over as their rules are. */
  private withoutPlugins(dialect: string | readonly string[] | undefined): readonly string[] | undefined {
    const ids = typeof dialect === 'string' ? [dialect] : dialect;
    if (!ids || this.runsCode) return ids;
    const kept = ids.filter((id) => !id.includes('/'));
    return kept.length > 0 ? kept : undefined;
  }

  private needed(folder: string): boolean {
    const { config, configLookup } = this.flags;
    return config !== undefined || (configLookup && this.discovery.configsAbove(folder).length > 0);
  }

  private load(): Promise<ConfigLoader> {
    const { config: file, configLookup: lookup, plugins } = this.flags;
    return (this.loader ??= import('../config/loader.js').then(
      (m) => new m.ConfigLoader({ discovery: this.discovery, lookup, file, plugins, shown: shownPath }),
    ));
  }

  private statesOf(config: ResolvedConfig): RuleStates {
    const { catalogue } = config;
    // A rule of a plugin that only other files have is no mistake.
    const flags = new Map([...this.ruleFlags].filter(([id]) => !this.isElsewhere(id, catalogue)));
    return withRuleFlags(config.rules, flags, catalogue);
  }

  private isElsewhere(id: string, catalogue: readonly Rule[]): boolean {
    const has = (rules: readonly Rule[]): boolean => rules.some((r) => r.meta.id === id);
    return !has(catalogue) && [...this.configs.values()].some((c) => has(c.catalogue));
  }

  private async optionsOf(config: ResolvedConfig): Promise<LinterOptions> {
    const { settings } = config;
    const inputs = { ...settings.inputs, ...Object.fromEntries(parseInputs(this.flags.input ?? [])) };
    return linterOptions(
      {
        ...config,
        rules: this.statesOf(config),
        settings: { ...settings, inputs: inputs as Record<string, number[]> },
      },
      await this.schemaOf(config),
      this.run,
      {
        knowledge: this.knowledgeOf(config),
        weightsOf: this.weightsOf(config),
        labelsOf: (net, layer) => this.labels.of(settings.labels, net, layer),
      },
    );
  }

  /** `--weights` goes before the solver's field, as in `caffe train`, and that before the settings. */
  private weightsOf({ settings }: ResolvedConfig): WeightsOf {
    const { weights: flag } = this.flags;
    if (flag !== undefined) {
      const named = this.weights.named(flag);
      return () => named;
    }
    const { weights: set } = settings;
    return (solver, fields) => {
      const found = solver === undefined ? undefined : this.weights.ofSolver(solver, fields);
      if (found && !found.unread) return found;
      if (typeof set === 'string') return this.weights.ofSettings(set);
      return found ?? (set ? { models: [], unread: true } : undefined);
    };
  }

  private knowledgeOf({ settings, files }: ResolvedConfig): Knowledge {
    const { pixels, classes, samples } = settings;
    return {
      pixels:
        pixels === undefined || pixels === 'natural'
          ? undefined
          : parsePixels(pixels, `${files.at(-1) ?? ''}: settings.pixels`),
      classes,
      samples,
    };
  }

  private async schemaOf({ settings, files, extensions }: ResolvedConfig): Promise<LinterOptions['schema']> {
    const { dialect, proto } = this.flags;
    const known = extensions?.dialects;
    if (dialect !== undefined || proto !== undefined) return parseSchema(dialect, proto, known);
    try {
      return await parseSchema(this.withoutPlugins(settings.dialect), settings.proto, known);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      throw new SettingsError(`${files.at(-1) ?? ''}: settings: ${words}`);
    }
  }
}
