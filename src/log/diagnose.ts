/** One run → what happened, and why one can say so. */
import { adviceFor } from './advice.js';
import { decide } from './decide.js';
import { divergenceOf } from './divergence.js';
import type { Divergence } from './divergence.js';
import { gather } from './evidence.js';
import type { Confidence, Evidence, Verdict } from './evidence.js';
import type { Reason } from './reason.js';
import { remarksOn } from './remarks.js';
import type { LogRun } from './run.js';

export type { Confidence, Evidence, Verdict } from './evidence.js';

export interface Diagnosis {
  verdict: Verdict;
  confidence: Confidence;
  /** Most weighty first; the first one is what the verdict rests on. */
  reasons: Reason[];
  advice: string[];
  /** For `nan` and `diverging`, and for a plateau that was fallen back to. */
  divergence: Divergence | undefined;
  initialRate: number | undefined;
  lastRate: number | undefined;
  /** First loss as printed, and what the net's text lets one expect. */
  firstLoss: number | undefined;
  expectedFirstLoss: number | undefined;
  evidence: Evidence;
}

/**
 * Diagnose a run. Works on a run that is still being read, too: call it again when more has been read.
 * @param classes the number of classes, where the user knows better than the log
 */
export function diagnose(run: LogRun, { classes }: { classes?: number } = {}): Diagnosis {
  const evidence = gather(run, classes);
  const { verdict, confidence, reasons } = decide(evidence);
  const lost = verdict === 'nan' || verdict === 'diverging' || reasons.some((r) => r.id === 'collapsed');
  const divergence = lost ? divergenceOf(run, evidence.scale) : undefined;
  const all = [...reasons, ...remarksOn(evidence, verdict, divergence)];
  return {
    verdict,
    confidence,
    reasons: all,
    advice: adviceFor(verdict, all, evidence),
    divergence,
    initialRate: run.rate.first?.value ?? evidence.solver?.baseRate,
    lastRate: run.rate.last?.value,
    firstLoss: run.train.first?.value,
    expectedFirstLoss: evidence.expectation.chance,
    evidence,
  };
}
