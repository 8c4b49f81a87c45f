/** A plugin's export, checked and given its names: rules, layer types, dialects and formatters. No file system. */
import { Refusal } from '../layers/layer-type.js';
import type { LayerType, SetupResult } from '../layers/layer-type.js';
import type { Report, Rule, RuleContext, RuleMeta } from '../engine/rule.js';
import type { SchemaTable } from '../schema/descriptor.js';
import { dialectIds } from '../schema/dialects.js';
import type { Dialect } from '../schema/dialects.js';
import { ConfigError } from './error.js';
import { pluginSchema } from './plugin-schema.js';
import { validate } from './validate.js';

/** A report that a plugin makes of ESLint-shaped results; see docs/plugins.md. */
export type PluginFormatter = (results: readonly never[], context: never) => string | Promise<string>;

/** A dialect as a plugin writes it: a table of what it adds, or a .proto. */
export interface PluginDialect extends Partial<SchemaTable> {
  id: string;
  title?: string;
  /** A built-in dialect, or another one of the plugin, that it contains. */
  extends?: string;
  /** Layer types it registers beyond BVLC's. */
  layerTypes?: readonly string[];
  /** A .proto file: a fork's whole caffe.proto, or only what it adds. */
  proto?: string | URL;
}

export interface LoadedPlugin {
  /** What the names of its parts begin with. */
  prefix: string;
  rules: Rule[];
  layers: LayerType[];
  dialects: Dialect[];
  formatters: Map<string, PluginFormatter>;
}

/** Turns a dialect's .proto into a table; undefined where there are no files. */
export type ReadProto = (proto: string | URL) => Promise<SchemaTable>;

interface Exported {
  rules?: readonly Rule[] | Readonly<Record<string, Rule>>;
  layers?: readonly LayerType[];
  dialects?: readonly PluginDialect[];
  formatters?: Readonly<Record<string, PluginFormatter>>;
}

/**
 * @param where How errors name the plugin.
 * @throws ConfigError in words for the user when something in it is not what it should be.
 */
export function readPlugin(
  value: unknown,
  prefix: string,
  where: string,
): LoadedPlugin & { protos: Map<Dialect, string | URL> } {
  const fail = (words: string): never => {
    throw new ConfigError(`${where}: ${words}`);
  };
  const parts = ['rules', 'layers', 'dialects', 'formatters'] as const;
  if (typeof value !== 'object' || value === null || !parts.some((part) => part in value))
    return fail(`it exports none of ${parts.join(', ')}`);
  const { rules = [], layers = [], dialects = [], formatters = {} } = value as Exported;
  const entries: [string, unknown][] = Array.isArray(rules)
    ? rules.map((rule: Rule | null) => [String(rule?.meta?.id), rule])
    : Object.entries(rules);
  const byName = Object.fromEntries(entries);
  const [problem] = validate(pluginSchema, { rules: byName, layers, dialects, formatters });
  if (problem) fail(`${problem.path.join('.')}: ${problem.message}`);
  const named = (name: string): string => (name.startsWith(`${prefix}/`) ? name : `${prefix}/${name}`);
  const own = new Set(dialects.map((d) => d.id));
  const dialectName = (id: string): string => (own.has(id) ? named(id) : id);
  const protos = new Map<Dialect, string | URL>();
  const made = dialects.map((d): Dialect => {
    const base = d.extends;
    if (base !== undefined && !own.has(base) && !dialectIds.includes(base))
      fail(`dialects: "${d.id}" extends "${base}", and there is no such dialect`);
    const dialect: Dialect = {
      id: named(d.id),
      title: d.title ?? d.id,
      repository: where,
      ...(base === undefined ? {} : { extends: dialectName(base) }),
      layerTypes: d.layerTypes ?? [],
      messages: d.messages ?? {},
      enums: d.enums ?? {},
    };
    if (d.proto !== undefined) protos.set(dialect, d.proto);
    return dialect;
  });
  return {
    prefix,
    rules: entries.map(([id, rule]) => guardedRule(rule as Rule, named(id), where)),
    layers: layers.map((layer) => guardedLayer(layer, dialectName, where)),
    dialects: made,
    formatters: new Map(Object.entries(formatters).map(([name, format]) => [named(name), format])),
    protos,
  };
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The rule under its full name; what goes wrong in it names the plugin. */
function guardedRule(rule: Rule, id: string, where: string): Rule {
  const meta: RuleMeta = { ...rule.meta, id };
  const check = (context: RuleContext): void => {
    const report = (r: Report): void => {
      const problem = problemOf(r, meta);
      if (problem) throw new Error(problem);
      context.report(r);
    };
    try {
      rule.check({ ...context, report });
    } catch (error) {
      const file = context.unit.documents[0]?.source.path ?? '';
      throw new ConfigError(`${where}: rule "${id}" failed on ${file}: ${words(error)}`);
    }
  };
  return { meta, check };
}

/** What of a report cannot be used; undefined when all is well. */
function problemOf(r: Report, meta: RuleMeta): string | undefined {
  if (typeof r?.message !== 'string' || r.message === '') return 'it reports without a message';
  const length = r.doc?.source?.text.length;
  const isRange = (at: { start: number; end: number } | undefined): boolean =>
    Number.isInteger(at?.start) &&
    Number.isInteger(at?.end) &&
    at!.start >= 0 &&
    at!.start <= at!.end &&
    at!.end <= length;
  if (length === undefined) return 'it reports without the document ("doc")';
  if (!isRange(r.at)) return 'it reports a place ("at") that is not in the text';
  if (!r.fix) return undefined;
  if (meta.fix === 'none') return 'it reports a fix, and its meta says fix: "none"';
  if (!['safe', 'unsafe', 'display'].includes(r.fix.applicability)) return 'its fix has no applicability';
  return Array.isArray(r.fix.edits) && r.fix.edits.every((e) => isRange(e) && typeof e.text === 'string')
    ? undefined
    : 'its fix holds an edit that is not in the text';
}

function guardedLayer(layer: LayerType, dialectName: (id: string) => string, where: string): LayerType {
  const guard =
    <C, R>(what: string, f: (c: C) => R): ((c: C) => R) =>
    (c) => {
      try {
        return f(c);
      } catch (error) {
        if (error instanceof Refusal) throw error;
        throw new ConfigError(`${where}: layer type "${layer.types[0]}": ${what} failed: ${words(error)}`);
      }
    };
  const setup = (c: Parameters<LayerType['setup']>[0]): SetupResult => {
    const made = layer.setup(c);
    if (!Array.isArray(made?.tops) || !made.tops.every((t) => t === undefined || Array.isArray(t)))
      throw new Error('it answers no {tops: shapes}');
    return made;
  };
  const { forward, backward } = layer;
  return {
    ...layer,
    ...(layer.dialects ? { dialects: layer.dialects.map(dialectName) } : {}),
    setup: guard('setup', setup),
    ...(forward ? { forward: guard('forward', (c) => forward(c)) } : {}),
    ...(backward ? { backward: guard('backward', (c) => backward(c)) } : {}),
  };
}
