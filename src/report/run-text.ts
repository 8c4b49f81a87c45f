/** Runs for people at a terminal: diagnosis, what explains it, predicted beside happened. */
import type { Compared } from '../explanation/compare.js';
import type { Explanation } from '../explanation/explain.js';
import type { LikelyCause } from '../explanation/likely.js';
import type { Diagnosis } from '../log/diagnose.js';
import { noPaint, runReport } from '../log/report.js';
import type { ReportOptions } from '../log/report.js';
import type { LogRun } from '../log/run.js';
import { printableLine, printablePath } from './safe-text.js';
import { columns } from './columns.js';
import { wrap } from './wrap.js';

/** A run with what is known of it. */
export interface ExplainedRun {
  run: LogRun;
  diagnosis: Diagnosis;
  /** Undefined where neither the user nor the log gives a solver or net. */
  explanation: Explanation | undefined;
}

/** Verdicts that call for an explanation. */
const healthy = new Set(['learning', 'converged', 'too-early']);

/** Text of all runs of a log. */
export function runsText(runs: readonly ExplainedRun[], options: ReportOptions = {}): string {
  if (runs.length === 0) return 'no training run in this log: it has none of the lines that Caffe prints\n';
  return runs
    .map(({ run, diagnosis, explanation }) => {
      const text = runReport(run, diagnosis, options, runs.length > 1);
      return explanation ? text + explanationText(diagnosis, explanation, options) : text;
    })
    .join('\n');
}

function explanationText(
  diagnosis: Diagnosis,
  { causes, others, compared, notes, files }: Explanation,
  { paint = noPaint, width = 60 }: ReportOptions,
): string {
  const lines: string[] = [];
  if (causes.length > 0) {
    lines.push(paint.bold('what explains it'));
    causes.forEach((cause, i) => lines.push(...causeLines(cause, i, files, width + 20, paint)));
  } else if (!healthy.has(diagnosis.verdict)) {
    lines.push(paint.dim(`no finding in ${originOf(files)} explains it`));
  }
  if (others.length > 0)
    lines.push(
      paint.dim(
        othersText(
          others.map((f) => f.ruleId),
          causes.length > 0,
        ),
      ),
    );
  if (compared.length > 0) {
    lines.push(paint.bold('predicted and happened'));
    lines.push(...comparedLines(compared).map((line) => `  ${line}`));
  }
  for (const note of notes) lines.push(`  - ${printableLine(note)}`);
  return lines.map((line) => `${line}\n`).join('');
}

function causeLines(
  { finding, explains }: LikelyCause,
  index: number,
  files: Explanation['files'],
  width: number,
  paint: NonNullable<ReportOptions['paint']>,
): string[] {
  const place = files.placeOf(finding.source, finding.start);
  const at = `${printablePath(place.path)}:${place.line}`;
  const mark = finding.severity === 'error' ? paint.bad : paint.warn;
  const head = `  ${index + 1}. ${mark(finding.ruleId)}  ${paint.dim(`${at}, explains ${explains}`)}`;
  const text = wrap(printableLine(finding.message), Math.max(40, width - 5));
  const fix = finding.fix ? [`     fix: ${printableLine(finding.fix.title)}`] : [];
  return [head, ...text.map((line) => `     ${line}`), ...fix];
}

/** `2 other findings (old-format, test-schedule) do not`. */
function othersText(ids: readonly string[], besides: boolean): string {
  const unique = [...new Set(ids)];
  const list =
    unique.length > 4 ? `${unique.slice(0, 3).join(', ')} and ${unique.length - 3} more` : unique.join(', ');
  const many = ids.length === 1 ? '1 finding' : `${ids.length} findings`;
  return `${besides ? 'besides, ' : ''}${many} that ${ids.length === 1 ? 'does' : 'do'} not bear on it: ${printableLine(list)}`;
}

const originOf = ({ origin, results }: Explanation['files']): string =>
  origin === 'log'
    ? 'the solver and net that the log prints'
    : results.map((r) => printablePath(r.doc.source.path)).join(' and ');

function comparedLines(rows: readonly Compared[]): string[] {
  const cells = rows.map((row) => [
    row.iteration === undefined || row.what === 'first loss' ? row.what : `${row.what} at ${row.iteration}`,
    row.predicted,
    row.happened,
    row.agrees === undefined ? '' : row.agrees ? 'as predicted' : 'not as predicted',
  ]);
  const table = columns([['', 'predicted', 'happened', ''], ...cells]);
  return table.flatMap((line, i) => {
    const note = rows[i - 1]?.note;
    return note === undefined ? [line] : [line, `  (${note})`];
  });
}
