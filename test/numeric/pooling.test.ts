import { expect, test } from '@jest/globals';
import { rectified } from '../../src/numeric/activation.js';
import { normal } from '../../src/numeric/moments.js';
import { averagePool, maxPool } from '../../src/numeric/pooling.js';
import { at, exponential, type Spatial } from '../../src/numeric/spatial.js';
import { valueSpatial } from '../../src/numeric/table.js';
import { moments, seeded } from './random.js';

const inner = (kernel: number, stride = kernel) => ({ input: '?', output: '?', kernel, stride, pad: 0 });
const white = normal(0, 0, 1);

test('the maximum of independent normals has the moments of order statistics', () => {
  // Teichroew 1956: n = 4: 1.02938, variance .49172; n = 9: 1.48501, variance .35735
  const four = maxPool(white, inner(2), inner(2));
  expect(four.mean).toBeCloseTo(1.02938, 3);
  expect(four.within).toBeCloseTo(0.49172, 3);
  const nine = maxPool(white, inner(3), inner(3));
  expect(nine.mean).toBeCloseTo(1.48501, 3);
  expect(nine.within).toBeCloseTo(0.35735, 3);
});

test('units keep their level under a maximum', () => {
  const m = maxPool(normal(0, 1, 0), inner(2), inner(2));
  expect(m.second).toBeCloseTo(1, 9);
  expect(m.cross).toBeCloseTo(1, 9);
});

test('a maximum over equal neighbours changes nothing', () => {
  const smooth: Spatial = { floor: 1, lags: [1] };
  const m = maxPool(normal(0, 0.2, 0.8, { spatial: smooth }), inner(3), inner(3));
  expect(m.mean).toBeCloseTo(0, 6);
  expect(m.second).toBeCloseTo(1, 3);
});

test('padding and ceil clip windows: 3 x 3, stride 2, over 4 pixels', () => {
  // Windows along an axis: pixels 0-2 and 2-3, so 3 and 2 inputs; average divides by 3 and by 2.
  const clipped = { input: 4, output: 2, kernel: 3, stride: 2, pad: 0 };
  const m = averagePool(normal(1, 0, 1), clipped, clipped);
  expect(m.mean).toBeCloseTo(1, 9);
  expect(m.within).toBeCloseTo(((1 / 3 + 1 / 2) / 2) ** 2, 9);
  // Padded: windows start at -1: 2 and 3 inputs of 3.
  const padded = { input: 4, output: 2, kernel: 3, stride: 2, pad: 1 };
  const p = averagePool(normal(1, 0, 0), padded, padded);
  expect(p.mean).toBeCloseTo((5 / 6) ** 2, 9);
  expect(p.second).toBeCloseTo(((4 / 9 + 1) / 2) ** 2, 9);
  expect(p.pattern).toBe(1);
});

/** Smoothed noise on a line of pixels in a plane, then pooled. */
function simulate(kernel: number, stride: number, pool: 'max' | 'average') {
  const r = seeded(5);
  const n = 180;
  const noise = Float64Array.from({ length: (n + 1) * (n + 1) }, () => r.normal());
  const at2 = (y: number, x: number): number => noise[y * (n + 1) + x]!;
  const value = (y: number, x: number): number =>
    Math.max(0, (at2(y, x) + at2(y + 1, x) + at2(y, x + 1) + at2(y + 1, x + 1)) / 2);
  const side = Math.floor((n - kernel) / stride) + 1;
  const out = new Float64Array(side * side);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      let best = -Infinity;
      let sum = 0;
      for (let a = 0; a < kernel; a++)
        for (let b = 0; b < kernel; b++) {
          const v = value(y * stride + a, x * stride + b);
          best = Math.max(best, v);
          sum += v / (kernel * kernel);
        }
      out[y * side + x] = pool === 'max' ? best : sum;
    }
  const all = moments(out);
  let cov = 0;
  for (let y = 0; y < side; y++)
    for (let x = 1; x < side; x++)
      cov += ((out[y * side + x]! - all.mean) * (out[y * side + x - 1]! - all.mean)) / (side * (side - 1));
  return { ...all, neighbour: cov / all.std ** 2 };
}

test.each([
  [2, 2, 'max'],
  [3, 2, 'max'],
  [3, 2, 'average'],
] as const)('pooling %p/%p %s of rectified, correlated pixels agrees with a simulation', (k, s, pool) => {
  const x = rectified(normal(0, 0, 1, { spatial: { floor: 0, lags: [1, 0.5, 0] } }));
  const m = (pool === 'max' ? maxPool : averagePool)(x, inner(k, s), inner(k, s));
  const seen = simulate(k, s, pool);
  expect(Math.abs(m.mean / seen.mean - 1)).toBeLessThan(0.05);
  expect(Math.abs(Math.sqrt(m.within) / seen.std - 1)).toBeLessThan(0.08);
  expect(Math.abs(at(valueSpatial(m), 0, 1) - seen.neighbour)).toBeLessThan(0.12);
});

test('global average pooling of natural images leaves the brightness of the whole', () => {
  const whole = { input: 64, output: 1, kernel: 64, stride: 1, pad: 0 };
  const m = averagePool(normal(0, 0, 1, { spatial: exponential(1, 0.25) }), whole, whole);
  expect(m.within).toBeGreaterThan(0.25);
  expect(m.within).toBeLessThan(0.27);
});
