/** Flags → the settings of a run; wrong values are told at once. */
import { stateOf } from '../config/rule-entry.js';
import type { RuleEntry, RuleState } from '../config/rule-entry.js';
import { validate } from '../config/validate.js';
import type { JsonSchema } from '../config/validate.js';
import { loadYaml } from '../config/yaml.js';
import type { SchemaChoice } from '../document/document.js';
import type { Rule } from '../engine/rule.js';
import { NATURAL, parseData, type DataDescription } from '../numeric/data.js';
import { dialectIds } from '../schema/dialects.js';
import type { DialectSet } from '../schema/dialects.js';
import { nearest } from '../schema/suggest.js';
import type { Shape } from '../shapes/shape.js';

/** A flag has a value that means nothing; the message is meant for the user. */
export class SettingsError extends Error {}

/** `--input NAME=D,D,D`, several times → shapes by blob name. */
export function parseInputs(flags: readonly string[]): Map<string, Shape> {
  const given = new Map<string, Shape>();
  for (const flag of flags) {
    const at = flag.lastIndexOf('=');
    const dims = flag.slice(at + 1).split(',');
    if (at <= 0 || !dims.every((d) => /^\d{1,9}$/.test(d)))
      throw new SettingsError(`--input takes NAME=D,D,D with whole numbers, not "${flag}"`);
    given.set(flag.slice(0, at), dims.map(Number));
  }
  return given;
}

/**
 * "natural", "uniform:LOW:HIGH" or "normal:MEAN:STD" → what the pixels look like.
 * @param from The flag or setting that holds it, as messages name it.
 */
export function parsePixels(text: string, from: string): DataDescription {
  const data = text === 'natural' ? NATURAL : parseData(text);
  if (!data)
    throw new SettingsError(`${from} takes natural, uniform:LOW:HIGH or normal:MEAN:STD, not "${text}"`);
  return data;
}

/** `--dialect` and `--proto` → how to choose the schema. */
export async function parseSchema(
  dialect: string | readonly string[] | undefined,
  proto: string | undefined,
  known: Pick<DialectSet, 'ids'> = { ids: dialectIds },
): Promise<SchemaChoice> {
  if (proto !== undefined) {
    const { loadUserProto } = await import('../schema/user-proto.js');
    return loadUserProto(proto);
  }
  const ids = typeof dialect === 'string' ? dialect.split(',').map((d) => d.trim()) : (dialect ?? ['auto']);
  if (ids.length === 1 && ids[0] === 'auto') return 'auto';
  for (const id of ids)
    if (!known.ids.includes(id)) {
      const near = nearest(id, known.ids);
      throw new SettingsError(
        `--dialect: there is no dialect "${id}"${near ? `; did you mean ${near}?` : ''} (known: auto, ${known.ids.join(', ')})`,
      );
    }
  return ids;
}

export type RuleFlags = ReadonlyMap<string, RuleEntry>;

/** `--rule "ID: SEVERITY"` or `--rule "ID: [SEVERITY, {options}]"`, several times. */
export async function parseRuleFlags(flags: readonly string[]): Promise<RuleFlags> {
  const entries = new Map<string, RuleEntry>();
  for (const flag of flags) {
    const match = /^\s*"?([\w@./-]+?)"?\s*[:=]\s*(.*?)\s*$/s.exec(flag);
    const [, id, value = ''] = match ?? [];
    const simple = /^"?(off|warn|error|0|1|2)"?$/.exec(value)?.[1];
    if (id !== undefined && simple !== undefined) {
      entries.set(id, /^\d$/.test(simple) ? (Number(simple) as 0 | 1 | 2) : (simple as 'off'));
      continue;
    }
    const entry = id !== undefined && value.startsWith('[') ? await parseEntry(value) : undefined;
    if (id === undefined || entry === undefined)
      throw new SettingsError(
        `--rule takes "ID: off|warn|error" or "ID: [error, {option: value}]", not "${flag}"`,
      );
    entries.set(id, entry);
  }
  return entries;
}

async function parseEntry(text: string): Promise<RuleEntry | undefined> {
  const { parse } = await loadYaml();
  let value: unknown;
  try {
    value = parse(text) as unknown;
  } catch {
    return undefined;
  }
  if (
    !Array.isArray(value) ||
    value.length > 2 ||
    !['off', 'warn', 'error', 0, 1, 2].includes(value[0] as string)
  )
    return undefined;
  const options: unknown = value[1];
  return options === undefined || (typeof options === 'object' && options !== null && !Array.isArray(options))
    ? (value as RuleEntry)
    : undefined;
}

/**
 * What the flags make of the rules' states.
 * @throws SettingsError for a rule that is not in the catalogue and for options it does not take.
 */
export function withRuleFlags(
  states: ReadonlyMap<string, RuleState>,
  flags: RuleFlags,
  catalogue: readonly Rule[],
): ReadonlyMap<string, RuleState> {
  if (flags.size === 0) return states;
  const next = new Map(states);
  for (const [id, entry] of flags) {
    const rule = catalogue.find((r) => r.meta.id === id);
    if (!rule) throw unknownRule('--rule', id, catalogue);
    const state = stateOf(entry, states.get(id));
    if (Array.isArray(entry) && entry[1] !== undefined) {
      if (!rule.meta.options) throw new SettingsError(`--rule: "${id}" has no options`);
      const [problem] = validate(rule.meta.options as JsonSchema, entry[1]);
      if (problem) throw new SettingsError(`--rule: ${[id, ...problem.path].join('.')}: ${problem.message}`);
    }
    next.set(id, state);
  }
  return next;
}

/** The error for a rule that a flag names and nobody knows. */
export function unknownRule(flag: string, id: string, catalogue: readonly Rule[]): SettingsError {
  const near = nearest(
    id,
    catalogue.map((r) => r.meta.id),
  );
  return new SettingsError(`${flag}: there is no rule "${id}"${near ? `; did you mean ${near}?` : ''}`);
}
