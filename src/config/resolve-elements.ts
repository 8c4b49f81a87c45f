/** Elements of configurations, lowest rank first → what holds. No file system. */
import type { Rule } from '../engine/rule.js';
import type { ConfigElement } from './elements.js';
import type { ResolvedConfig } from './resolved.js';
import { stateOf } from './rule-entry.js';
import type { RuleState } from './rule-entry.js';
import { mergeSettings } from './settings.js';
import type { Settings } from './settings.js';

/** What the elements say together, of rules in the catalogue. */
export function resolveElements(
  elements: readonly ConfigElement[],
  catalogue: readonly Rule[],
): ResolvedConfig {
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
