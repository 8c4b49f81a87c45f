import { describe, expect, test } from '@jest/globals';
import { diagnose } from '../../src/log/diagnose.js';
import { readLog } from '../../src/log/reader.js';
import { LN10, ids, judge, said, testsOf } from './judge.js';
import type { LogPlan } from './make-log.js';
import { curve, makeLog, noise } from './make-log.js';

const CEILING = 87.3365;

describe('fixed points', () => {
  test('NaN: since when, and when it began, at which rate', async () => {
    const d = await judge({
      classes: 10,
      mode: 'CPU',
      losses: [2.3, 1.2, 0.4, 5, 60, 'nan', '-nan', 'nan'],
      rate: [0.01, 0.01, 0.1, 0.1],
    });
    expect(d.verdict).toBe('nan');
    expect(d.confidence).toBe('high');
    expect(d.reasons[0]).toMatchObject({ id: 'loss-not-finite', iteration: 50 });
    // Best 0.4, a quarter of ln 10 above it is 0.98: iteration 20 is the last below.
    expect(d.divergence).toEqual({
      iteration: 30,
      lastGood: { iteration: 20, loss: 0.4 },
      rate: 0.1,
      raisedFrom: 0.01,
    });
    expect(said(d, 'divergence')).toBe(
      'it began between iteration 20 (loss 0.4) and 30 (loss 5), at a learning rate of 0.1, which the schedule had raised from 0.01',
    );
    expect(d.initialRate).toBe(0.01);
  });

  test('NaN needs no more than a few points, and an accuracy of 1 with it is no success', async () => {
    const d = await judge({
      classes: 10,
      mode: 'CPU',
      losses: [2.3, 'nan'],
      tests: testsOf(
        2,
        () => 'nan',
        () => 1,
      ),
    });
    expect(d.verdict).toBe('nan');
    expect(said(d, 'loss-not-finite')).toContain('accuracy of 1 is no success');
    expect(said(d, 'loss-not-finite')).toContain('on a GPU');
  });

  test('87.3365 on a GPU is NaN; on a CPU it is not', async () => {
    const losses = [2.3, ...curve(20, () => CEILING)];
    const gpu = await judge({ classes: 10, mode: 'GPU', losses });
    expect(gpu.verdict).toBe('nan');
    expect(said(gpu, 'softmax-ceiling')).toContain('prints on a GPU when the weights are NaN');
    const cpu = await judge({ classes: 10, mode: 'CPU', losses });
    expect(cpu.verdict).toBe('nan');
    expect(said(cpu, 'softmax-ceiling')).toContain('on a CPU NaN would print as nan');
    const two = await judge({ classes: 2, mode: 'GPU', losses: [0.69, ...curve(20, () => CEILING)] });
    expect(said(two, 'softmax-ceiling')).toContain('43.67');
  });

  test('the ceiling with loss weights and sums', async () => {
    const weighted = await judge({
      classes: 10,
      losses: [46, ...curve(20, () => 1746.73)],
      lossParam: 'loss_weight: 20',
    });
    expect(weighted.verdict).toBe('nan');
    const summed = await judge({
      classes: 10,
      batch: 32,
      losses: [73.7, ...curve(20, () => 2794.77)],
      lossParam: 'loss_param { normalization: NONE }',
    });
    expect(summed.verdict).toBe('nan');
    expect(summed.reasons[0]!.id).toBe('softmax-ceiling');
  });

  test('finite scores that are all on one side: 87.3365 times 1 - 1/K', async () => {
    // Of 32 samples 28 or 29 at the ceiling: 76.4194 and 79.1487.
    const d = await judge({
      classes: 10,
      mode: 'CPU',
      losses: [2.30259, ...curve(30, (i) => ((28 + (i % 2)) * CEILING) / 32)],
    });
    expect(d.verdict).toBe('nan');
    expect(d.reasons[0]!.id).toBe('one-sided-scores');
    expect(d.reasons[0]!.message).toContain('78.6 = 87.34 x (1 - 1/10)');
  });

  test('a summed loss that starts near 78 by nature is no ceiling', async () => {
    const d = await judge({
      classes: 10,
      batch: 32,
      losses: curve(40, (i) => 75.6 * Math.exp(-i / 5)),
      lossParam: 'loss_param { normalization: NONE }',
    });
    expect(d.verdict).toBe('converged');
    // 32 ln 10
    expect(d.expectedFirstLoss).toBeCloseTo(73.6827, 3);
  });

  test('ln K of the own K', async () => {
    const random = noise(5);
    for (const [classes, level] of [
      [2, 0.693147],
      [10, LN10],
      [21, 3.04452],
      [1000, 6.90776],
    ] as const) {
      const d = await judge({ classes, losses: curve(40, () => level + 0.0005 * random()) });
      expect(d.verdict).toBe('plateau');
      expect(d.reasons[0]!.message).toContain(`ln ${classes} = ${level.toFixed(4)}`);
    }
  });

  test('the same value with another K is no plateau at chance', async () => {
    const d = await judge({ classes: 1000, losses: curve(60, (i) => (i < 20 ? 6.9 - 0.23 * i : LN10)) });
    expect(d.verdict).toBe('converged');
    expect(ids(d)).not.toContain('at-chance');
  });

  test('46.05 is where MultinomialLogisticLoss cuts off', async () => {
    const d = await judge({
      classes: 10,
      loss: 'MultinomialLogisticLoss',
      losses: [20, ...curve(30, () => 46.0517)],
    });
    expect(d.verdict).toBe('plateau');
    expect(d.reasons[0]!.message).toContain('-ln(1e-20)');
  });

  test('0 exactly: one output, or a loss weight of 0', async () => {
    const one = await judge({ classes: 1, losses: curve(30, () => 0) });
    expect(one.verdict).toBe('plateau');
    expect(said(one, 'loss-zero')).toContain('num_output 1');
    const log = makeLog({ classes: 10, losses: curve(30, () => 0) }).map((l) =>
      l.replace(/(Train net output #0: loss =) .*/, '$1 2.31'),
    );
    const zero = diagnose((await readLog(log))[0]!);
    expect(zero.reasons[0]!.id).toBe('loss-weight-zero');
    expect(zero.advice).toContain('set loss_weight: 1');
  });

  test('a test at the ceiling before training is benign with BatchNorm', async () => {
    const plan: LogPlan = {
      classes: 10,
      losses: curve(40, (i) => 2.3 * Math.exp(-i / 6)),
      tests: [
        { iteration: 0, loss: 78.6028, accuracy: 0.1 },
        { iteration: 390, loss: 0.02, accuracy: 1 },
      ],
    };
    const log = makeLog(plan);
    const at = log.findIndex((l) => l.startsWith('layer { name: "ip"'));
    const plain = diagnose((await readLog(log))[0]!);
    expect(ids(plain)).not.toContain('initial-test-benign');
    log.splice(at + 1, 0, 'layer { name: "bn" type: "BatchNorm" bottom: "ip" top: "ip" }');
    const d = diagnose((await readLog(log))[0]!);
    expect(d.verdict).toBe('converged');
    expect(said(d, 'initial-test-benign')).toContain('means nothing');
  });

  test('a squared error has no ceiling, but a thousand times its first value is lost', async () => {
    const d = await judge({
      classes: 1,
      loss: 'EuclideanLoss',
      losses: [1364, ...curve(40, (i) => 2.3e18 * Math.exp(-i / 50))],
    });
    expect(d.verdict).toBe('nan');
    expect(d.reasons[0]!.id).toBe('loss-exploded');
    expect(d.divergence!.iteration).toBe(10);
  });
});
