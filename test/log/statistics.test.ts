import { expect, test } from '@jest/globals';
import {
  lag1,
  mannKendall,
  median,
  medianFilter,
  noiseOf,
  quantile,
  spreadOf,
  theilSen,
} from '../../src/log/statistics.js';
import { noise } from './make-log.js';

test('median and quantiles', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([0, 10], 0.25)).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('MAD: deviations of 1 2 3 4 100 from 3 are 2 1 0 1 97, their median 1', () => {
  expect(spreadOf([1, 2, 3, 4, 100])).toBeCloseTo(1.4826, 10);
});

test('the median filter takes out single values, at the ends too', () => {
  expect(medianFilter([9, 1, 1, 1, 50, 1, 1], 3)).toEqual([5, 1, 1, 1, 1, 1, 1]);
});

test('Theil–Sen ignores a wild value', () => {
  const x = [0, 1, 2, 3, 4, 5, 6];
  const line = theilSen(x, [1, 3, 5, 1000, 9, 11, 13]);
  expect(line.slope).toBe(2);
  expect(line.intercept).toBe(1);
});

test('Mann–Kendall by hand: 1 2 3 4 has S = 6 and variance 4·3·13/18', () => {
  expect(mannKendall([1, 2, 3, 4], [0, 0, 0, 0])).toBeCloseTo(5 / Math.sqrt(26 / 3), 12);
  expect(mannKendall([4, 3, 2, 1], [0, 0, 0, 0])).toBeCloseTo(-5 / Math.sqrt(26 / 3), 12);
  expect(mannKendall([2, 2, 2, 2])).toBe(0);
});

test('ties lower the variance: 1 1 2 has S = 2 and variance (3·2·11 - 2·1·9)/18', () => {
  expect(mannKendall([1, 1, 2], [0, 0, 0])).toBeCloseTo(1 / Math.sqrt((66 - 18) / 18), 12);
});

test('pure noise is no trend, at about the rate the threshold promises', () => {
  const random = noise(7);
  let alarms = 0;
  for (let i = 0; i < 400; i++) {
    const y = Array.from({ length: 30 }, random);
    if (Math.abs(mannKendall(y)) > 2.576) alarms++;
  }
  expect(alarms).toBeLessThan(12);
});

test('averaged noise, as average_loss prints it, is hardly more often called a trend', () => {
  const random = noise(3);
  let alarms = 0;
  for (let i = 0; i < 300; i++) {
    const raw = Array.from({ length: 60 }, random);
    const y = raw.slice(10).map((_, j) => raw.slice(j, j + 10).reduce((sum, v) => sum + v, 0));
    if (Math.abs(mannKendall(y)) > 2.576) alarms++;
  }
  expect(alarms).toBeLessThan(45);
});

test('lag-1 correlation of an alternating series is negative, of a smooth one near 1', () => {
  expect(lag1([1, -1, 1, -1, 1, -1])).toBeLessThan(-0.7);
  expect(lag1(Array.from({ length: 50 }, (_, i) => Math.sin(i / 8)))).toBeGreaterThan(0.9);
});

test('noise around a straight line does not count the line', () => {
  expect(noiseOf([1, 2, 3, 4, 5, 6])).toBe(0);
  const random = noise(1);
  const sigma = noiseOf(Array.from({ length: 2000 }, (_, i) => i + random()));
  expect(sigma).toBeGreaterThan(0.5);
  expect(sigma).toBeLessThan(0.75);
});
