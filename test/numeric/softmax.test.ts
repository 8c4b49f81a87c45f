import { expect, test } from '@jest/globals';
import { normal } from '../../src/numeric/moments.js';
import { CEILING, logitDistribution, softmax, softmaxLoss } from '../../src/numeric/softmax.js';
import { moments, seeded } from './random.js';

const logits = (s: number) => logitDistribution(normal(0, s * s * 0.4, s * s * 0.6));

/** Loss of random labels over drawn logits, clamped as Caffe clamps it. */
function simulated(classes: number, s: number, draws: number) {
  const r = seeded(1);
  let loss = 0;
  let clamped = 0;
  for (let i = 0; i < draws; i++) {
    const z = Array.from({ length: classes }, () => s * r.normal());
    const top = Math.max(...z);
    const own = top + Math.log(z.reduce((sum, v) => sum + Math.exp(v - top), 0)) - z[0]!;
    if (own > CEILING) clamped++;
    loss += Math.min(own, CEILING) / draws;
  }
  return { loss, ceiling: clamped / draws };
}

test.each([
  [2, 0.5],
  [2, 100],
  [10, 1],
  [10, 5],
  [10, 20],
  [10, 50],
  [200, 3],
  [200, 40],
])('expected loss of %p classes with logits of std %p', (classes, s) => {
  const seen = simulated(classes, s, classes > 100 ? 1500 : 10000);
  const { loss, ceiling } = softmaxLoss(logits(s), classes);
  expect(Math.abs(loss / seen.loss - 1)).toBeLessThan(0.03);
  expect(Math.abs(ceiling - seen.ceiling)).toBeLessThan(0.02);
});

test('equal logits cost ln K, small ones ln K + s²/2 (1 - 1/K)', () => {
  expect(softmaxLoss(logits(0), 1000).loss).toBeCloseTo(Math.log(1000), 12);
  expect(softmaxLoss(logits(0.1), 10).loss).toBeCloseTo(Math.log(10) + 0.005 * 0.9, 4);
});

test('what moves all classes together costs nothing', () => {
  const common = normal(50, 0, 100, { shared: 1 });
  expect(softmaxLoss(logitDistribution(common), 10).loss).toBeCloseTo(Math.log(10), 6);
});

test('logits of any size give a finite loss', () => {
  const { loss, ceiling } = softmaxLoss(logits(1e20), 10);
  expect(ceiling).toBeCloseTo(0.9, 2);
  expect(loss).toBeCloseTo(0.9 * CEILING, 0);
  expect(softmaxLoss(logits(Infinity), 10).loss).toBe(CEILING);
});

test.each([0.3, 1, 4, 30])('moments of the probabilities at std %p', (s) => {
  const r = seeded(2);
  const p = Array.from({ length: 4000 }, () => {
    const z = Array.from({ length: 10 }, () => s * r.normal());
    const top = Math.max(...z);
    const sum = z.reduce((a, v) => a + Math.exp(v - top), 0);
    return z.map((v) => Math.exp(v - top) / sum);
  }).flat();
  const m = softmax(normal(0, s * s * 0.4, s * s * 0.6), 10);
  expect(m.mean).toBeCloseTo(0.1, 9);
  expect(Math.abs(Math.sqrt(m.between + m.within) / moments(p).std - 1)).toBeLessThan(0.08);
});
