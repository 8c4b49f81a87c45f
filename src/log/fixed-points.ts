/** Values a loss gets stuck at, and what each of them proves (failure-modes.md, section 0). */
import { LOG_CEILING, SOFTMAX_CEILING } from './expectation.js';
import type { Expectation } from './expectation.js';
import { shown } from './number.js';
import type { Reason } from './reason.js';
import type { LogRun } from './run.js';
import { median, quantile } from './statistics.js';
import type { TestFacts } from './tests.js';
import { EXPLODED, MIN_POINTS, PINNED } from './thresholds.js';
import type { Point } from './series.js';

/** Relative difference within which a printed number (six digits) is the constant it looks like. */
const PRINTED = 2e-5;

const equals = (value: number, constant: number): boolean =>
  Math.abs(value - constant) <= PRINTED * Math.abs(constant);

/** Points that show what the run ends in: the last quarter, five at least and fifty at most. */
export function ending(points: readonly Point[]): Point[] {
  return points.slice(-Math.min(50, Math.max(5, Math.ceil(points.length / 4))));
}

/** NaN, infinity, the ceiling of a softmax, or a loss that has exploded: the run is lost. Undefined when it is not. */
export function lostBy(run: LogRun, expectation: Expectation, tests: TestFacts): Reason | undefined {
  return nonFinite(run, tests) ?? atCeiling(run, expectation, tests) ?? exploded(run, expectation);
}

function nonFinite(run: LogRun, tests: TestFacts): Reason | undefined {
  const since = run.train.badSince;
  if (!since) return undefined;
  const accuracy = luckyAccuracy(tests);
  const word = Number.isNaN(since.value) ? 'NaN' : 'infinite';
  const from =
    run.train.count === run.train.bad
      ? 'from the first value that was printed'
      : `from iteration ${since.iteration} on`;
  return {
    id: 'loss-not-finite',
    message: `the loss is ${word} ${from}; weights that are NaN never come back${run.mode === 'CPU' ? "; on a GPU SoftmaxWithLoss would show 87.3365 instead, because CUDA's max(NaN, FLT_MIN) is FLT_MIN" : ''}${accuracy}`,
    iteration: since.iteration,
    value: since.value,
  };
}

function atCeiling(run: LogRun, expectation: Expectation, tests: TestFacts): Reason | undefined {
  const last = ending(run.train.points()).map((p) => ({ ...p, value: Math.abs(p.value) }));
  if (last.length < 3 || isLogLoss(expectation)) return undefined;
  const level = median(last.map((p) => p.value));
  const ceiling = expectation.ceiling ?? SOFTMAX_CEILING;
  const k = expectation.classes;
  const iteration = startOf(run, 0.5 * ceiling);
  const weighted = equals(ceiling, SOFTMAX_CEILING)
    ? ''
    : ` (${shown(ceiling)} with this net's loss weights and normalisation)`;
  if (last.every((p) => equals(p.value, ceiling)))
    return {
      id: 'softmax-ceiling',
      message: `the loss stays at exactly 87.3365 = -ln(FLT_MIN)${weighted}; ${ceilingCause(run, k)}${luckyAccuracy(tests)}`,
      iteration,
      value: level,
    };
  if (expectation.ceiling === undefined || !k || k < 2) return undefined;
  const oneSided = ceiling * (1 - 1 / k);
  const low = quantile(
    last.map((p) => p.value),
    0.25,
  );
  if (run.train.count < MIN_POINTS || low < PINNED * oneSided || level > 1.001 * ceiling) return undefined;
  return {
    id: 'one-sided-scores',
    message: `the loss stays near ${shown(oneSided)} = ${shown(ceiling)} x (1 - 1/${k}): scores are finite but so one-sided that one class is predicted with certainty for everything, right for one sample in ${k} and at the 87.3365 ceiling for the others${weighted}`,
    iteration,
    value: level,
  };
}

function ceilingCause(run: LogRun, classes: number | undefined): string {
  if (run.mode === 'CPU')
    return 'on a CPU NaN would print as nan, so the scores are finite and give every label a probability of 0: they are hugely one-sided, or the labels do not fit the net';
  const proof =
    classes === 2
      ? '; with two classes finite scores would be right for every other sample and show 43.67'
      : '';
  return `this is what SoftmaxWithLoss prints on a GPU when the weights are NaN${proof}`;
}

/** Comparisons with NaN are false, so that Accuracy finds no score above the label's (accuracy_layer.cpp). */
const luckyAccuracy = (tests: TestFacts): string =>
  tests.lastAccuracy === 1
    ? '; the accuracy of 1 is no success either: comparisons with NaN are false, and the Accuracy layer then counts every sample as right'
    : '';

const isLogLoss = (expectation: Expectation): boolean =>
  expectation.losses.length > 0 &&
  expectation.losses.every((l) => l.type === 'multinomiallogisticloss' || l.type === 'infogainloss');

/** 46.05: a probability below 1e-20 where the loss takes its logarithm. */
export function logCeiling(run: LogRun, expectation: Expectation): Reason | undefined {
  const level = median(ending(run.train.points()).map((p) => p.value));
  const isLog = isLogLoss(expectation);
  const ceiling = (isLog ? expectation.ceiling : undefined) ?? LOG_CEILING;
  const k = isLog ? (expectation.classes ?? Infinity) : Infinity;
  const pinned = isLog
    ? level >= PINNED * ceiling * (1 - 1 / k) && level <= 1.001 * ceiling
    : equals(level, ceiling);
  if (!pinned) return undefined;
  return {
    id: 'log-ceiling',
    message: `the loss stays at ${shown(level)}: 46.0517 = -ln(1e-20) is where MultinomialLogisticLoss and InfogainLoss cut off, so the probability of the right class is 0; these losses expect probabilities, and raw scores do this`,
    iteration: startOf(run, 0.5 * ceiling),
    value: level,
  };
}

/** Losses without a ceiling (squared errors and the like) that have grown beyond anything an untrained net gives. */
function exploded(run: LogRun, expectation: Expectation): Reason | undefined {
  const bounded = expectation.losses.length > 0 && expectation.losses.every((l) => l.ceiling !== undefined);
  const first = run.train.first?.value ?? NaN;
  const level = median(ending(run.train.points()).map((p) => p.value));
  const limit = EXPLODED * Math.max(Math.abs(first), 1);
  if (bounded || run.train.count < 3 || !(level > limit)) return undefined;
  return {
    id: 'loss-exploded',
    message: `the loss is ${shown(level)}, ${shown(level / Math.max(Math.abs(first), 1))} times what it was before training; this loss has no ceiling, so the run is as lost as with NaN`,
    iteration: startOf(run, limit),
    value: level,
  };
}

/** First iteration of the unbroken row at the end that lies above a limit. */
function startOf(run: LogRun, limit: number): number {
  const points = run.train.points();
  let at = points.length - 1;
  while (at > 0 && !(Math.abs(points[at - 1]!.value) <= limit)) at--;
  return points[at]?.iteration ?? 0;
}

/** The loss is exactly 0 wherever it is printed: nothing is minimised. */
export function zeroLoss(run: LogRun, expectation: Expectation): Reason | undefined {
  if (run.train.count === 0 || run.train.min !== 0 || run.train.max !== 0) return undefined;
  const live = run.outputs.find(
    (o) => o.phase === 'TRAIN' && o.weight === undefined && /loss/i.test(o.name) && o.series.max > 0,
  );
  const oneClass = expectation.classes === 1;
  const cause = live
    ? `"${live.name}" itself is ${shown(live.series.last?.value ?? 0)}, so its loss_weight must be 0: no gradient flows`
    : oneClass
      ? 'the scores have num_output 1, and a softmax over one class is always 1; use one output per class, or SigmoidCrossEntropyLoss'
      : 'num_output is 1, all labels are ignored, every batch holds one class only, or loss_weight is 0';
  return {
    id: live ? 'loss-weight-zero' : 'loss-zero',
    message: `the loss is exactly 0 from the start: ${cause}`,
    value: 0,
  };
}

/** At ln K of the net's own K, or what its normalisation makes of it. */
export function atChance(level: number, expectation: Expectation): Reason | undefined {
  const { chance, classes } = expectation;
  if (chance === undefined || Math.abs(level - chance) > 0.02 * chance) return undefined;
  const ln = classes ? `ln ${classes} = ${Math.log(classes).toFixed(4)}` : 'ln 2 per output';
  const times =
    classes && !equals(chance, Math.log(classes))
      ? ` (${shown(chance)} with loss weights and normalisation)`
      : '';
  const what = classes ? `the loss of guessing among ${classes} classes` : 'the loss of guessing';
  return {
    id: 'at-chance',
    message: `the loss sits at ${shown(level)}, and ${ln}${times} is ${what}: the net's output says nothing about the label`,
    value: level,
  };
}

/** A test before training at the ceiling. With BatchNorm its averages are still empty then, which is no fault. */
export function initialTest(expectation: Expectation, tests: TestFacts): Reason | undefined {
  const value = tests.initialLoss;
  const ceiling = expectation.ceiling ?? SOFTMAX_CEILING;
  if (value === undefined) return undefined;
  const high = !Number.isFinite(value) || value > 0.5 * ceiling;
  if (!high || !expectation.hasBatchNorm) return undefined;
  const later = tests.loss.length === 0 || tests.loss.some((p) => p.value < 0.5 * ceiling);
  if (!later) return undefined;
  return {
    id: 'initial-test-benign',
    message: `the test loss of ${shown(value)} at iteration 0 means nothing: BatchNorm's running averages are still empty then (test_initialization: false skips that test)`,
    iteration: 0,
    value,
  };
}
