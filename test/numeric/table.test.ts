import { expect, test } from '@jest/globals';
import { rectified, sigmoid, dropped } from '../../src/numeric/activation.js';
import { constant, normal } from '../../src/numeric/moments.js';
import { exponential, at } from '../../src/numeric/spatial.js';
import { corrected, expansion, pointwise, valueSpatial } from '../../src/numeric/table.js';

/** E[relu(x) relu(y)] of unit normals with correlation c (Cho & Saul 2009, order 1). */
const arcCosine = (c: number): number =>
  (Math.sqrt(1 - c * c) + (Math.PI - Math.acos(c)) * c) / (2 * Math.PI);

test.each([0, 0.25, 0.5, 0.9, 1])(
  'a rectifier keeps half of the power; two inputs with correlation %p',
  (c) => {
    const m = rectified(normal(0, c, 1 - c));
    expect(m.second).toBeCloseTo(0.5, 3);
    expect(m.mean).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 1.7);
    expect(Math.abs(m.cross / arcCosine(c) - 1)).toBeLessThan(0.03);
  },
);

test('a rectifier of a shifted normal', () => {
  // a = 1/2: μ = 1, s = 2; mΦ + sφ and (μ² + s²)Φ + μsφ with Φ(.5) = .691462, φ(.5) = .352065
  const m = rectified(normal(1, 0, 4));
  expect(m.mean).toBeCloseTo(0.691462 + 2 * 0.352065, 2);
  expect(m.second).toBeCloseTo(5 * 0.691462 + 2 * 0.352065, 2);
  expect(m.low).toBe(0);
});

test('the Hermite expansion gives the correlation of rectified neighbours', () => {
  const m = rectified(normal(0, 0, 1));
  const { unit } = expansion(m);
  const variance = 0.5 - 1 / (2 * Math.PI);
  for (const c of [0.2, 0.5, 0.8])
    expect(Math.abs(unit(c) - (arcCosine(c) - 1 / (2 * Math.PI)) / variance)).toBeLessThan(0.02);
});

test('a folded function loses the correlation of sign', () => {
  // Corr(x², y²) = ρ²
  const m = pointwise(normal(0, 0, 1, { spatial: exponential(2, 0) }), (x) => x * x);
  const rho = Math.exp(-0.5);
  expect(m.mean).toBeCloseTo(1, 3);
  expect(m.second).toBeCloseTo(3, 0);
  expect(at(valueSpatial(m), 0, 1)).toBeCloseTo(rho * rho, 1);
});

test('sigmoid of a narrow normal', () => {
  const m = sigmoid(normal(0, 0, 0.01));
  expect(m.mean).toBeCloseTo(0.5, 6);
  expect(m.second).toBeCloseTo(0.25 + 0.01 / 16, 4);
});

test('dropout keeps the mean and what two inputs share, and divides the power', () => {
  const before = rectified(normal(0, 0.5, 0.5));
  const after = dropped(before, 0.4);
  expect(after.mean).toBeCloseTo(before.mean, 9);
  expect(after.cross).toBeCloseTo(before.cross, 9);
  expect(after.second).toBeCloseTo(before.second / 0.6, 9);
  expect(dropped(before, 1).mean).toBeNaN();
});

test('a table is corrected to given moments', () => {
  const shape = rectified(normal(0, 0.5, 0.5)).values;
  const m = normal(0, 0, 0, {});
  expect(m.second).toBe(0);
  const values = corrected(shape, { mean: 3, between: 4, within: 5 });
  const target = { ...constant(0), values };
  expect(target.values.length).toBe(shape.length);
  const again = pointwise(target, (x) => x);
  expect(again.mean).toBeCloseTo(3, 9);
  expect(again.between).toBeCloseTo(4, 9);
  expect(again.within).toBeCloseTo(5, 9);
});
