/** What holds for a file → how it is linted. */
import type { ResolvedConfig } from '../config/resolved.js';
import type { AnalysisOptions } from '../analysis/net-analysis.js';
import { ruleSettings } from '../config/rule-entry.js';
import { DIRECTIVE_WITHOUT_REASON, UNUSED_DIRECTIVE } from '../engine/directives.js';
import type { LinterOptions } from './linter.js';

export interface RunOptions {
  /** Comments that switch rules off are honoured. */
  inlineConfig: boolean;
  /** Rules at warning level are not run. */
  errorsOnly: boolean;
}

/**
 * The options of a file.
 * @param schema What the settings' dialect or .proto come to.
 * @param told What else the user tells; without `weightsOf` the setting alone says whether weights are loaded.
 */
export function linterOptions(
  { rules: states, settings, catalogue, extensions }: ResolvedConfig,
  schema: LinterOptions['schema'],
  run: RunOptions,
  told: Pick<AnalysisOptions, 'knowledge' | 'weightsOf' | 'labelsOf'> = {},
): LinterOptions {
  const all = ruleSettings(states, catalogue);
  const wanted = run.errorsOnly ? all.filter((r) => r.severity === 'error') : all;
  // Trained weights take the place of what the fillers make; which ones, only the file tells.
  const unread = told.weightsOf ? told.weightsOf(undefined, [])?.unread : settings.weights;
  const rules = unread ? wanted.filter((r) => r.rule.meta.category !== 'init') : wanted;
  return {
    schema,
    dialects: extensions?.dialects,
    rules,
    analysis: { given: new Map(Object.entries(settings.inputs ?? {})), types: extensions?.types, ...told },
    directives: run.inlineConfig && {
      unused: states.get(UNUSED_DIRECTIVE)?.level ?? 'off',
      withoutReason: states.get(DIRECTIVE_WITHOUT_REASON)?.level ?? 'off',
      known: new Set(catalogue.map((r) => r.meta.id)),
      skipped: new Set(all.filter((r) => !rules.includes(r)).map((r) => r.rule.meta.id)),
    },
  };
}
