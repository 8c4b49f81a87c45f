/** What configurations come to for a file; light, for every run needs it. */
import type { Rule } from '../engine/rule.js';
import { builtInRules, recommended } from './builtin.js';
import type { Extensions } from './extensions.js';
import type { RuleStates } from './rule-entry.js';
import type { Settings } from './settings.js';

/** What holds for a file. Files for which the same holds share one object. */
export interface ResolvedConfig {
  rules: RuleStates;
  settings: Settings;
  /** Every rule there is for this file: built in, and from its plugins. */
  catalogue: readonly Rule[];
  /** Layer types, dialects and formatters of its plugins; undefined where it has none. */
  extensions?: Extensions | undefined;
  /** The configurations it comes from, lowest rank first, as messages name them. */
  files: readonly string[];
  ignorePatterns: readonly string[];
  plugins: readonly string[];
}

/** What holds where there is no configuration. */
export const defaultConfig: ResolvedConfig = {
  rules: recommended,
  settings: {},
  catalogue: builtInRules,
  files: [],
  ignorePatterns: [],
  plugins: [],
};
