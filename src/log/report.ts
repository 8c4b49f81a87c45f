/** The diagnosis for people at a terminal. */
import type { Diagnosis, Verdict } from './diagnose.js';
import { headline } from './headline.js';
import { shown } from './number.js';
import type { LogRun } from './run.js';
import type { Point } from './series.js';
import { sparkline } from './sparkline.js';

/** How to mark text; the caller decides on colours, or passes functions that change nothing. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
}

const plainly = (text: string): string => text;
export const noPaint: Paint = { bold: plainly, dim: plainly, good: plainly, bad: plainly, warn: plainly };

export interface ReportOptions {
  paint?: Paint;
  /** Characters of the curves. */
  width?: number;
  /** Bars in ASCII, for terminals that have no others. */
  ascii?: boolean;
}

const moods: Record<Verdict, 'good' | 'bad' | 'warn'> = {
  learning: 'good',
  converged: 'good',
  overfitting: 'warn',
  plateau: 'bad',
  nan: 'bad',
  diverging: 'bad',
  oscillating: 'warn',
  'data-suspect': 'warn',
  'too-early': 'warn',
};

/** Text of one run: which it is, its curves, the verdict in one sentence, the reasons, and what to do. */
export function runReport(
  run: LogRun,
  diagnosis: Diagnosis,
  { paint = noPaint, width = 60, ascii = false }: ReportOptions = {},
  numbered = false,
): string {
  const lines: string[] = [];
  const of = numbered ? `run ${run.index + 1}: ` : '';
  lines.push(paint.dim(clean(`${of}${titleOf(run, diagnosis)}`)));
  for (const curve of curvesOf(run, diagnosis)) {
    const spark = sparkline(curve.points, { width, ascii, from: curve.from, to: curve.to });
    const range = `${shown(spark.min)} to ${shown(spark.max)}${spark.logarithmic ? ', by logarithm' : ''}`;
    const known = Number.isFinite(spark.min) ? paint.dim(` ${range}`) : '';
    lines.push(`${curve.name.padEnd(6)}${spark.text}${known}`);
  }
  const mark = paint[moods[diagnosis.verdict]];
  const sure = diagnosis.confidence === 'high' ? '' : paint.dim(` (${diagnosis.confidence} confidence)`);
  lines.push(`${mark(paint.bold(diagnosis.verdict))}  ${clean(headline(diagnosis))}${sure}`);
  for (const reason of diagnosis.reasons) lines.push(`  - ${clean(reason.message)}`);
  if (diagnosis.advice.length > 0) lines.push(paint.bold('what to do'));
  for (const step of diagnosis.advice) lines.push(`  > ${clean(step)}`);
  return `${lines.join('\n')}\n`;
}

function titleOf(run: LogRun, { evidence }: Diagnosis): string {
  const first = run.train.first?.iteration;
  const last = run.train.last?.iteration;
  const max = evidence.solver?.maxIterations;
  const span =
    first === undefined || last === undefined
      ? 'no loss printed'
      : `iterations ${first} to ${last}${max ? ` of ${max}` : ''}, ${run.train.count} losses`;
  const from = run.resumedFrom ? `, resumed from ${run.resumedFrom}` : '';
  const endings = {
    finished: 'finished',
    stopped: 'stopped',
    crashed: 'crashed',
    open: 'cut or still running',
  };
  return `${run.netName ? `"${run.netName}", ` : ''}${span}${from}, ${endings[run.ending]} (lines ${run.firstLine} to ${run.lastLine})`;
}

function curvesOf(
  run: LogRun,
  { evidence }: Diagnosis,
): { name: string; points: Point[]; from: number; to: number }[] {
  const train = run.train.points();
  if (train.length < 2) return [];
  const tests = evidence.tests.loss;
  const from = train[0]!.iteration;
  const to = Math.max(train.at(-1)!.iteration, tests.at(-1)?.iteration ?? 0);
  return [
    { name: 'train', points: train, from, to },
    ...(tests.length > 1 ? [{ name: 'test', points: tests, from, to }] : []),
  ];
}

/** Texts from the log go to a terminal: no control characters. */
function clean(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ');
}
