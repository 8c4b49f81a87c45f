/** Units + rules → findings, sorted, each once. */
import { bounded } from './bounded.js';
import type { Finding } from './finding.js';
import type { Report, Rule } from './rule.js';
import type { Unit } from './unit.js';

export interface RuleSetting {
  rule: Rule;
  severity: 'error' | 'warn';
  options: Readonly<Record<string, unknown>>;
}

/** Run the rules over a unit. A finding of several views is merged into one that names them. */
export function runRules(unit: Unit, rules: readonly RuleSetting[]): Finding[] {
  const found = new Map<string, { finding: Finding; views: Set<string> }>();
  for (const { rule, severity, options } of rules) {
    const report = (r: Report): void => {
      const key = `${rule.meta.id}\0${r.doc.source.path}\0${r.at.start}\0${r.at.end}\0${r.message}`;
      const seen = found.get(key);
      if (seen) {
        if (r.view) seen.views.add(r.view);
        return;
      }
      const finding: Finding = {
        ruleId: rule.meta.id,
        category: rule.meta.category,
        severity: severity === 'error' && r.severity !== 'warn' ? 'error' : 'warn',
        symptom: r.symptom ?? rule.meta.symptom,
        message: bounded(r.message),
        source: r.doc.source,
        start: r.at.start,
        end: Math.max(r.at.end, r.at.start),
      };
      if (r.fix) finding.fix = r.fix;
      if (r.related) finding.related = r.related;
      found.set(key, { finding, views: new Set(r.view ? [r.view] : []) });
    };
    rule.check({ unit, options, report });
  }
  const all = unit.analysis?.views.map((v) => v.name) ?? [];
  return [...found.values()].map(({ finding, views }) => {
    if (views.size > 0 && views.size < all.length) finding.views = [...views];
    return finding;
  });
}

/** Order of a report: by place, errors before warnings. */
export function sortFindings(findings: Finding[]): Finding[] {
  return findings.sort(
    (a, b) =>
      a.start - b.start ||
      Number(b.severity === 'error') - Number(a.severity === 'error') ||
      a.end - b.end ||
      (a.ruleId < b.ruleId ? -1 : 1),
  );
}

/** Drop findings that are the same in place, rule and words (a net judged with several solvers). */
export function uniqueFindings(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((f) => {
    const key = `${f.ruleId}\0${f.start}\0${f.end}\0${f.message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The findings of each file, by its path. */
export function findingsByPath(findings: readonly Finding[]): Map<string, Finding[]> {
  const byPath = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = byPath.get(finding.source.path);
    if (list) list.push(finding);
    else byPath.set(finding.source.path, [finding]);
  }
  return byPath;
}
