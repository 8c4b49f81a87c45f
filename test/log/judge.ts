import { diagnose } from '../../src/log/diagnose.js';
import type { Diagnosis } from '../../src/log/diagnose.js';
import { readLog } from '../../src/log/reader.js';
import type { ReportOptions } from '../../src/log/report.js';
import type { LogRun } from '../../src/log/run.js';
import { runsToJson } from '../../src/report/run-json.js';
import { runsText } from '../../src/report/run-text.js';
import type { ExplainedRun } from '../../src/report/run-text.js';
import type { LogPlan } from './make-log.js';
import { makeLog } from './make-log.js';

export const LN10 = 2.30259;

/** Diagnosis of the last run of a made log. */
export async function judge(plan: LogPlan): Promise<Diagnosis> {
  return diagnose((await readLog(makeLog(plan))).at(-1)!);
}

export const ids = (d: Diagnosis) => d.reasons.map((r) => r.id);
export const said = (d: Diagnosis, id: string) => d.reasons.find((r) => r.id === id)?.message ?? '';

/** Tests every 100 iterations from 0 on. */
export const testsOf = (n: number, loss: (i: number) => number | string, accuracy?: (i: number) => number) =>
  Array.from({ length: n }, (_, i) => ({
    iteration: 100 * i,
    loss: loss(i),
    ...(accuracy ? { accuracy: accuracy(i) } : {}),
  }));

const explained = (runs: readonly LogRun[]): ExplainedRun[] =>
  runs.map((run) => ({ run, diagnosis: diagnose(run), explanation: undefined }));

/** The report and the JSON of runs whose files nobody knows. */
export const report = (runs: readonly LogRun[], options?: ReportOptions) =>
  runsText(explained(runs), options);
export const toJson = (runs: readonly LogRun[]) => runsToJson(explained(runs));
