/** Which fixes of one pass are applied together, and what the text is afterwards. */
import { applyEdits } from '../text/edit.js';
import type { Edit } from '../text/edit.js';
import type { Finding, Fix } from './finding.js';

export interface FixChoice {
  /** Also those that change what the file means. */
  unsafe: boolean;
  /** Only these rules; all when undefined. */
  rules?: ReadonlySet<string>;
}

export interface PassResult {
  text: string;
  applied: { ruleId: string; fix: Fix }[];
}

const allowed = (finding: Finding, choice: FixChoice): boolean =>
  finding.fix !== undefined &&
  (choice.rules === undefined || choice.rules.has(finding.ruleId)) &&
  (finding.fix.applicability === 'safe' || (choice.unsafe && finding.fix.applicability === 'unsafe'));

/** The findings whose fix the choice allows. */
export const fixable = (findings: readonly Finding[], choice: FixChoice): Finding[] =>
  findings.filter((f) => allowed(f, choice));

const touches = (a: Edit, b: Edit): boolean =>
  a.start === b.start ? true : a.start < b.start ? a.end > b.start : b.end > a.start;

/**
 * Apply one pass over one file's text: fixes in the order of their first edit, each whole or not at
 * all; one that overlaps an earlier one, or belongs to an isolation group already used, waits for the
 * next pass.
 */
export function applyPass(text: string, findings: readonly Finding[], choice: FixChoice): PassResult {
  const candidates = fixable(findings, choice)
    .map((f) => ({ ruleId: f.ruleId, fix: f.fix! }))
    .filter((c) => c.fix.edits.length > 0)
    .sort(
      (a, b) => firstOf(a.fix) - firstOf(b.fix) || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0),
    );
  const taken: Edit[] = [];
  const groups = new Set<string>();
  const applied: PassResult['applied'] = [];
  for (const candidate of candidates) {
    const { edits, isolation } = candidate.fix;
    if (isolation !== undefined && groups.has(isolation)) continue;
    const same = edits.every((e) =>
      taken.some((x) => x.start === e.start && x.end === e.end && x.text === e.text),
    );
    if (same) continue;
    if (edits.some((e) => taken.some((x) => touches(x, e)))) continue;
    taken.push(...edits);
    if (isolation !== undefined) groups.add(isolation);
    applied.push(candidate);
  }
  return { text: applied.length > 0 ? applyEdits(text, taken) : text, applied };
}

const firstOf = (fix: Fix): number => Math.min(...fix.edits.map((e) => e.start));
