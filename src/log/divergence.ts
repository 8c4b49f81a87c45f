/** When a run went wrong, and at which rate. */
import { shown } from './number.js';
import type { LogRun } from './run.js';
import { rateAt } from './run.js';
import { medianFilter } from './statistics.js';

export interface Divergence {
  /** First iteration whose printed loss has left the run's best level for good. */
  iteration: number;
  /** The printed loss before it. */
  lastGood: { iteration: number; loss: number } | undefined;
  /** Learning rate in force then. */
  rate: number | undefined;
  /** First rate of the run, when it was lower: the schedule raised it. */
  raisedFrom: number | undefined;
}

/**
 * Walk back from the end to the last loss that still lay near the best: within a quarter of `scale`
 * (the loss at chance, or the first). With NaN at the end this finds the rise before it.
 */
export function divergenceOf(run: LogRun, scale: number): Divergence | undefined {
  const points = run.train.points();
  const sizes = points.map((p) => Math.abs(p.value));
  const finite = sizes.filter((v) => Number.isFinite(v));
  const best = Math.min(...medianFilter(finite, 5), ...finite.slice(0, 2));
  const limit = best + scale / 4;
  let at = points.length;
  while (at > 0 && !(sizes[at - 1]! <= limit)) at--;
  const bad = points[at];
  if (!bad) return undefined;
  const good = points[at - 1];
  const rate = rateAt(run, bad.iteration);
  const first = run.rate.first?.value;
  return {
    iteration: bad.iteration,
    lastGood: good && { iteration: good.iteration, loss: good.value },
    rate,
    raisedFrom:
      rate !== undefined && first !== undefined && Math.abs(first) < 0.99 * Math.abs(rate)
        ? first
        : undefined,
  };
}

/** In words: `it began between iteration 130 (loss 0.0016) and 140 (loss 9.46), at a learning rate of 0.1`. */
export function divergenceText(run: LogRun, divergence: Divergence): string {
  const { iteration, lastGood, rate, raisedFrom } = divergence;
  const bad = run.train.points().find((p) => p.iteration === iteration);
  const then = bad ? ` (loss ${shown(bad.value)})` : '';
  const when = lastGood
    ? `it began between iteration ${lastGood.iteration} (loss ${shown(lastGood.loss)}) and ${iteration}${then}`
    : `it was so from the first printed loss, at iteration ${iteration}${then}`;
  const at = rate === undefined ? '' : `, at a learning rate of ${shown(rate)}`;
  const raised = raisedFrom === undefined ? '' : `, which the schedule had raised from ${shown(raisedFrom)}`;
  return `${when}${at}${raised}`;
}
