/** Flags → the settings of a run; wrong values are told at once. */
import type { SchemaChoice } from '../document/document.js';
import type { RuleSetting } from '../engine/run.js';
import { rules } from '../../rules/index.js';
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

/** `--dialect` and `--proto` → how to choose the schema. */
export async function parseSchema(dialect: string, proto: string | undefined): Promise<SchemaChoice> {
  if (proto !== undefined) {
    const { loadUserProto } = await import('../schema/user-proto.js');
    return loadUserProto(proto);
  }
  if (dialect === 'auto') return 'auto';
  const { dialectIds } = await import('../schema/dialects.js');
  const ids = dialect.split(',').map((d) => d.trim());
  for (const id of ids)
    if (!dialectIds.includes(id)) {
      const near = nearest(id, dialectIds);
      throw new SettingsError(
        `--dialect: there is no dialect "${id}"${near ? `; did you mean ${near}?` : ''} (known: auto, ${dialectIds.join(', ')})`,
      );
    }
  return ids;
}

/** The recommended rules, changed by `--rule "ID: SEVERITY"`. */
export function chooseRules(flags: readonly string[]): RuleSetting[] {
  const severities = new Map<string, 'off' | 'warn' | 'error'>(
    rules.map((r) => [r.meta.id, r.meta.severity]),
  );
  for (const flag of flags) {
    const match = /^\s*([\w-]+)\s*[:=]\s*"?(off|warn|error|0|1|2)"?\s*$/.exec(flag);
    if (!match) throw new SettingsError(`--rule takes "ID: off|warn|error", not "${flag}"`);
    const [, id, level] = match;
    if (!severities.has(id!)) {
      const near = nearest(id!, severities.keys());
      throw new SettingsError(`--rule: there is no rule "${id}"${near ? `; did you mean ${near}?` : ''}`);
    }
    severities.set(
      id!,
      ({ '0': 'off', '1': 'warn', '2': 'error' } as const)[level as '0'] ?? (level as 'off'),
    );
  }
  return rules.flatMap((rule) => {
    const severity = severities.get(rule.meta.id)!;
    return severity === 'off' ? [] : [{ rule, severity, options: rule.meta.defaults ?? {} }];
  });
}
