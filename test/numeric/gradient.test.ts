import { expect, test } from '@jest/globals';
import { rectified } from '../../src/numeric/activation.js';
import { softmaxGradient } from '../../src/numeric/gradient-loss.js';
import { throughBatchNorm, throughPooling, throughScale } from '../../src/numeric/gradient-layers.js';
import { throughWeights, weightGradients } from '../../src/numeric/gradient-linear.js';
import { gated, type Gradient } from '../../src/numeric/gradient.js';
import { linear } from '../../src/numeric/linear.js';
import { normal } from '../../src/numeric/moments.js';
import { seeded } from './random.js';

const gradient = (second: number, place = 0, cross = 0, apart = 0): Gradient => ({
  second,
  place,
  cross,
  apart,
  widen: 0,
});
const weights = (variance: number) => ({ mean: 0, variance, known: true });

test('a rectifier passes half, and of two independent inputs a quarter', () => {
  const g = gated(gradient(1, 1, 1, 1), normal(0, 0, 1), (x) => (x > 0 ? 1 : 0), [8, 4]);
  expect(g.second).toBeCloseTo(0.5, 2);
  expect(g.cross).toBeCloseTo(0.25, 2);
  const fixed = gated(gradient(1, 1, 1, 1), normal(0, 1, 0), (x) => (x > 0 ? 1 : 0), [8, 4]);
  expect(fixed.cross).toBeCloseTo(0.5, 2);
});

test('the winner of four is positive in 15 of 16 cases', () => {
  const g = gated({ ...gradient(1), among: 4 }, normal(0, 0, 1), (x) => (x > 0 ? 1 : 0), [8, 4]);
  expect(g.second).toBeCloseTo(15 / 16, 2);
});

test('pooling: one input in four gets a maximum’s gradient; all get a quarter of an average’s', () => {
  const axis = { input: 8, output: 4, kernel: 2, stride: 2, pad: 0 };
  const shapes = [
    [2, 3, 8, 8],
    [2, 3, 4, 4],
  ] as const;
  expect(throughPooling(gradient(1), [axis, axis], true, ...shapes).second).toBeCloseTo(1 / 4, 9);
  const average = throughPooling(gradient(1), [axis, axis], false, ...shapes);
  expect(average.second).toBeCloseTo(1 / 16, 9);
  // 3 of the other 63 places have the same gradient.
  expect(average.place).toBeCloseTo(3 / 63 / 16, 9);
});

test('batch normalisation takes the mean gradient away', () => {
  const same = throughBatchNorm(gradient(1, 1, 1, 1), normal(0, 0, 4), 0, [8, 3, 5, 5]);
  expect(same.second).toBeCloseTo(0, 9);
  const own = throughBatchNorm(gradient(1), normal(0, 0, 4), 0, [8, 3, 5, 5]);
  expect(own.second).toBeCloseTo((1 - 1 / 200) / 4, 9);
});

/** A net of 20 inputs, 30 hidden units and 5 classes, with batches of 8: mean squares of its gradients. */
function simulate() {
  const r = seeded(9);
  const [n, inputs, hidden, classes, draws] = [8, 20, 30, 5, 300];
  const sums = { hidden: 0, first: 0, second: 0 };
  for (let draw = 0; draw < draws; draw++) {
    const w1 = Array.from({ length: hidden * inputs }, () => r.normal() * Math.sqrt(2 / inputs));
    const w2 = Array.from({ length: classes * hidden }, () => r.normal() * Math.sqrt(1 / hidden));
    const d1 = new Float64Array(w1.length);
    const d2 = new Float64Array(w2.length);
    for (let item = 0; item < n; item++) {
      const x = Array.from({ length: inputs }, () => 1 + r.normal());
      const z = Array.from({ length: hidden }, (_, h) =>
        x.reduce((s, v, i) => s + v * w1[h * inputs + i]!, 0),
      );
      const o = Array.from({ length: classes }, (_, k) =>
        z.reduce((s, v, h) => s + Math.max(0, v) * w2[k * hidden + h]!, 0),
      );
      const top = Math.max(...o);
      const e = o.map((v) => Math.exp(v - top));
      const total = e.reduce((a, b) => a + b, 0);
      const label = Math.floor(classes * r.uniform());
      const g = e.map((v, k) => (v / total - (k === label ? 1 : 0)) / n);
      for (let h = 0; h < hidden; h++) {
        let back = 0;
        for (let k = 0; k < classes; k++) {
          back += g[k]! * w2[k * hidden + h]!;
          d2[k * hidden + h]! += g[k]! * Math.max(0, z[h]!);
        }
        const own = z[h]! > 0 ? back : 0;
        sums.hidden += own ** 2 / (draws * n * hidden);
        for (let i = 0; i < inputs; i++) d1[h * inputs + i]! += own * x[i]!;
      }
    }
    sums.first += d1.reduce((s, v) => s + v * v, 0) / (draws * d1.length);
    sums.second += d2.reduce((s, v) => s + v * v, 0) / (draws * d2.length);
  }
  return sums;
}

test('gradients of a small net agree with back-propagation', () => {
  const seen = simulate();
  const x = normal(1, 0, 1);
  const map1 = { inputs: 20, width: 20, axes: [], weight: weights(2 / 20) };
  const map2 = { inputs: 30, width: 30, axes: [], weight: weights(1 / 30) };
  const z = linear(x, map1);
  const a = rectified(z);
  const g2 = softmaxGradient(linear(a, map2), [8, 5], 1, 'VALID', 1)!;
  const g1 = gated(throughWeights(g2, map2, 5), z, (v) => (v > 0 ? 1 : 0), [8, 30]);
  const near = (model: number, truth: number) => {
    expect(Math.sqrt(model / truth)).toBeGreaterThan(0.85);
    expect(Math.sqrt(model / truth)).toBeLessThan(1.18);
  };
  near(g1.second, seen.hidden);
  near(weightGradients(g2, a, map2, [8, 30], [8, 5])[0]!.second, seen.second);
  near(weightGradients(g1, x, map1, [8, 20], [8, 30])[0]!.second, seen.first);
});

test('γ behind a rectifier sees only the values that passed', () => {
  // One place, 10 inputs with gradients of their own: Σ g y over the positive y: 10 · E[relu(y)²].
  const y = normal(0, 0, 1);
  const g = gated(gradient(1), y, (v) => (v > 0 ? 1 : 0), [10, 3]);
  const { gamma, beta } = throughScale(g, y, weights(0), [10, 3]);
  expect(gamma).toBeCloseTo(10 * 0.5, 1);
  expect(beta).toBeCloseTo(10 * 0.5, 1);
  // All inputs with the same gradient: (10 · E relu(y))² and more.
  const same = gated(gradient(1, 1, 1, 1), y, (v) => (v > 0 ? 1 : 0), [10, 3]);
  expect(throughScale(same, y, weights(0), [10, 3]).gamma).toBeGreaterThan((10 * 0.398) ** 2);
});
