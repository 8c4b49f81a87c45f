/** What else the log shows, beside what the verdict rests on. */
import type { Evidence, Verdict } from './evidence.js';
import type { Divergence } from './divergence.js';
import { divergenceText } from './divergence.js';
import { initialTest } from './fixed-points.js';
import { shown } from './number.js';
import type { Reason } from './reason.js';
import { testRange } from './tests.js';
import { RATE_SPENT } from './thresholds.js';

/** Times the loss of guessing from which a first loss is far from it; healthy fillers stay within three (scores of standard deviation 1 add 0.5). */
const FIRST_LOSS_FACTOR = 3;

/** Remarks in the order in which they help. */
export function remarksOn(
  evidence: Evidence,
  verdict: Verdict,
  divergence: Divergence | undefined,
): Reason[] {
  const { run, expectation, tests } = evidence;
  const all = [
    divergence && {
      id: 'divergence',
      message: divergenceText(run, divergence),
      iteration: divergence.iteration,
      ...(divergence.rate === undefined ? {} : { value: divergence.rate }),
    },
    schedule(evidence, verdict),
    negativeWeight(evidence),
    firstLoss(evidence),
    tests.constantPrediction === undefined
      ? undefined
      : {
          id: 'constant-prediction',
          message: `the accuracy comes from one class predicted for everything: ${tests.constantPrediction}`,
          ...(tests.lastAccuracy === undefined ? {} : { value: tests.lastAccuracy }),
        },
    accuracyAhead(evidence, verdict),
    floor(evidence, verdict),
    initialTest(expectation, tests),
    testLost(evidence, verdict),
    testsJump(evidence, verdict),
    gap(evidence, verdict),
    ...reading(evidence),
  ];
  return all.filter((r) => r !== undefined);
}

/** The rate has become nothing. A schedule ends that way; it matters where much of the run was spent so, or where nothing was learned. */
function schedule({ run, solver }: Evidence, verdict: Verdict): Reason | undefined {
  const { last, max } = run.rate;
  if (!last) return undefined;
  if (run.rate.min === 0 && max === 0)
    return {
      id: 'rate-zero',
      message: 'the learning rate is 0 throughout, so no weight ever changes',
      value: 0,
    };
  if (last.value < 0)
    return {
      id: 'rate-negative',
      message: `the learning rate is ${shown(last.value)}: a negative one climbs the loss instead of descending it`,
      value: last.value,
    };
  if (verdict === 'nan') return undefined;
  const most = Math.max(max, solver?.baseRate ?? 0);
  const spent = run.rate.points().find((p) => p.value <= RATE_SPENT * most * 1.000001);
  if (!spent || last.value > RATE_SPENT * most * 1.000001) return undefined;
  const from = run.train.first?.iteration ?? 0;
  const late = spent.iteration - from > 0.5 * ((run.train.last?.iteration ?? 0) - from);
  if (late && verdict !== 'plateau') return undefined;
  return {
    id: 'rate-spent',
    message: `the schedule has brought the learning rate from ${shown(most)} down to ${shown(last.value)} (to a thousandth at iteration ${spent.iteration}): nothing moves at such a rate, whatever could still be learned`,
    iteration: spent.iteration,
    value: last.value,
  };
}

function negativeWeight({ expectation }: Evidence): Reason | undefined {
  const loss = expectation.losses.find((l) => l.weight < 0);
  if (!loss) return undefined;
  return {
    id: 'loss-weight-negative',
    message: `"${loss.layer}" has the loss weight ${loss.weight}: training makes that loss grow`,
    value: loss.weight,
  };
}

/** An untrained net's first loss is near the loss of guessing. */
function firstLoss({ run, expectation }: Evidence): Reason | undefined {
  const first = run.train.first;
  const { chance, classes } = expectation;
  if (!first || chance === undefined || first.iteration > 1 || !Number.isFinite(first.value))
    return undefined;
  if (run.resumedFrom !== undefined || run.fineTunedFrom.length > 0 || first.value === 0) return undefined;
  const ratio = Math.abs(first.value) / chance;
  if (ratio < FIRST_LOSS_FACTOR && ratio > 1 / FIRST_LOSS_FACTOR) return undefined;
  const expected = classes ? `${shown(chance)}, ln ${classes} with its weights` : shown(chance);
  const message =
    ratio > 1
      ? `the first loss is ${shown(first.value)} where untrained scores should give about ${expected}: the scores start far too large, from unscaled input or wide fillers`
      : `the first loss is ${shown(first.value)} where untrained scores should give about ${expected}: weights were loaded, labels are ignored, or most samples are of one class`;
  return {
    id: ratio > 1 ? 'first-loss-high' : 'first-loss-low',
    message,
    iteration: first.iteration,
    value: first.value,
  };
}

function accuracyAhead({ tests, expectation, curve }: Evidence, verdict: Verdict): Reason | undefined {
  const { skill, lastAccuracy, accuracy } = tests;
  const { chance } = expectation;
  if (!skill || skill < 0.25 || lastAccuracy === undefined || chance === undefined || !curve)
    return undefined;
  if (verdict === 'nan' || curve.level < 0.9 * chance) return undefined;
  return {
    id: 'accuracy-ahead',
    message: `"${accuracy!.name}" is ${shown(lastAccuracy)} although the loss has hardly left ${shown(chance)}: the order of the scores is right already while they are still tiny`,
    value: lastAccuracy,
  };
}

/** A Softmax or Sigmoid before the loss bounds the scores. */
function floor({ expectation, curve }: Evidence, verdict: Verdict): Reason | undefined {
  const { floor: least, losses } = expectation;
  const squashed = losses.find((l) => l.squashed !== undefined && l.floor !== undefined)?.squashed;
  if (!curve || !squashed || least <= 0 || verdict === 'nan') return undefined;
  const at = Math.abs(curve.level - least) < 0.02 * least ? ', and it is there' : '';
  return {
    id: 'loss-floor',
    message: `a ${squashed} stands before the softmax loss, so the loss cannot fall below ${shown(least)}${at}; take it out for training`,
    value: least,
  };
}

/** The test net fails alone: at the ceiling, or guessing, while training goes well. */
function testLost({ tests, expectation, curve }: Evidence, verdict: Verdict): Reason | undefined {
  const last = tests.loss.at(-1);
  if (!last || !curve || verdict === 'nan') return undefined;
  const { chance = Infinity, ceiling = Infinity } = expectation;
  const guesses = last.value >= chance && tests.skill !== undefined && tests.skill < 0.1;
  const high = !Number.isFinite(last.value) || last.value > 0.5 * ceiling || guesses;
  if (!high || curve.level > 0.5 * Math.min(chance, ceiling / 2)) return undefined;
  const because = expectation.hasBatchNorm
    ? "BatchNorm's running averages, which only the test uses, do not fit the batches: too few iterations, too small a batch, or a rate that moves them too fast"
    : "the test data or its transform_param differ from training's";
  return {
    id: 'test-lost',
    message: `the test loss is ${shown(last.value)} while the training loss is ${shown(curve.level)}: ${because}`,
    iteration: last.iteration,
    value: last.value,
  };
}

function testsJump({ tests }: Evidence, verdict: Verdict): Reason | undefined {
  if (!tests.jumpy || verdict === 'data-suspect') return undefined;
  return {
    id: 'tests-jump',
    message: `the tests differ widely from one to the next (${testRange(tests)}): the rate is too high, or each test sees another part of a sorted test set because test_iter x batch_size does not cover it`,
  };
}

/** Test loss far above training loss, without the course that would prove over-fitting. */
function gap({ tests, curve, scale }: Evidence, verdict: Verdict): Reason | undefined {
  const { level } = tests;
  if (!curve || level === undefined || tests.jumpy || !['converged', 'learning', 'plateau'].includes(verdict))
    return undefined;
  if (level < 2 * curve.level || level - curve.level < 0.05 * scale) return undefined;
  return {
    id: 'test-gap',
    message: `the test loss (${shown(level)}) is ${shown(level / curve.level)} times the training loss (${shown(curve.level)})`,
    value: level,
  };
}

/** How the reading itself went. */
function reading({ run }: Evidence): (Reason | undefined)[] {
  return [
    run.interleaved
      ? {
          id: 'interleaved',
          message:
            'two processes have written into this log in turn; their lines were told apart by the thread number, or where that is missing by the iteration',
        }
      : undefined,
    run.repeatedLines > 0
      ? {
          id: 'repeated-lines',
          message: `${run.repeatedLines} lines stand twice in a row and were counted once; two log destinations go to one file`,
        }
      : undefined,
    ended(run),
    run.nets[0]?.truncated === true
      ? {
          id: 'net-cut',
          message:
            'glog cut the printed net at 30000 characters; what stands behind that was read from the set-up lines',
        }
      : undefined,
    run.droppedOutputs > 0
      ? {
          id: 'outputs-dropped',
          message: 'the nets have more outputs than are kept; those beyond the first 48 were left out',
        }
      : undefined,
  ];
}

/** What it died of. A run of NaN often dies in its own wreckage: CPU max pooling then writes outside its blob. */
function ended(run: Evidence['run']): Reason | undefined {
  if (run.fatal === undefined) return undefined;
  if (run.ending === 'stopped') return { id: 'stopped', message: `the run was stopped: ${run.fatal}` };
  const after = run.train.badSince && !/check failed/i.test(run.fatal);
  return {
    id: after ? 'crashed-of-nan' : 'crashed',
    message: after
      ? `it then crashed (${run.fatal}), as a run of NaN can: max pooling on a CPU leaves its index at -1 and writes outside the blob`
      : `the run crashed: ${run.fatal}`,
  };
}
