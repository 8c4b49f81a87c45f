/** Fix to a fixed point: passes over all files, each re-read from the edited text. */
import { parse } from '../../grammar/parser.js';
import { applyPass } from '../engine/fixer.js';
import type { FixChoice } from '../engine/fixer.js';
import type { SourceText } from '../text/source-text.js';
import type { LintedFile } from './linted-file.js';
import type { FileResult } from './linter.js';

export const MAX_PASSES = 10;

export interface Fixed {
  source: SourceText;
  /** The text after all passes. */
  text: string;
  /** How many fixes of each rule were applied. */
  applied: Map<string, number>;
  /** Rules whose fix was taken back because it broke the text's syntax. */
  culprits: string[];
}

export interface FixOutcome<Result extends LintedFile = FileResult> {
  /** Files whose text changed. */
  fixed: Fixed[];
  /** Findings that are left, on the edited texts. */
  results: Result[];
  /** True when MAX_PASSES did not reach a fixed point. */
  circular: boolean;
}

/**
 * Apply fixes until nothing changes. `lint` reads each file through the overlay of edited texts.
 * A pass that adds a syntax error is redone rule by rule without the culprit.
 */
export function fixToFixedPoint(
  lint: (overlay: ReadonlyMap<string, string>) => FileResult[],
  choice: FixChoice,
): FixOutcome {
  const overlay = new Map<string, string>();
  const fixed = new Map<string, Fixed>();
  const banned = new Map<string, Set<string>>();
  let results = lint(overlay);
  let circular = false;
  for (let pass = 0; ; pass++) {
    let changed = false;
    for (const { doc, findings } of results) {
      const path = doc.source.path;
      const bans = banned.get(path) ?? new Set<string>();
      const usable = findings.filter((f) => !bans.has(f.ruleId));
      const outcome = applyChecked(doc.source.text, usable, choice, doc.tree.errors.length, bans);
      if (bans.size > 0) banned.set(path, bans);
      if (outcome.text === doc.source.text) continue;
      if (pass === MAX_PASSES) {
        circular = true;
        continue;
      }
      changed = true;
      overlay.set(path, outcome.text);
      const entry = fixed.get(path) ?? {
        source: doc.source,
        text: '',
        applied: new Map<string, number>(),
        culprits: [],
      };
      entry.text = outcome.text;
      for (const { ruleId } of outcome.applied)
        entry.applied.set(ruleId, (entry.applied.get(ruleId) ?? 0) + 1);
      entry.culprits = [...bans];
      fixed.set(path, entry);
    }
    if (!changed) break;
    results = lint(overlay);
  }
  return { fixed: [...fixed.values()].filter((f) => f.text !== f.source.text), results, circular };
}

function applyChecked(
  text: string,
  findings: FileResult['findings'],
  choice: FixChoice,
  errorsBefore: number,
  bans: Set<string>,
): ReturnType<typeof applyPass> {
  const whole = applyPass(text, findings, choice);
  if (whole.applied.length === 0 || parse(whole.text).errors.length <= errorsBefore) return whole;
  // Something in this pass broke the text: find the rules that do it alone, and go on without them.
  for (const id of new Set(whole.applied.map((a) => a.ruleId))) {
    const alone = applyPass(
      text,
      findings.filter((f) => f.ruleId === id),
      choice,
    );
    if (parse(alone.text).errors.length > errorsBefore) bans.add(id);
  }
  const rest = applyPass(
    text,
    findings.filter((f) => !bans.has(f.ruleId)),
    choice,
  );
  return parse(rest.text).errors.length > errorsBefore ? { text, applied: [] } : rest;
}
