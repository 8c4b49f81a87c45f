/** Test results of a run: one loss curve, one accuracy. */
import type { Expectation } from './expectation.js';
import type { LogRun, Output } from './run.js';
import type { Point } from './series.js';
import { shown } from './number.js';
import { trendOf } from './trends.js';
import type { Trend } from './trends.js';
import { median, medianFilter, noiseOf } from './statistics.js';
import { LEARNED_ACCURACY, MIN_TESTS } from './thresholds.js';

/** Tests in the second half, and their noise as a share of their median, from which they jump. */
const JUMPY_TESTS = 5;
const JUMPY_SHARE = 0.25;

export interface TestFacts {
  /** Weighted loss per test, the one before the first step left out. */
  loss: Point[];
  /** The one at iteration 0, of the untrained net. */
  initialLoss: number | undefined;
  accuracy: Output | undefined;
  /** Last accuracy. */
  lastAccuracy: number | undefined;
  /** (accuracy - 1/K) / (1 - 1/K): 0 is guessing, 1 is perfect. Undefined without K. */
  skill: number | undefined;
  /** The accuracy says that one class is predicted for everything. */
  constantPrediction: string | undefined;
  /** Undefined with too few tests. */
  trend: Trend | undefined;
  best: { value: number; iteration: number } | undefined;
  /** Median of the last third. */
  level: number | undefined;
  noise: number;
  /** The tests of the second half differ from one to the next by a quarter of their level: they look at different data, or at different weights. */
  jumpy: boolean;
}

const isAccuracy = (o: Output): boolean =>
  o.weight === undefined && /acc|top-?_?1\b|precision|recall|\bm?ap\b|iou|detection_eval/i.test(o.name);
const isTopMany = (o: Output): boolean => /top[-_@]?([2-9]|\d\d)|[@_-]([2-9]|\d\d)$/i.test(o.name);

/** Output that is plain accuracy: the last such name, since deep supervision prints its auxiliary heads first. */
function accuracyOf(run: LogRun): Output | undefined {
  const all = run.outputs.filter((o) => o.phase === 'TEST' && o.net === 0 && isAccuracy(o));
  const plain = all.filter((o) => !isTopMany(o));
  return plain.find((o) => /^acc(uracy)?$/i.test(o.name)) ?? plain.at(-1);
}

/** Sum of the weighted losses of each test of test net 0. */
function lossPoints(run: LogRun): Point[] {
  const outputs = run.outputs.filter((o) => o.phase === 'TEST' && o.net === 0);
  const weighted = outputs.filter((o) => o.weight !== undefined);
  const losses = weighted.length > 0 ? weighted : outputs.filter((o) => /loss/i.test(o.name)).slice(-1);
  const [first, ...more] = losses;
  if (!first) return [];
  const others = more.map((o) => ({
    weight: o.weight ?? 1,
    at: new Map(o.series.points().map((p) => [p.iteration, p.value])),
  }));
  return first.series.points().map((p) => {
    let value = (first.weight ?? 1) * p.value;
    for (const other of others) value += other.weight * (other.at.get(p.iteration) ?? 0);
    return { ...p, value };
  });
}

/** What the tests say. `scale` as for `curveOf`. */
export function testsOf(run: LogRun, expectation: Expectation, scale: number): TestFacts {
  const points = lossPoints(run);
  const initial = points[0]?.iteration === 0 ? points[0].value : undefined;
  const loss = points.filter((p) => p.iteration > 0);
  const finite = loss.filter((p) => Number.isFinite(p.value));
  const accuracy = accuracyOf(run);
  const trained = (accuracy?.series.points() ?? []).filter((p) => p.iteration > 0);
  const lastAccuracy = trained.at(-1)?.value;
  const k = expectation.classes;
  const facts: TestFacts = {
    loss,
    initialLoss: initial,
    accuracy,
    lastAccuracy,
    skill: k && k > 1 && lastAccuracy !== undefined ? (lastAccuracy - 1 / k) / (1 - 1 / k) : undefined,
    constantPrediction: undefined,
    trend: undefined,
    best: undefined,
    level: undefined,
    noise: 0,
    jumpy: false,
  };
  facts.constantPrediction = constantOf(facts, k, accuracy?.series.first, trained);
  if (finite.length < MIN_TESTS) return facts;
  const smooth = medianFilter(
    finite.map((p) => p.value),
    3,
  );
  const at = smooth.indexOf(Math.min(...smooth));
  const late = finite.slice(-Math.max(2, Math.ceil(finite.length / 3)));
  facts.trend = trendOf(late.length >= MIN_TESTS ? late : finite.slice(-MIN_TESTS), scale);
  facts.best = { value: smooth[at]!, iteration: finite[at]!.iteration };
  facts.level = median(late.map((p) => p.value));
  facts.noise = noiseOf(finite.map((p) => p.value));
  const half = finite.slice(finite.length >> 1).map((p) => p.value);
  const middle = median(half);
  facts.jumpy = half.length >= JUMPY_TESTS && noiseOf(half) > JUMPY_SHARE * middle && middle > 0.05 * scale;
  return facts;
}

/** Two classes and an accuracy that turned from p to 1 - p: the same class for everything, first the one and then the other. */
function constantOf(
  facts: TestFacts,
  classes: number | undefined,
  first: Point | undefined,
  trained: readonly Point[],
): string | undefined {
  const last = facts.lastAccuracy;
  if (last === undefined || last >= 1) return undefined;
  if (
    classes === 2 &&
    first?.iteration === 0 &&
    first.value > 0 &&
    first.value < 0.5 &&
    Math.abs(first.value + last - 1) < 0.01
  )
    return `it was ${first.value} before training and is ${last} now, which add up to 1`;
  if (
    trained.length >= 3 &&
    trained.every((p) => p.value === last) &&
    (facts.skill ?? 0) < 1 - LEARNED_ACCURACY
  )
    return `all ${trained.length} tests gave exactly ${last}`;
  return undefined;
}

/** Lowest and highest accuracy, or test loss, of the second half of the tests: `accuracy 0.54 to 0.98`. */
export function testRange(tests: TestFacts): string {
  const accuracy = tests.accuracy?.series.points() ?? [];
  const points = accuracy.length > 0 ? accuracy : tests.loss;
  const values = points.slice(points.length >> 1).map((p) => p.value);
  const name = accuracy.length > 0 ? 'accuracy' : 'loss';
  return `${name} ${shown(Math.min(...values))} to ${shown(Math.max(...values))}`;
}
