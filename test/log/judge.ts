import { diagnose } from '../../src/log/diagnose.js';
import type { Diagnosis } from '../../src/log/diagnose.js';
import { readLog } from '../../src/log/reader.js';
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
