/** What a log says of one run, before anyone judges it. */
import { assumeFromLoss, expectationOf } from './expectation.js';
import type { Expectation } from './expectation.js';
import { solverFacts } from './prototext.js';
import type { SolverFacts } from './prototext.js';
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

/**
 * Gather the evidence of a run.
 * @param classes number of classes, where the caller knows what the log does not tell
 */
export function gather(run: LogRun, classes: number | undefined): Evidence {
  const expectation = expectationOf(run);
  if (classes !== undefined && classes > 1 && expectation.classes === undefined) {
    expectation.classes = classes;
    expectation.chance ??= Math.log(classes);
  }
  // With a negative loss weight everything is judged upside down: what the layer itself computes must fall.
  const points = run.train.points().map((p) => (expectation.negative ? { ...p, value: -p.value } : p));
  const finite = points.filter((p) => Number.isFinite(p.value));
  const first = Math.abs(finite[0]?.value ?? 0);
  const untrained = run.train.first?.iteration === 0 && run.fineTunedFrom.length === 0;
  if (untrained && expectation.chance === undefined) assumeFromLoss(expectation, first);
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
