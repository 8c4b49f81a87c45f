import { expect, test } from '@jest/globals';
import { rectified } from '../../src/numeric/activation.js';
import { concatenated, maximum, product, weightedSum } from '../../src/numeric/combine.js';
import { constant, normal } from '../../src/numeric/moments.js';
import { batchNorm, meanVariance, scaled, unitLength } from '../../src/numeric/normalise.js';
import { lstm, rnn } from '../../src/numeric/recurrent.js';
import { moments, seeded } from './random.js';

const plain = (mean: number, variance = 0) => ({ mean, variance, known: true });

test('batch normalisation takes the units’ levels away and divides by √(variance + eps)', () => {
  const m = batchNorm(normal(5, 3, 4), 1, Infinity);
  expect(m.mean).toBeCloseTo(0, 9);
  expect(m.cross).toBeCloseTo(0, 9);
  expect(m.second).toBeCloseTo(4 / 5, 9);
});

test('a batch of one value per channel normalises to 0, one of two loses half of its variance first', () => {
  expect(batchNorm(normal(5, 3, 4), 1e-5, 1).second).toBe(0);
  expect(batchNorm(normal(5, 3, 4), 1, 2).second).toBeCloseTo(2 / 3, 9);
  expect(batchNorm(constant(3), 1e-5, Infinity).second).toBe(0);
});

test('zero statistics multiply by 1/√eps', () => {
  expect(scaled(normal(0, 0, 1), plain(1 / Math.sqrt(1e-5)), undefined).second).toBeCloseTo(1e5, 1);
});

test('a scale and bias, fixed or drawn per unit', () => {
  const fixed = scaled(rectified(normal(0, 0, 1)), plain(-2), plain(1));
  expect(fixed.mean).toBeCloseTo(1 - 2 * 0.3989, 2);
  expect(fixed.within).toBeCloseTo(4 * (0.5 - 0.1592), 2);
  // E[(γx)²] = (γ̄² + Var γ) E[x²]; units differ by their γ
  const drawn = scaled(normal(3, 0, 1), plain(1, 0.25), plain(0, 0.5));
  expect(drawn.second).toBeCloseTo(1.25 * 10 + 0.5, 6);
  expect(drawn.cross).toBeCloseTo(1.25 * 9 + 0.5, 6);
});

test('MVN leaves mean 0 and deviation s/(s + eps) per image', () => {
  const options = { eps: 1, acrossChannels: false, variance: true, places: { height: 100, width: 100 } };
  const m = meanVariance(normal(5, 3, 9), options);
  expect(m.mean).toBeCloseTo(0, 9);
  expect(Math.sqrt(m.second)).toBeCloseTo(3 / 4, 3);
  const across = meanVariance(normal(5, 7, 9), { ...options, eps: 0, acrossChannels: true });
  expect(across.second).toBeCloseTo(1, 3);
  expect(across.cross).toBeCloseTo(7 / 16, 3);
});

test('a vector of unit length has mean square 1/n', () => {
  expect(unitLength(normal(0, 1, 1), 512).second).toBeCloseTo(1 / 512, 9);
});

test('sums: independent blobs add variances, a blob and itself adds values', () => {
  const [a, b] = [normal(1, 1, 2), normal(2, 3, 4)];
  const sum = weightedSum([
    { m: a, c: 1 },
    { m: b, c: -1 },
  ]);
  expect(sum.mean).toBeCloseTo(-1, 9);
  expect(sum.between).toBeCloseTo(4, 9);
  expect(sum.within).toBeCloseTo(6, 9);
  const twice = weightedSum([
    { m: a, c: 1 },
    { m: a, c: 1 },
  ]);
  expect(twice.second).toBeCloseTo(4 * a.second, 6);
});

test('product and maximum of independent blobs', () => {
  const [a, b] = [normal(1, 1, 2), normal(2, 3, 4)];
  expect(product([a, b]).second).toBeCloseTo(a.second * b.second, 6);
  expect(product([a, b]).cross).toBeCloseTo(a.cross * b.cross, 6);
  // Clark 1961: E max = σ/√π for two normals of variance σ²
  const m = maximum([normal(0, 0.5, 0.5), normal(0, 0.5, 0.5)]);
  expect(m.mean).toBeCloseTo(1 / Math.sqrt(Math.PI), 2);
  expect(m.second).toBeCloseTo(1, 2);
});

test('concatenation weighs by channels', () => {
  const m = concatenated([
    { m: normal(0, 0, 1), weight: 1 },
    { m: normal(4, 0, 9), weight: 3 },
  ]);
  expect(m.mean).toBeCloseTo(3, 9);
  expect(m.within).toBeCloseTo(7, 9);
  expect(m.between).toBeCloseTo(0.25 * 9 + 0.75 * 1, 9);
});

/** An LSTM of 40 units over 12 steps as lstm_unit_layer.cpp computes it. */
function simulateLstm(variance: number, weight: number) {
  const r = seeded(4);
  const n = 40;
  const w = Array.from({ length: 4 }, () => Array.from({ length: n * n }, () => weight * r.normal()));
  const out: number[] = [];
  for (let sample = 0; sample < 20; sample++) {
    let h = new Array<number>(n).fill(0);
    const c = new Array<number>(n).fill(0);
    for (let t = 0; t < 12; t++) {
      const gate = (g: number, u: number): number =>
        Math.sqrt(variance) * r.normal() + h.reduce((s, v, j) => s + v * w[g]![u * n + j]!, 0);
      const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
      h = h.map((_, u) => {
        c[u] = sigmoid(gate(1, u)) * c[u]! + sigmoid(gate(0, u)) * Math.tanh(gate(3, u));
        return sigmoid(gate(2, u)) * Math.tanh(c[u]!);
      });
      out.push(...h);
    }
  }
  return moments(out);
}

test('LSTM: second moments through time', () => {
  const seen = simulateLstm(1, 0.15);
  const m = lstm({
    input: { mean: 0, between: 0, within: 1 },
    hidden: 40,
    weightVariance: 0.15 ** 2,
    steps: 12,
  });
  expect(Math.abs(Math.sqrt(m.second) / seen.std - 1)).toBeLessThan(0.15);
});

test('without weights an RNN gives tanh of its bias', () => {
  const m = rnn(
    { input: { mean: 0, between: 0, within: 0 }, hidden: 5, weightVariance: 0, steps: 3 },
    { mean: 1, variance: 0 },
  );
  expect(m.mean).toBeCloseTo(Math.tanh(1), 9);
});
