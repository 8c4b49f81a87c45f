/** `Linter`: texts in, messages out. It reads no files and runs in a browser. */
import { builtInRules, presets, recommended } from '../config/builtin.js';
import { ConfigError } from '../config/error.js';
import { extensionsOf } from '../config/extensions.js';
import type { Extensions } from '../config/extensions.js';
import { readPlugin } from '../config/plugin.js';
import { resolveElements } from '../config/resolve-elements.js';
import type { RuleEntry } from '../config/rule-entry.js';
import { configSchema } from '../config/schema.js';
import type { Settings } from '../config/settings.js';
import { validate } from '../config/validate.js';
import type { JsonSchema } from '../config/validate.js';
import type { Rule } from '../engine/rule.js';
import { fixToFixedPoint } from '../lint/fix.js';
import { lintFiles } from '../lint/linter.js';
import type { FileResult, LinterOptions } from '../lint/linter.js';
import { linterOptions } from '../lint/options.js';
import { toMessage } from '../report/result.js';
import type { ReportedMessage } from '../report/result.js';
import { builtInDialects } from '../schema/dialects.js';
import { SourceText } from '../text/source-text.js';
import type { Plugin } from './define.js';

declare const CAFFE_LINT_VERSION: string;

/** How texts are linted: the part of a configuration file that needs no files. */
export interface LinterConfig {
  /** Presets, later ones first in rank; `caffe-lint:recommended` by default. */
  extends?: string | readonly string[];
  /** By id: a severity, or `[severity, options]`. */
  rules?: Readonly<Record<string, RuleEntry>>;
  /** As in a configuration file, without `proto`. */
  settings?: Omit<Settings, 'proto'>;
  /** Honour comments that switch rules off; true by default. */
  inlineConfig?: boolean;
}

export interface LinterSettings {
  /** Plugins by what their names begin with: `{ team: plugin }` gives rules `team/…`. */
  plugins?: Readonly<Record<string, Plugin>>;
}

export interface VerifyOptions {
  /** The name messages know the text by; `net.prototxt` by default. */
  filename?: string;
}

export interface FixOptions extends VerifyOptions {
  /** Also the fixes that change what the file means. */
  unsafe?: boolean;
  /** Fix findings of these rules only. */
  rules?: readonly string[];
}

export interface FixReport {
  /** Whether anything was fixed. */
  fixed: boolean;
  /** The text with its fixes. */
  output: string;
  /** What is left. */
  messages: ReportedMessage[];
  /** Rules whose fixes were not kept: they broke the syntax, or came to no end. */
  takenBack: { ruleId: string; why: 'syntax' | 'loop' }[];
}

/** Texts by file name; a solver finds the net it names among them, by path or by base name. */
export type Texts = Readonly<Record<string, string>>;

export class Linter {
  /** Of caffe-lint. */
  static readonly version: string = CAFFE_LINT_VERSION;
  private readonly catalogue: readonly Rule[];
  private readonly extensions: Extensions | undefined;
  private readonly schema: JsonSchema;

  /** @throws Error that names the plugin when one is not what it should be. */
  constructor({ plugins = {} }: LinterSettings = {}) {
    const loaded = Object.entries(plugins).map(([prefix, plugin]) => {
      const where = `plugin "${prefix}"`;
      const read = readPlugin(plugin, prefix, where);
      for (const { id } of read.protos.keys())
        throw new ConfigError(
          `${where}: dialect "${id}": a .proto is a file, and Linter reads none; give it as messages`,
        );
      return read;
    });
    this.catalogue = [...builtInRules, ...loaded.flatMap((p) => p.rules)];
    this.extensions = extensionsOf(loaded);
    this.schema = configSchema(this.catalogue);
  }

  /** Every rule there is, by id. */
  getRules(): Map<string, Rule> {
    return new Map(this.catalogue.map((rule) => [rule.meta.id, rule]));
  }

  /**
   * Lint one text.
   * @returns Its messages, by place.
   * @throws Error in words for the user when the configuration cannot be followed.
   */
  verify(
    text: string,
    config: LinterConfig = {},
    { filename = 'net.prototxt' }: VerifyOptions = {},
  ): ReportedMessage[] {
    return this.verifyFiles({ [filename]: text }, config)[filename]!;
  }

  /** Lint texts together: a solver is judged with its net. */
  verifyFiles(texts: Texts, config: LinterConfig = {}): Record<string, ReportedMessage[]> {
    const results = this.lint(texts, this.optionsOf(config));
    return Object.fromEntries(results.map((r) => [r.doc.source.path, r.findings.map(toMessage)]));
  }

  /** Lint one text and apply its fixes, up to ten passes. */
  verifyAndFix(
    text: string,
    config: LinterConfig = {},
    { filename = 'net.prototxt', unsafe = false, rules }: FixOptions = {},
  ): FixReport {
    const options = this.optionsOf(config);
    const outcome = fixToFixedPoint(
      (overlay) => this.lint({ [filename]: overlay.get(filename) ?? text }, options),
      { unsafe, ...(rules ? { rules: new Set(rules) } : {}) },
    );
    const output = outcome.fixed[0]?.text ?? text;
    return {
      fixed: outcome.fixed.length > 0,
      output,
      messages: outcome.results.flatMap((r) => r.findings.map(toMessage)),
      takenBack: outcome.takenBack.map(({ ruleId, why }) => ({ ruleId, why })),
    };
  }

  private lint(texts: Texts, options: LinterOptions): FileResult[] {
    const sources = Object.entries(texts).map(([name, text]) => new SourceText(name, text));
    const base = (path: string): string => path.replace(/^.*[\\/]/, '');
    return lintFiles(
      sources,
      options,
      (_, path) => sources.find((s) => s.path === path) ?? sources.find((s) => base(s.path) === base(path)),
    );
  }

  private optionsOf(config: LinterConfig): LinterOptions {
    const { inlineConfig = true, ...rest } = config;
    const [problem] = validate(this.schema, rest);
    if (problem) throw new ConfigError(`${problem.path.join('.')}: ${problem.message}`);
    const { rules = {}, settings = {} } = config;
    if ('proto' in settings) throw new ConfigError('settings.proto: it is a file, and Linter reads none');
    const names = typeof config.extends === 'string' ? [config.extends] : (config.extends ?? []);
    const element = {
      file: 'config',
      source: undefined,
      path: [],
      rules: {},
      settings: {},
      ignorePatterns: [],
      base: '',
      plugins: [],
      folder: '',
    };
    const bases = names.map((name) => {
      const preset = Object.hasOwn(presets, name) ? presets[name]! : undefined;
      if (!preset)
        throw new ConfigError(
          `extends: there is no preset "${name}"; known: ${Object.keys(presets).join(', ')}`,
        );
      return { ...element, preset };
    });
    this.checkPluginRules(rules);
    const own = { ...element, rules, settings };
    const resolved = resolveElements([{ ...element, preset: recommended }, ...bases, own], this.catalogue);
    return linterOptions({ ...resolved, extensions: this.extensions }, this.schemaOf(settings), {
      inlineConfig,
      errorsOnly: false,
    });
  }

  private checkPluginRules(rules: Readonly<Record<string, RuleEntry>>): void {
    for (const [id, entry] of Object.entries(rules)) {
      const rule = this.catalogue.find((r) => r.meta.id === id);
      if (!rule) throw new ConfigError(`rules: no plugin brings a rule "${id}"`);
      if (!Array.isArray(entry) || entry[1] === undefined || !rule.meta.options) continue;
      const [problem] = validate(rule.meta.options as JsonSchema, entry[1]);
      if (problem) throw new ConfigError(`rules.${[id, ...problem.path].join('.')}: ${problem.message}`);
    }
  }

  private schemaOf({ dialect }: Settings): LinterOptions['schema'] {
    const ids = typeof dialect === 'string' ? [dialect] : (dialect ?? ['auto']);
    if (ids.length === 1 && ids[0] === 'auto') return 'auto';
    const known = this.extensions?.dialects ?? builtInDialects;
    for (const id of ids)
      if (!known.ids.includes(id)) throw new ConfigError(`settings.dialect: there is no dialect "${id}"`);
    return ids;
  }
}
