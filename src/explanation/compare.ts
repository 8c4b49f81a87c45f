/** What the linter predicts of a run, beside what happened. */
import { propagate } from '../analysis/numbers.js';
import type { Numbers, NumbersOptions } from '../analysis/numbers.js';
import type { Unit } from '../engine/unit.js';
import type { Diagnosis, Verdict } from '../log/diagnose.js';
import type { LogRun } from '../log/run.js';
import { bvlc } from '../schema/tables/bvlc.js';
import { shownNumber } from '../solver/facts.js';
import { learningRate } from '../solver/schedule.js';
import { prognosis } from '../training/prognosis.js';
import type { Fate } from '../training/run.js';

export interface Compared {
  what: 'first loss' | 'fate' | 'learning rate';
  /** At which iteration. */
  iteration: number | undefined;
  predicted: string;
  happened: string;
  /** Undefined where the two cannot be held against each other. */
  agrees: boolean | undefined;
  /** Why not, or what a difference means. */
  note: string | undefined;
}

/** One mini-batch and one draw of the weights are not their expectation. */
const NEAR = 1.5;
/** Caffe prints six digits of a float. */
const SAME_RATE = 0.001;

const fates: Readonly<Record<Fate, readonly Verdict[]>> = {
  trains: ['learning', 'converged', 'overfitting'],
  nan: ['nan', 'diverging'],
  plateau: ['plateau'],
  slow: ['learning', 'plateau'],
  unsure: [],
};

const words: Readonly<Record<Fate, string>> = {
  trains: 'it trains',
  nan: 'NaN, or its like',
  plateau: 'it does not learn',
  slow: 'it learns slowly',
  unsure: 'either way',
};

/** Rows for a report; empty where the files tell nothing that can be compared. */
export function compare(diagnosis: Diagnosis, unit: Unit, options: NumbersOptions): Compared[] {
  const { run } = diagnosis.evidence;
  const view = unit.analysis?.train;
  const numbers = view && propagate(view, options);
  return [numbers && firstLoss(run, numbers), fate(diagnosis, unit), rate(diagnosis, unit)].filter(
    (row) => row !== undefined,
  );
}

function firstLoss(run: LogRun, numbers: Numbers): Compared | undefined {
  const first = run.train.first;
  if (!first || numbers.loss === undefined) return undefined;
  const row = {
    what: 'first loss' as const,
    iteration: first.iteration,
    predicted: shownNumber(numbers.loss),
    happened: shownNumber(first.value),
  };
  const loaded = run.resumedFrom !== undefined || run.fineTunedFrom.length > 0;
  if (loaded || first.iteration > 1)
    return {
      ...row,
      agrees: undefined,
      note: loaded
        ? 'the prediction is for the net as its fillers make it, and this run loaded weights'
        : 'the log does not hold the first loss',
    };
  const ratio = first.value / numbers.loss;
  const agrees = ratio < NEAR && ratio > 1 / NEAR;
  const note = agrees
    ? undefined
    : Number.isFinite(ratio) && ratio > 0
      ? `${shownNumber(ratio)} times the prediction, which takes the data for ordinary images and every class for equally frequent`
      : 'the run was lost from its first loss';
  return { ...row, agrees, note };
}

function fate({ verdict, evidence }: Diagnosis, unit: Unit): Compared | undefined {
  const view = unit.analysis?.train;
  const { solver } = unit;
  const foreseen = view && solver && prognosis(view, solver);
  if (!foreseen) return undefined;
  const loaded = evidence.run.resumedFrom !== undefined || evidence.run.fineTunedFrom.length > 0;
  const open =
    foreseen.verdict === 'unsure' ||
    foreseen.lucky !== undefined ||
    ['too-early', 'data-suspect', 'oscillating'].includes(verdict);
  return {
    what: 'fate',
    iteration: undefined,
    predicted: words[foreseen.verdict],
    happened: verdict,
    agrees: open || loaded ? undefined : fates[foreseen.verdict].includes(verdict),
    note: loaded
      ? 'the simulation starts from the fillers, and this run loaded weights'
      : foreseen.whole
        ? undefined
        : `the simulation covers the first ${foreseen.evidence?.iterations ?? 400} iterations at most`,
  };
}

/** The schedule against the printed rate: where the run went wrong, else at its end. */
function rate({ divergence, evidence }: Diagnosis, unit: Unit): Compared | undefined {
  const { run } = evidence;
  const { solver } = unit;
  const last = run.rate.last;
  const point =
    divergence?.rate === undefined ? last : { iteration: divergence.iteration, value: divergence.rate };
  if (!solver || !point) return undefined;
  const scheduled = learningRate(solver, point.iteration);
  if (scheduled === undefined || Number.isNaN(scheduled)) return undefined;
  const same = Math.abs(scheduled - point.value) <= SAME_RATE * Math.abs(scheduled);
  // A floor, a ramp or layer-wise rates are not in BVLC's schedule.
  const forked = solver.names().some((name) => !(name in (bvlc.messages['SolverParameter'] ?? {})));
  const agrees = forked && !same ? undefined : same;
  return {
    what: 'learning rate',
    iteration: point.iteration,
    predicted: shownNumber(scheduled),
    happened: shownNumber(point.value),
    agrees,
    note: same
      ? undefined
      : forked
        ? "the solver has fields of a fork, which may change BVLC's schedule"
        : 'the run did not follow this schedule: another solver ran, or a fork that scales the rate',
  };
}
