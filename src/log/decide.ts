/** The decision: fixed points first, then whether there is enough to go by, then trends. */
import type { Confidence, Evidence, Verdict } from './evidence.js';
import { classesOfLoss } from './expectation.js';
import { atChance, lostBy, logCeiling, zeroLoss } from './fixed-points.js';
import { shown } from './number.js';
import { overfitting } from './overfitting.js';
import type { Reason } from './reason.js';
import { rateAt } from './run.js';
import { testRange } from './tests.js';
import {
  CONVERGED_SHARE,
  EARLY_SHARE,
  JUMPY,
  LEARNED_ACCURACY,
  LEARNED_MUCH,
  LEFT_CHANCE,
  MIN_POINTS,
  RATE_SPENT,
  SIGNIFICANT,
} from './thresholds.js';
import type { Curve } from './trends.js';

export interface Decision {
  verdict: Verdict;
  confidence: Confidence;
  reasons: Reason[];
}

const ruling = (verdict: Verdict, confidence: Confidence, ...reasons: (Reason | undefined)[]): Decision => ({
  verdict,
  confidence,
  reasons: reasons.filter((r) => r !== undefined),
});

/** Verdict and the reasons it rests on. */
export function decide(evidence: Evidence): Decision {
  const { run, expectation, tests, curve } = evidence;
  if (run.train.count === 0) return ruling('too-early', 'high', noLosses(evidence));
  const lost = lostBy(run, expectation, tests);
  if (lost) return ruling('nan', 'high', lost);
  const zero = zeroLoss(run, expectation);
  if (!curve || run.train.count - run.train.bad < MIN_POINTS)
    return ruling('too-early', 'high', tooFew(evidence), zero);
  if (zero) return ruling('plateau', 'high', zero);
  const log = logCeiling(run, expectation);
  if (log) return ruling('plateau', 'high', log);
  return expectation.chance === undefined
    ? withoutChance(evidence, curve)
    : withChance(evidence, curve, expectation.chance);
}

/** Classification: the net's own K says what no learning looks like. */
function withChance(evidence: Evidence, curve: Curve, chance: number): Decision {
  const { expectation, tests } = evidence;
  const { level, recent, best } = curve;
  const progress = (chance - level) / (chance - Math.min(expectation.floor, 0.99 * chance));
  const skill = tests.constantPrediction ? 0 : (tests.skill ?? 0);
  const learned = progress >= LEFT_CHANCE || skill >= LEARNED_ACCURACY;
  if (!learned) return notLearned(evidence, curve, chance);
  const over = overfitting(evidence, curve, recent.direction === 'falling');
  if (over) return ruling('overfitting', over.confidence, over.reason);
  if (recent.direction === 'rising' && level > best.value + 0.2 * chance)
    return ruling('diverging', 'medium', rising(curve));
  if (recent.direction === 'falling') return ruling('learning', confidenceOf(curve), falling(curve));
  if (progress < LEFT_CHANCE) return ruling('learning', 'low', barely(curve, chance));
  if (isJumpy(curve, chance)) return jumping(evidence, curve);
  const much = progress >= LEARNED_MUCH || skill >= LEARNED_MUCH;
  if (much) return ruling('converged', 'medium', flat(curve));
  return ruling('plateau', 'medium', {
    id: 'stuck-below-chance',
    message: `the loss has been flat since iteration ${curve.flatSince} at ${shown(level)}, only ${Math.round(100 * progress)} % of the way down from ${shown(chance)}, the loss of guessing`,
    iteration: curve.flatSince,
    value: level,
  });
}

function notLearned(evidence: Evidence, curve: Curve, chance: number): Decision {
  const { run, solver, tests, expectation } = evidence;
  const { level, recent, best, quartiles } = curve;
  if (tests.trend?.direction === 'falling' && recent.direction !== 'falling') return suspect(evidence, curve);
  if (level > 1.5 * chance && recent.direction === 'falling' && recent.change < -0.1 * level)
    return ruling('learning', 'low', falling(curve));
  if (quartiles[0] < 0.7 * chance && isJumpy(curve, chance))
    return ruling('oscillating', 'medium', jumps(curve));
  if (recent.direction === 'rising' && recent.change > 0.05 * chance && level > 1.1 * chance)
    return ruling('diverging', 'medium', rising(curve));
  const share = solver?.maxIterations ? (run.train.last?.iteration ?? 0) / solver.maxIterations : 1;
  const chanceReason = atChance(level, expectation);
  if (share < EARLY_SHARE && run.ending === 'open')
    return ruling(
      'too-early',
      'medium',
      {
        id: 'early-plateau',
        message: `the loss is still ${shown(level)}, as before learning, but only ${(100 * share).toFixed(1)} % of max_iter have run; nets with many classes often need that long to leave it`,
        value: level,
      },
      chanceReason,
    );
  const collapsed: Reason | undefined =
    best.value < 0.85 * chance && best.iteration < recent.from
      ? {
          id: 'collapsed',
          message: `it had learned: the loss was down to ${shown(best.value)} around iteration ${best.iteration} and then went back to guessing, which a too high rate does when it kills the units`,
          iteration: best.iteration,
          value: best.value,
        }
      : undefined;
  // A loss that stays where it began was never moved; one that came there from elsewhere was.
  const first = run.train.first?.value ?? NaN;
  const unmoved: Reason | undefined =
    chanceReason === undefined &&
    [first, best.value].every((v) => Math.abs(level - v) < 0.05 * level) &&
    !isJumpy(curve, chance)
      ? {
          id: 'unmoved',
          message: `the loss has not moved from its first value: ${shown(first)} then, ${shown(level)} now`,
          value: level,
        }
      : undefined;
  const above: Reason | undefined =
    chanceReason === undefined && unmoved === undefined
      ? {
          id: 'above-chance',
          message: `the loss ${isJumpy(curve, chance) ? `jumps around ${shown(level)}` : `stays near ${shown(level)}`} and does not stay below ${shown(chance)}, the loss of guessing`,
          value: level,
        }
      : undefined;
  return ruling(
    'plateau',
    recent.direction === 'flat' ? 'high' : 'medium',
    chanceReason,
    unmoved,
    above,
    collapsed,
  );
}

/** Regression, detection and losses the log does not explain: only the curve itself speaks. */
function withoutChance(evidence: Evidence, curve: Curve): Decision {
  const { run, scale, tests, expectation } = evidence;
  const { level, recent, best } = curve;
  // Without a chance level a change counts when it is a twentieth of what the loss is now.
  const falls = recent.z <= -SIGNIFICANT && recent.change < -0.05 * Math.abs(level);
  const fresh = (run.train.first?.iteration ?? 0) <= 1 && run.fineTunedFrom.length === 0;
  if (level < 0.9 * scale) {
    const over = overfitting(evidence, curve, falls);
    if (over) return ruling('overfitting', over.confidence, over.reason);
  }
  if (recent.direction === 'rising' && level > best.value + 0.2 * scale)
    return ruling('diverging', 'medium', rising(curve));
  if (falls) return ruling('learning', confidenceOf(curve), falling(curve));
  const k = expectation.losses.length === 0 ? classesOfLoss(level) : undefined;
  if (k !== undefined && recent.noise < 0.01 * level && (tests.lastAccuracy ?? 0) < 2 / k)
    return ruling('plateau', 'medium', {
      id: 'at-chance',
      message: `the loss has settled at ${shown(level)} = ln ${k}, which is the loss of guessing among ${k} classes (the log has no net that would say how many there are)`,
      value: level,
    });
  if (level <= CONVERGED_SHARE * scale) return ruling('converged', 'medium', flat(curve));
  if (tests.trend?.direction === 'falling' && level > 0.9 * scale) return suspect(evidence, curve);
  if (isJumpy(curve, scale) && level < 0.9 * scale) return jumping(evidence, curve);
  // A net that looks at its input gives each batch another loss; values that repeat come from one that does not.
  const frozen = recent.noise < 1e-3 * Math.abs(level);
  const early = curve.flatShare >= 0.75;
  const wild = run.train.max > 10 * scale;
  if (level > 0.9 * scale || frozen || early || wild)
    return ruling('plateau', fresh && level <= 0.9 * scale ? 'medium' : fresh ? 'high' : 'low', {
      id: 'flat-loss',
      message: `the loss has not fallen since iteration ${curve.flatSince} and stands at ${shown(level)}, ${shown((100 * level) / scale)} % of the first${frozen ? '; it repeats to three digits whatever the batch, as a net does that ignores its input' : ''}${wild ? `; before that it had shot up to ${shown(run.train.max)}` : ''}`,
      iteration: curve.flatSince,
      value: level,
    });
  return ruling('converged', 'low', flat(curve));
}

const suspect = ({ tests }: Evidence, curve: Curve): Decision =>
  ruling('data-suspect', 'medium', {
    id: 'train-flat-test-falls',
    message: `the training loss does not fall (${shown(curve.level)}) while the test loss does (${shown(tests.best?.value ?? NaN)} at best): the two nets do not see the same kind of data or labels`,
    value: curve.level,
  });

/** Jumps come from the weights or from the data. Where the rate is next to nothing the weights stand still. */
function jumping({ run, solver, tests }: Evidence, curve: Curve): Decision {
  const most = Math.max(run.rate.max, solver?.baseRate ?? 0);
  const rate = rateAt(run, curve.recent.from) ?? most;
  if (!tests.jumpy || rate > RATE_SPENT * most) return ruling('oscillating', 'medium', jumps(curve));
  return ruling(
    'data-suspect',
    'medium',
    {
      id: 'jumps-without-rate',
      message: `the tests differ widely (${testRange(tests)}) although the learning rate is down to ${shown(rate)} and the weights hardly move: each test sees other data, so the set is sorted or test_iter covers only a part of it`,
      iteration: curve.recent.from,
      value: rate,
    },
    jumps(curve),
  );
}

const barely = ({ level }: Curve, chance: number): Reason => ({
  id: 'learning-begins',
  message: `the loss (${shown(level)}) has hardly left ${shown(chance)}, the loss of guessing, but the accuracy has`,
  value: level,
});

const confidenceOf = (curve: Curve): Confidence => (Math.abs(curve.whole.z) > 5 ? 'high' : 'medium');

/** Jumps: wide around the trend, or often far above the level; not where the level itself is next to nothing. */
function isJumpy({ recent, level, spikes }: Curve, scale: number): boolean {
  return (recent.noise > JUMPY * level && level > 0.05 * scale) || spikes >= 0.15;
}

const jumps = ({ quartiles, spikes, level }: Curve): Reason => ({
  id: 'jumps',
  message: `the training loss jumps: half of the recent values lie outside ${shown(quartiles[0])} to ${shown(quartiles[1])}${spikes > 0 ? `, and ${Math.round(100 * spikes)} % of them far above` : ''}, without a trend`,
  value: level,
});

const falling = ({ recent, level, start }: Curve): Reason => ({
  id: 'train-falls',
  message: `the training loss falls: from ${shown(start)} at the start to ${shown(level)}, by ${shown(-recent.change)} over the iterations ${recent.from} to ${recent.to} (Mann-Kendall z ${recent.z.toFixed(1)})`,
  value: level,
});

const rising = ({ recent, level, best }: Curve): Reason => ({
  id: 'train-rises',
  message: `the training loss rises: ${shown(level)} now after ${shown(best.value)} around iteration ${best.iteration}, by ${shown(recent.change)} over the iterations ${recent.from} to ${recent.to} (Mann-Kendall z ${recent.z.toFixed(1)})`,
  iteration: best.iteration,
  value: level,
});

const flat = ({ flatSince, level, start }: Curve): Reason => ({
  id: 'train-flat-low',
  message: `the training loss fell from ${shown(start)} to ${shown(level)} and has been flat since iteration ${flatSince}`,
  iteration: flatSince,
  value: level,
});

function tooFew(evidence: Evidence): Reason {
  const { run, solver } = evidence;
  if (solver?.maxIterations === 0 && run.train.count <= 1) return evaluationOnly(evidence);
  const n = run.train.count - run.train.bad;
  const display = solver?.display;
  const hint =
    run.ending === 'finished' && display && display > 1 ? `; set display below ${display} to see more` : '';
  return {
    id: 'too-few-points',
    message: `the log holds ${n} loss ${n === 1 ? 'value' : 'values'}; a trend takes ${MIN_POINTS}${hint}`,
    value: n,
  };
}

/** `max_iter: 0` is a way to test weights. */
function evaluationOnly({ tests }: Evidence): Reason {
  const { accuracy, initialLoss } = tests;
  const last = accuracy?.series.last?.value;
  const found = [
    initialLoss === undefined ? '' : `loss ${shown(initialLoss)}`,
    last === undefined ? '' : `${accuracy!.name} ${shown(last)}`,
  ].filter(Boolean);
  return {
    id: 'evaluation-only',
    message: `max_iter is 0, so this run only tests the weights it was given${found.length > 0 ? ` (${found.join(', ')})` : ''}`,
  };
}

function noLosses({ run, solver }: Evidence): Reason {
  const why =
    solver?.display === 0 || (run.solver && solver?.display === undefined)
      ? 'the solver has no "display", so Caffe prints none'
      : run.testBatches > 0
        ? 'this is the output of "caffe test", which does not train'
        : run.ending === 'crashed'
          ? 'the run ended before the first one'
          : "it was cut before training began, or Caffe's messages went to another file (GLOG_logtostderr)";
  return { id: 'no-loss-lines', message: `the log holds no training loss: ${why}` };
}
