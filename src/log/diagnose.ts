/** One run → what happened, and why one can say so. */
import { adviceFor } from './advice.js';
import { divergenceOf } from './divergence.js';
import type { Divergence } from './divergence.js';
import { decide } from './decide.js';
import { expectationOf } from './expectation.js';
import type { Expectation } from './expectation.js';
import { solverFacts } from './prototext.js';
import type { SolverFacts } from './prototext.js';
import type { Reason } from './reason.js';
import { remarksOn } from './remarks.js';
import type { LogRun } from './run.js';
import { testsOf } from './tests.js';
import type { TestFacts } from './tests.js';
import { curveOf } from './trends.js';
import type { Curve } from './trends.js';

export type Verdict =
  | 'learning'
  | 'converged'
  | 'overfitting'
  | 'plateau'
  | 'nan'
  | 'diverging'
  | 'oscillating'
  | 'data-suspect'
  | 'too-early';

/** `high`: a fixed point, or a trend far outside noise. `low`: the log leaves something out that would decide. */
export type Confidence = 'high' | 'medium' | 'low';

/** Everything the decision looks at; the parts are there for those who want to explain it. */
export interface Evidence {
  run: LogRun;
  solver: SolverFacts | undefined;
  expectation: Expectation;
  /** What changes are measured against: the loss at chance, else the first loss. */
  scale: number;
  /** Undefined with fewer than two finite losses. */
  curve: Curve | undefined;
  tests: TestFacts;
}

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

function gather(run: LogRun, classes: number | undefined): Evidence {
  const expectation = expectationOf(run);
  if (classes !== undefined && classes > 1 && expectation.classes === undefined) {
    expectation.classes = classes;
    expectation.chance ??= Math.log(classes);
  }
  // With a negative loss weight everything is judged upside down: what the layer itself computes must fall.
  const points = run.train.points().map((p) => (expectation.negative ? { ...p, value: -p.value } : p));
  const finite = points.filter((p) => Number.isFinite(p.value));
  const first = Math.abs(finite[0]?.value ?? 0);
  const scale = expectation.chance ?? (first > 0 ? first : 1);
  return {
    run,
    solver: run.solver && solverFacts(run.solver.text),
    expectation,
    scale,
    curve: finite.length > 1 ? curveOf(points, scale) : undefined,
    tests: testsOf(run, expectation, scale),
  };
}
