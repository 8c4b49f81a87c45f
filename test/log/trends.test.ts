import { describe, expect, test } from '@jest/globals';
import { diagnose } from '../../src/log/diagnose.js';
import { readLog } from '../../src/log/reader.js';
import { LN10, ids, judge, said, testsOf } from './judge.js';
import { curve, makeLog, noise } from './make-log.js';

describe('trends', () => {
  const random = noise(11);
  const noisy = (n: number, f: (i: number) => number, size: number) =>
    curve(n, (i) => f(i) + size * random());

  test('both fall: learning', async () => {
    const d = await judge({
      classes: 10,
      losses: noisy(100, (i) => 2.3 - 0.012 * i, 0.1),
      tests: testsOf(10, (i) => 2.35 - 0.12 * i),
    });
    expect(d.verdict).toBe('learning');
    expect(d.evidence.curve!.recent.direction).toBe('falling');
  });

  test('fallen and flat: converged', async () => {
    const d = await judge({ classes: 10, losses: noisy(100, (i) => 0.1 + 2.2 * Math.exp(-i / 5), 0.02) });
    expect(d.verdict).toBe('converged');
    expect(d.evidence.curve!.flatSince).toBeLessThan(400);
  });

  test('train falls, test rises: over-fitting, from its best test on', async () => {
    const d = await judge({
      classes: 10,
      losses: noisy(200, (i) => 0.02 + 2.2 * Math.exp(-i / 30), 0.01),
      tests: testsOf(20, (i) => (i <= 6 ? 2.4 - 0.25 * i : 0.9 + 0.12 * (i - 6))),
    });
    expect(d.verdict).toBe('overfitting');
    expect(d.reasons[0]).toMatchObject({ id: 'test-rises' });
    expect(d.reasons[0]!.iteration).toBeGreaterThanOrEqual(500);
    expect(d.reasons[0]!.iteration).toBeLessThanOrEqual(700);
  });

  test('train falls, test stands still far above: over-fitting', async () => {
    const d = await judge({
      classes: 10,
      losses: noisy(200, (i) => 2.2 - 0.01 * i, 0.02),
      tests: testsOf(20, (i) => (i < 4 ? 2.4 - 0.3 * i : 1.2 + 0.002 * (i % 2))),
    });
    expect(d.verdict).toBe('overfitting');
    expect(d.reasons[0]!.id).toBe('test-flat');
  });

  test('train flat at chance, test falls: the data are suspect', async () => {
    const d = await judge({
      classes: 10,
      losses: noisy(200, () => LN10, 0.01),
      tests: testsOf(20, (i) => 2.3 - 0.08 * i),
    });
    expect(d.verdict).toBe('data-suspect');
  });

  test('both rise: diverging, not yet NaN', async () => {
    const d = await judge({
      classes: 10,
      losses: noisy(100, (i) => (i < 40 ? 2.3 - 0.04 * i : 0.7 + 0.06 * (i - 40)), 0.05),
      rate: [0.3],
    });
    expect(d.verdict).toBe('diverging');
    expect(d.divergence!.rate).toBe(0.3);
    expect(d.divergence!.iteration).toBeGreaterThan(400);
    expect(d.divergence!.iteration).toBeLessThan(600);
  });

  test('jumps below chance without a trend: oscillating', async () => {
    const d = await judge({
      classes: 10,
      losses: curve(100, (i) => (i < 10 ? 2.3 - 0.1 * i : [0.2, 1.9, 0.6, 2.4, 0.1, 1.4][i % 6]!)),
    });
    expect(d.verdict).toBe('oscillating');
  });

  test('jumps above chance that never learn: plateau', async () => {
    const d = await judge({
      classes: 10,
      losses: [5.2, ...curve(60, (i) => [60, 15, 75, 24, 41, 9][i % 6]!)],
    });
    expect(d.verdict).toBe('plateau');
    expect(d.reasons[0]!.id).toBe('above-chance');
  });

  test('learned, then back at chance: plateau that collapsed, with the rate then', async () => {
    const d = await judge({
      classes: 10,
      losses: curve(80, (i) => (i < 30 ? 2.3 - 0.06 * i : LN10)),
      rate: 0.05,
    });
    expect(d.verdict).toBe('plateau');
    expect(ids(d)).toContain('collapsed');
    expect(d.divergence).toMatchObject({ iteration: 300, rate: 0.05 });
  });

  test('never moved from a first value above chance: plateau, and not by a too high rate', async () => {
    const d = await judge({ classes: 10, losses: noisy(60, () => 2.56, 0.03) });
    expect(d.verdict).toBe('plateau');
    expect(d.reasons[0]!.id).toBe('unmoved');
    expect(d.advice.join()).toContain('raise base_lr');
  });

  test('the schedule has driven the rate to nothing', async () => {
    const rate = curve(60, (i) => 0.1 * 0.1 ** Math.floor(i / 10));
    const d = await judge({
      classes: 10,
      losses: noisy(60, (i) => 1.9 + 0.4 * Math.exp(-i / 3), 0.02),
      rate,
    });
    expect(d.verdict).toBe('plateau');
    expect(d.reasons.find((r) => r.id === 'rate-spent')).toMatchObject({ iteration: 300 });
    expect(d.advice[0]).toContain('schedule');
  });

  test('accuracy ahead of the loss: learning begins', async () => {
    const d = await judge({
      classes: 10,
      losses: noisy(60, () => 2.302, 0.0003),
      tests: testsOf(
        6,
        () => 2.302,
        (i) => 0.1 + 0.1 * i,
      ),
    });
    expect(d.verdict).toBe('learning');
  });

  test('an accuracy of one class for everything is no learning', async () => {
    const d = await judge({
      classes: 2,
      losses: noisy(60, () => 0.61, 0.002),
      tests: testsOf(
        6,
        () => 0.6,
        (i) => (i === 0 ? 0.0153 : 0.9847),
      ),
    });
    expect(d.verdict).toBe('plateau');
    expect(ids(d)).toContain('constant-prediction');
  });

  test('tests that jump while the rate is nothing: the data', async () => {
    const d = await judge({
      classes: 10,
      losses: curve(120, (i) => [0.05, 0.4, 0.02, 0.9, 1.9, 0.1][i % 6]!),
      tests: testsOf(
        13,
        (i) => [0.2, 1.2, 0.5][i % 3]!,
        (i) => [0.97, 0.55, 0.84][i % 3]!,
      ),
      rate: [0.1, 1e-6],
    });
    expect(d.verdict).toBe('data-suspect');
    expect(d.reasons[0]!.id).toBe('jumps-without-rate');
  });

  test('a double softmax has a floor, and a run that reaches it has converged', async () => {
    const d = await judge({
      classes: 10,
      between: 'Softmax',
      losses: curve(60, (i) => 1.4613 + 0.84 * Math.exp(-i / 6)),
    });
    expect(d.verdict).toBe('converged');
    expect(d.reasons.find((r) => r.id === 'loss-floor')!.value).toBeCloseTo(1.4612, 4);
  });

  test('a first loss far from ln K is named', async () => {
    const d = await judge({ classes: 10, losses: curve(60, (i) => 40 * Math.exp(-i / 6)) });
    expect(said(d, 'first-loss-high')).toContain('ln 10');
  });

  test('a negative loss weight is judged by the loss itself', async () => {
    const d = await judge({
      classes: 10,
      losses: curve(60, (i) => -2.3 - 0.5 * i),
      lossParam: 'loss_weight: -1',
    });
    expect(['diverging', 'nan']).toContain(d.verdict);
    expect(ids(d)).toContain('loss-weight-negative');
  });
});

describe('losses without a chance level', () => {
  test('regression that settles far below its start has converged', async () => {
    expect(
      (
        await judge({
          classes: 1,
          loss: 'EuclideanLoss',
          losses: curve(80, (i) => 0.02 + 14 * Math.exp(-i / 4)),
        })
      ).verdict,
    ).toBe('converged');
  });

  test('regression whose values repeat whatever the batch is a plateau', async () => {
    const d = await judge({
      classes: 1,
      loss: 'EuclideanLoss',
      losses: curve(60, (i) => 4.378 + 9 * Math.exp(-i / 3)),
    });
    expect(d.verdict).toBe('plateau');
    expect(d.reasons[0]!.id).toBe('flat-loss');
  });

  test('a detection loss that goes on improving slowly is learning', async () => {
    const random = noise(2);
    const d = await judge({
      classes: 1,
      loss: 'MultiBoxLoss',
      losses: curve(200, (i) => 2 + 3 * Math.exp(-i / 120) + 15 * Math.exp(-i / 5) + 0.1 * random()),
    });
    expect(d.verdict).toBe('learning');
  });

  test('without the net a first loss of ln K tells K', async () => {
    const d = await judge({ losses: [LN10, ...curve(40, () => 2.3025)] });
    expect(d.verdict).toBe('plateau');
    expect(d.evidence.expectation.classes).toBe(10);
  });

  test('the caller may know the number of classes', async () => {
    const [run] = await readLog(makeLog({ losses: curve(40, () => 2.35) }));
    expect(diagnose(run!).evidence.expectation.chance).toBeUndefined();
    expect(diagnose(run!, { classes: 10 }).evidence.expectation.chance).toBeCloseTo(LN10, 4);
  });
});

describe('too early', () => {
  test('ten points are no trend, whatever they look like', async () => {
    for (const losses of [
      curve(10, () => LN10),
      curve(10, (i) => 2.3 - 0.2 * i),
      curve(10, (i) => 2 + i),
      curve(10, () => 0),
      curve(10, (i) => 60 + 9 * (i % 3)),
    ])
      expect((await judge({ classes: 10, losses, done: false })).verdict).toBe('too-early');
  });

  test('at ln K, but in the first hundredth of a long run', async () => {
    const plan = { classes: 1000, losses: curve(60, () => 6.9078), done: false };
    expect((await judge({ ...plan, maxIterations: 450_000 })).verdict).toBe('too-early');
    expect((await judge({ ...plan, maxIterations: 1000 })).verdict).toBe('plateau');
  });

  test('a log without losses says why', async () => {
    const none = await judge({ classes: 10, losses: [], done: false });
    expect(none.verdict).toBe('too-early');
    expect(none.reasons[0]!.message).toContain('it was cut before training began');
    const hidden = diagnose(
      (await readLog(makeLog({ classes: 10, losses: [] }).filter((l) => !l.startsWith('display'))))[0]!,
    );
    expect(hidden.reasons[0]!.message).toContain('no "display"');
    const crash = [
      ...makeLog({ classes: 10, losses: [], done: false }),
      'IndexError: list index out of range',
    ];
    const dead = diagnose((await readLog(crash))[0]!);
    expect(said(dead, 'crashed')).toContain('IndexError');
  });

  test('max_iter 0 only tests', async () => {
    const d = await judge({
      classes: 10,
      losses: [0.8],
      maxIterations: 0,
      tests: testsOf(
        1,
        () => 1.7,
        () => 0.6,
      ),
    });
    expect(d.reasons[0]!.message).toBe(
      'max_iter is 0, so this run only tests the weights it was given (loss 1.7, accuracy 0.6)',
    );
  });
});

test('every prefix of a log gets a diagnosis', async () => {
  const lines = makeLog({
    classes: 10,
    losses: [...curve(30, (i) => 2.3 - 0.07 * i), 9, 'nan', 'nan'],
    tests: testsOf(
      3,
      () => 1,
      () => 0.5,
    ),
  });
  for (let n = 0; n <= lines.length; n++)
    for (const run of await readLog(lines.slice(0, n)))
      expect(diagnose(run).reasons.length).toBeGreaterThan(0);
});
