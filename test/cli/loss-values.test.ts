/** Numbers from a log and what they stand for. Expected values by hand: ln K, -ln(FLT_MIN), ln(e + K - 1) - 1. */
import { expect, test } from '@jest/globals';
import { classesOf, meaningsOf } from '../../src/cli/loss-values.js';

test.each([
  [0.693, 2],
  [0.6931, 2],
  [1.0986, 3],
  [2.302, 10],
  [2.3026, 10],
  [2.3, 10],
  [3.0445, 21],
  [4.6, 100],
  [4.6052, 100],
  [5.2983, 200],
  [6.9, 1000],
  [6.9078, 1000],
  // ln 37: no usual number, but four digits leave no other.
  [3.6109, 37],
  // Between ln 54 and ln 55, and among many: nothing can be told.
  [4.0, undefined],
  [7.5, undefined],
  [0.5, undefined],
  [0, undefined],
  [-1, undefined],
  [Infinity, undefined],
])('%d is the ln of %s classes', (value, classes) => {
  expect(classesOf(value)).toBe(classes);
});

test.each([
  [87.3365, ['87.3365 = -ln(1.1755e-38) = -ln(FLT_MIN)']],
  [87.34, ['87.3365 = -ln(1.1755e-38) = -ln(FLT_MIN)']],
  [NaN, ['nan']],
  [0.6931, ['0.6931 = ln 2']],
  [46.0517, ['46.0517 = -ln(1e-20)']],
  [0, ['0']],
  // ln(e + 9) - 1 = 1.4612 and ln(e + 1) - 1 = 0.3133
  [1.4612, ['1.4612 = ln(e + 10 - 1) - 1']],
  [0.3133, ['0.3133 = ln(e + 2 - 1) - 1']],
  // 87.3365 / 2 and 87.3365 x 0.9
  [43.668, ['43.67 = 87.3365 x (1 - 1/2)']],
  [78.603, ['78.60 = 87.3365 x (1 - 1/10)']],
  [0.5, []],
  [12.3, []],
])('%d', (value, titles) => {
  expect(meaningsOf(value).map((m) => m.title)).toEqual(titles);
});
