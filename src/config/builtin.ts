/** The rules that come with caffe-lint, and its presets. */
import { rules } from '../../rules/index.js';
import { DIRECTIVE_WITHOUT_REASON, UNUSED_DIRECTIVE } from '../engine/directives.js';
import { defineRule } from '../engine/rule.js';
import type { Rule } from '../engine/rule.js';
import type { RuleState, RuleStates } from './rule-entry.js';

/** Findings about directives come from the linter itself; as rules they only have a severity. */
export const directiveRules: readonly Rule[] = [
  defineRule({
    meta: {
      id: UNUSED_DIRECTIVE,
      category: 'style',
      severity: 'warn',
      symptom: 'none',
      description: 'A comment switches a rule off where the rule finds nothing.',
      fix: 'safe',
    },
    check: () => undefined,
  }),
  defineRule({
    meta: {
      id: DIRECTIVE_WITHOUT_REASON,
      category: 'style',
      severity: 'off',
      symptom: 'none',
      description: 'A comment switches a rule off and does not say why.',
      fix: 'none',
    },
    check: () => undefined,
  }),
];

/** Pages of `directiveRules` for `caffe-lint explain`. */
export const directivePages: Readonly<Record<string, string>> = {
  [UNUSED_DIRECTIVE]: `# ${UNUSED_DIRECTIVE}

A comment such as \`# caffe-lint-disable-next-line zero-init-stack\` covers a place where the rule finds
nothing (any more), names a rule that does not exist, or is misspelt. It would hide the next real finding.

\`--fix\` removes the comment, or the rule from its list.

In a net that is linted without its solver nothing is said of directives for rules that judge training:
together with the solver they may be needed.
`,
  [DIRECTIVE_WITHOUT_REASON]: `# ${DIRECTIVE_WITHOUT_REASON}

A comment switches a rule off without saying why. The reason stands behind two dashes:

    # caffe-lint-disable-next-line zero-init-stack -- the head is warm-started from the snapshot

Off by default; set it in a configuration: \`"rules": {"${DIRECTIVE_WITHOUT_REASON}": "warn"}\`.
`,
};

/** Every built-in rule. */
export const builtInRules: readonly Rule[] = [...rules, ...directiveRules];

const states = (level: (rule: Rule) => RuleState['level'], from: readonly Rule[]): RuleStates =>
  new Map(from.map((rule) => [rule.meta.id, { level: level(rule), options: undefined }]));

/**
 * The presets. `recommended`: each rule at its own severity. `strict`: the same rules, all as errors.
 * `all`: every rule, those that are off by default as warnings.
 */
export const presets: Readonly<Record<string, RuleStates>> = {
  'caffe-lint:recommended': states((r) => r.meta.severity, builtInRules),
  'caffe-lint:strict': states((r) => (r.meta.severity === 'off' ? 'off' : 'error'), builtInRules),
  'caffe-lint:all': states((r) => (r.meta.severity === 'off' ? 'warn' : r.meta.severity), builtInRules),
};

/** What holds where no configuration says otherwise. */
export const recommended: RuleStates = presets['caffe-lint:recommended']!;
