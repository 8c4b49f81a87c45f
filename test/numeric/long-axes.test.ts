/** Sizes that no memory holds: closed forms and samples in the place of loops, and the same numbers where both can be had. */
import { expect, test } from '@jest/globals';
import { pairMean, lagAt, samplePlaces } from '../../src/numeric/spatial.js';
import { axisSums, kernelSums } from '../../src/numeric/taps.js';

/** Σ over both places, as the definition says. */
function byDefinition(lags: readonly number[], n: number): number {
  let sum = 0;
  for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) sum += lagAt(lags, a - b);
  return sum / n ** 2;
}

test.each([[[1]], [[1, 0.9]], [[1, 0.5, 0.4, 0.1]], [[1, 1]], [[1, 0.5, 0]]])(
  'pairs of 1,500 places in closed form: lags %j',
  (lags) => expect(pairMean(lags, 1500)).toBeCloseTo(byDefinition(lags, 1500), 10),
);

test('2^31 places take no time', () => {
  // Σ (n - |d|) q^|d| / n² tends to (1 + q) / (1 - q) / n.
  const n = 2 ** 31 - 1;
  expect(pairMean([1, 0.5], n) * n).toBeCloseTo(3, 6);
  expect(pairMean([1, 0.5], n, 4, 1) * n).toBeCloseTo(3, 3);
  const axis = { input: n, output: n, kernel: 3, stride: 1, pad: 1, dilation: 1 };
  expect(axisSums(axis).taps).toBeCloseTo(3, 1);
  const whole = { input: n, output: 1, kernel: n, stride: 1, pad: 0, dilation: 1 };
  expect(axisSums(whole).taps / n).toBeCloseTo(1, 6);
  expect(kernelSums(whole, [1], undefined, 1)[0]! / n).toBeCloseTo(1, 6);
});

test('places are spread evenly, and are all of them where they are few', () => {
  expect(samplePlaces(4, 10)).toEqual([0, 1, 2, 3]);
  expect(samplePlaces(10, 4)).toEqual([0, 2, 5, 7]);
  expect(samplePlaces(-1, 4)).toEqual([]);
});
