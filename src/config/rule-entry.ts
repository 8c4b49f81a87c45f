/** How a rule is set: a severity, or a severity with options. */
import type { Rule } from '../engine/rule.js';
import type { RuleSetting } from '../engine/run.js';

export type Level = 'off' | 'warn' | 'error';

/** A rule as a configuration writes it. */
export type RuleEntry = Level | 0 | 1 | 2 | [Level | 0 | 1 | 2, Readonly<Record<string, unknown>>?];

export interface RuleState {
  level: Level;
  /** Undefined: the rule's defaults. */
  options: Readonly<Record<string, unknown>> | undefined;
}

export type RuleStates = ReadonlyMap<string, RuleState>;

const LEVELS: readonly Level[] = ['off', 'warn', 'error'];

/** What an entry says of a rule; a severity alone keeps the options that were set before. */
export function stateOf(entry: RuleEntry, before: RuleState | undefined): RuleState {
  const [severity, options] = Array.isArray(entry) ? entry : [entry, undefined];
  return {
    level: typeof severity === 'number' ? LEVELS[severity]! : severity,
    options: options ?? before?.options,
  };
}

/** The rules that are on, with their options complete. */
export function ruleSettings(states: RuleStates, rules: readonly Rule[]): RuleSetting[] {
  return rules.flatMap((rule): RuleSetting[] => {
    const state = states.get(rule.meta.id);
    if (!state || state.level === 'off') return [];
    return [{ rule, severity: state.level, options: { ...rule.meta.defaults, ...state.options } }];
  });
}
