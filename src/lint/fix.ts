/** Fix to a fixed point: passes over all files, each re-read from the edited text. */
import { parse } from '../../grammar/parser.js';
import { applyPass, fixable } from '../engine/fixer.js';
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
}

/** A rule whose fixes of one file were not kept. */
export interface TakenBack {
  path: string;
  ruleId: string;
  /** It added a syntax error, or MAX_PASSES found no end to it. */
  why: 'syntax' | 'loop';
}

export interface FixOutcome<Result extends LintedFile = FileResult> {
  /** Files whose text changed. */
  fixed: Fixed[];
  /** Findings that are left, on the edited texts. */
  results: Result[];
  takenBack: TakenBack[];
}

/** Why rules are left out, by file. */
type Bans = Map<string, Map<string, TakenBack['why']>>;

/** So often fixing begins anew without the rules that found no end; then those files stay as they were. */
const MAX_STARTS = 4;

/**
 * Apply fixes until nothing changes. `lint` reads each file through the overlay of edited texts.
 * A pass that adds a syntax error is redone rule by rule without the culprit; where fixes keep undoing each
 * other, all begins anew without them.
 */
export function fixToFixedPoint(
  lint: (overlay: ReadonlyMap<string, string>) => FileResult[],
  choice: FixChoice,
): FixOutcome {
  const bans: Bans = new Map();
  for (let start = 1; ; start++) {
    const { looping, ...outcome } = passes(lint, choice, bans, start > MAX_STARTS);
    if (looping.size === 0) return { ...outcome, takenBack: takenBackOf(bans) };
    for (const [path, rules] of looping) for (const id of rules) bansOf(bans, path).set(id, 'loop');
  }
}

const bansOf = (bans: Bans, path: string): Map<string, TakenBack['why']> => {
  const own = bans.get(path) ?? new Map<string, TakenBack['why']>();
  bans.set(path, own);
  return own;
};

const takenBackOf = (bans: Bans): TakenBack[] =>
  [...bans].flatMap(([path, rules]) => [...rules].map(([ruleId, why]) => ({ path, ruleId, why })));

/** @param last Files with a rule that found no end are not fixed at all. */
function passes(
  lint: (overlay: ReadonlyMap<string, string>) => FileResult[],
  choice: FixChoice,
  bans: Bans,
  last: boolean,
): Omit<FixOutcome, 'takenBack'> & { looping: Map<string, Set<string>> } {
  const overlay = new Map<string, string>();
  const fixed = new Map<string, Fixed>();
  const looping = new Map<string, Set<string>>();
  /** How many findings could be mended, in the pass before. */
  const left = new Map<string, number>();
  let results = lint(overlay);
  for (let pass = 0; ; pass++) {
    let changed = false;
    for (const { doc, findings } of results) {
      const path = doc.source.path;
      const own = bansOf(bans, path);
      if (last && [...own.values()].includes('loop')) continue;
      const usable = findings.filter((f) => !own.has(f.ruleId));
      const outcome = applyChecked(doc.source.text, usable, choice, doc.tree.errors.length, own);
      if (outcome.text === doc.source.text) continue;
      const count = fixable(usable, choice).length;
      const shrinks = count < (left.get(path) ?? Infinity);
      left.set(path, count);
      // Of a group one is mended in a pass: as long as they get fewer, there is an end to it.
      if (pass >= MAX_PASSES && !shrinks) {
        looping.set(path, new Set(outcome.applied.map((a) => a.ruleId)));
        continue;
      }
      changed = true;
      overlay.set(path, outcome.text);
      const entry = fixed.get(path) ?? { source: doc.source, text: '', applied: new Map<string, number>() };
      entry.text = outcome.text;
      for (const { ruleId } of outcome.applied)
        entry.applied.set(ruleId, (entry.applied.get(ruleId) ?? 0) + 1);
      fixed.set(path, entry);
    }
    if (!changed) break;
    results = lint(overlay);
  }
  return { fixed: [...fixed.values()].filter((f) => f.text !== f.source.text), results, looping };
}

function applyChecked(
  text: string,
  findings: FileResult['findings'],
  choice: FixChoice,
  errorsBefore: number,
  bans: Map<string, TakenBack['why']>,
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
    if (parse(alone.text).errors.length > errorsBefore) bans.set(id, 'syntax');
  }
  const rest = applyPass(
    text,
    findings.filter((f) => !bans.has(f.ruleId)),
    choice,
  );
  return parse(rest.text).errors.length > errorsBefore ? { text, applied: [] } : rest;
}
