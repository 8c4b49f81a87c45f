import { expect, test } from '@jest/globals';
import { rectified } from '../../src/numeric/activation.js';
import { normalData, dataMoments, uniformData } from '../../src/numeric/data.js';
import { linear, type LinearMap } from '../../src/numeric/linear.js';
import { acrossChannels } from '../../src/numeric/lrn.js';
import { normal, type Moments } from '../../src/numeric/moments.js';
import { observedStd } from '../../src/numeric/observed.js';
import { maxPool } from '../../src/numeric/pooling.js';
import { axisSums, wholeAxis, type Axis } from '../../src/numeric/taps.js';
import { moments, seeded } from './random.js';
import { blob, convolve, gaussian, lrn, maxPool as pool, relu, type Blob } from './simulate.js';

const fixed = (mean: number) => ({ mean, variance: 0, known: true });
const random = (variance: number, mean = 0) => ({ mean, variance, known: true });

test('taps that meet an input: 3 wide, padded by 1, over 4 pixels', () => {
  // Positions see 2, 3, 3 and 2 taps; the outer taps meet an input at 3 of 4 positions.
  const axis: Axis = { input: 4, output: 4, kernel: 3, stride: 1, pad: 1, dilation: 1 };
  expect(axisSums(axis)).toEqual({
    taps: 2.5,
    repeated: 2 * 0.75 ** 2 + 1,
    sum: 2.5,
    square: (4 + 9 + 9 + 4) / 4,
  });
});

test('taps of a deconvolution: 4 wide, stride 2, pad 1: two everywhere but at the ends', () => {
  const axis: Axis = { input: 3, output: 6, kernel: 4, stride: 2, pad: 1, dilation: 1, transposed: true };
  const sums = axisSums(axis);
  expect(sums.taps).toBeCloseTo((1 + 2 + 2 + 2 + 2 + 1) / 6, 12);
  // Caffe's bilinear kernel of 4: .25 .75 .75 .25 sums to 1 inside, .75 at the two ends.
  expect(axisSums(axis, [0.25, 0.75, 0.75, 0.25]).sum).toBeCloseTo((0.75 * 2 + 4) / 6, 12);
});

test('random weights multiply every second moment by fan-in times their variance', () => {
  const x = normal(2, 3, 4);
  const y = linear(x, {
    inputs: 10,
    width: 10,
    axes: [wholeAxis(5)],
    weight: random(0.1),
    bias: random(0.5, 7),
  });
  expect(y.mean).toBeCloseTo(7, 9);
  expect(y.between).toBeCloseTo(50 * 0.1 * (4 + 3) + 0.5, 6);
  expect(y.within).toBeCloseTo(50 * 0.1 * 4, 6);
});

test('constant weights add up all inputs and make all units alike', () => {
  const y = linear(normal(1, 0, 4), { inputs: 10, width: 10, axes: [], weight: fixed(2) });
  expect(y.mean).toBeCloseTo(20, 9);
  expect(y.within).toBeCloseTo(4 * 10 * 4, 6);
  expect(y.between).toBe(0);
  expect(y.shared).toBe(1);
});

test('weights that sum to 1 hand the mean on exactly', () => {
  const weight = { mean: 1 / 100, variance: 1 / (3 * 100 * 100), unitSum: true as const, known: true };
  const y = linear(normal(5, 0, 1), { inputs: 100, width: 100, axes: [], weight });
  expect(y.mean).toBeCloseTo(5, 9);
  expect(y.between).toBeCloseTo(0, 9);
  // Σ w² = 4/300 for weights U(0, 2/n)
  expect(y.within).toBeCloseTo(4 / 300, 6);
});

/** A convolution of the model that is like that of the simulation. */
function conv(
  x: Moments,
  from: Blob,
  to: Blob,
  map: Omit<LinearMap, 'axes' | 'width'> & { kernel: number; pad: number },
) {
  const axis: Axis = {
    input: from.h,
    output: to.h,
    kernel: map.kernel,
    stride: 1,
    pad: map.pad,
    dilation: 1,
  };
  return linear(x, { ...map, width: from.c, axes: [axis, axis] });
}

function near(m: Moments, b: Blob, by: number): void {
  const seen = moments(b.data);
  const std = observedStd(m, [b.n, b.c, b.h, b.w]);
  expect(Math.max(std / seen.std, seen.std / std)).toBeLessThan(by);
}

test('a stack of random convolutions, rectifiers, pooling and LRN', () => {
  const r = seeded(11);
  let b = blob(8, 3, 16, 16, () => 255 * r.uniform());
  let m = dataMoments(uniformData(0, 255), 16);
  const std = Math.sqrt(2 / 75);
  let next = convolve(b, { outputs: 40, kernel: 5, pad: 2, weight: gaussian(r, std) });
  m = conv(m, b, next, { inputs: 3, kernel: 5, pad: 2, weight: random(std * std) });
  near(m, next, 1.15);
  b = relu(next);
  m = rectified(m);
  near(m, b, 1.15);
  b = pool(b, 2);
  const half = { input: 16, output: 8, kernel: 2, stride: 2, pad: 0 };
  m = maxPool(m, half, half);
  near(m, b, 1.15);
  b = lrn(b, 5, 0.001, 0.75);
  m = acrossChannels(m, { size: 5, alpha: 0.001, beta: 0.75, k: 1 }, 40);
  near(m, b, 1.15);
  next = convolve(b, { outputs: 40, kernel: 3, pad: 1, weight: gaussian(r, 0.1), bias: () => 1 });
  m = conv(m, b, next, { inputs: 40, kernel: 3, pad: 1, weight: random(0.01), bias: fixed(1) });
  near(m, next, 1.25);
  next = convolve((b = relu(next)), { outputs: 20, kernel: 3, group: 20, weight: gaussian(r, 0.1) });
  m = conv(rectified(m), b, next, { inputs: 2, kernel: 3, pad: 0, weight: random(0.01) });
  near(m, next, 1.35);
});

test('weights of the default uniform filler: the fixed pattern at padded borders', () => {
  const r = seeded(3);
  let b = blob(8, 3, 12, 12, r.normal);
  let m = dataMoments(normalData(0, 1), 12);
  for (let i = 0; i < 3; i++) {
    const next = convolve(b, { outputs: 12, kernel: 3, pad: 1, weight: r.uniform });
    m = conv(m, b, next, { inputs: b.c, kernel: 3, pad: 1, weight: random(1 / 12, 0.5) });
    near(m, next, 1.3);
    b = relu(next);
    m = rectified(m);
  }
  expect(m.pattern).toBeGreaterThan(0.1);
  expect(m.shared).toBeGreaterThan(0.9);
});
