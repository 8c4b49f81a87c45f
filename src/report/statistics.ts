/** How often each rule found something: the table of `--statistics`. */
import type { Report } from './report.js';
import { plural, ruleName, totalsInWords, totalsOf } from './report.js';
import { messagesOf } from './result.js';
import { printableLine } from './safe-text.js';

export interface RuleCount {
  rule: string;
  errors: number;
  warnings: number;
  /** Findings that `--fix`, and that only `--unsafe-fixes` would mend. */
  safe: number;
  unsafe: number;
  files: number;
}

/** Counts per rule, the most frequent first. */
export function countRules({ files }: Pick<Report, 'files'>): RuleCount[] {
  const counts = new Map<string, RuleCount>();
  for (const file of files) {
    const here = new Set<string>();
    for (const m of messagesOf(file)) {
      const rule = ruleName(m);
      const count = counts.get(rule) ?? { rule, errors: 0, warnings: 0, safe: 0, unsafe: 0, files: 0 };
      counts.set(rule, count);
      if (m.severity === 2) count.errors++;
      else count.warnings++;
      if (m.fix?.applicability === 'safe') count.safe++;
      else if (m.fix?.applicability === 'unsafe') count.unsafe++;
      if (!here.has(rule)) count.files++;
      here.add(rule);
    }
  }
  const all = (c: RuleCount): number => c.errors + c.warnings;
  return [...counts.values()].sort(
    (a, b) => all(b) - all(a) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  );
}

/** The table as text; empty when nothing was found. */
export function formatStatistics(report: Report): string {
  const { colors, files, rule: info } = report;
  const counts = countRules(report);
  if (counts.length === 0) return '';
  const rows = counts.map((c) => [
    String(c.errors + c.warnings),
    c.errors > 0 ? 'error' : 'warning',
    printableLine(c.rule),
    plural(c.files, 'file'),
    c.safe > 0 ? `${c.safe} fixable` : c.unsafe > 0 ? `${c.unsafe} unsafe` : '',
    printableLine(info(c.rule)?.description ?? ''),
  ]);
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((r) => r[i]!.length)));
  const lines = rows.map(
    ([count = '', severity = '', rule = '', where = '', fixes = '', description = '']) => {
      const label = severity.padEnd(widths[1]!);
      return [
        colors.bold(count.padStart(widths[0]!)),
        severity === 'error' ? colors.red(label) : colors.yellow(label),
        rule.padEnd(widths[2]!),
        colors.dim(where.padEnd(widths[3]!)),
        ...(widths[4]! > 0 ? [colors.green(fixes.padEnd(widths[4]!))] : []),
        colors.dim(description),
      ]
        .join('  ')
        .trimEnd();
    },
  );
  const totals = totalsOf(files);
  return `${lines.join('\n')}\n\n${totalsInWords(totals)} in ${plural(totals.files, 'file')} of ${files.length}`;
}
