import { expect, test } from '@jest/globals';
import { cumulative, density, quantile, upperQuantile, upperTail } from '../../src/numeric/gaussian.js';
import { DRAWS, UNITS } from '../../src/numeric/nodes.js';

test('tails agree with published values', () => {
  expect(cumulative(0)).toBeCloseTo(0.5, 12);
  expect(cumulative(1.959963984540054)).toBeCloseTo(0.975, 12);
  expect(upperTail(5) / 2.866515718791939e-7).toBeCloseTo(1, 9);
  expect(upperTail(10) / 7.619853024160527e-24).toBeCloseTo(1, 9);
});

test('quantiles invert the tails, far out too', () => {
  for (const x of [-6, -2.5, -0.3, 0, 0.7, 2.4, 2.6, 5, 9]) {
    expect(upperQuantile(upperTail(x))).toBeCloseTo(x, x < -4 ? 6 : 9);
    if (x < 5) expect(quantile(cumulative(x))).toBeCloseTo(x, 6);
  }
  expect(upperQuantile(0)).toBe(Infinity);
});

test.each([
  ['units', UNITS],
  ['draws', DRAWS],
])('the nodes over %s integrate polynomials and a rectifier', (_, nodes) => {
  const mean = (f: (z: number) => number): number =>
    nodes.z.reduce((s, z, i) => s + nodes.weight[i]! * f(z), 0);
  expect(mean((z) => z)).toBeCloseTo(0, 12);
  expect(mean((z) => z * z)).toBeCloseTo(1, 12);
  expect(Math.abs(mean((z) => z ** 4) / 3 - 1)).toBeLessThan(0.01);
  // E max(z, 0) = φ(0)
  expect(Math.abs(mean((z) => Math.max(z, 0)) / density(0) - 1)).toBeLessThan(0.015);
});
