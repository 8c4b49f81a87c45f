import { expect, test } from '@jest/globals';
import { parse } from '../../grammar/parser.js';
import { bind } from '../../src/document/bind.js';
import { schemaOf } from '../../src/schema/dialects.js';
import { bilinearKernel, fans, fillerStats } from '../../src/numeric/filler.js';
import { moments, seeded } from './random.js';

/** A FillerParameter from its text. */
const filler = (text: string) => bind(parse(text).document, 'FillerParameter', schemaOf(['bvlc'])).message;

test("Caffe's fans are of the blob, whatever the layer", () => {
  expect(fans([96, 3, 11, 11])).toEqual({ fanIn: 363, fanOut: 96 * 121 });
  // A transposed InnerProduct's blob is inputs x outputs, so that its fans change places.
  expect(fans([4096, 10])).toEqual({ fanIn: 10, fanOut: 4096 });
  expect(fans(['?', 3, 5, 5])).toEqual({ fanIn: 75, fanOut: undefined });
});

test.each([
  ['', { mean: 0, variance: 0 }],
  ['type: "constant" value: 0.5', { mean: 0.5, variance: 0 }],
  ['type: "uniform"', { mean: 0.5, variance: 1 / 12 }],
  ['type: "uniform" min: -1 max: 3', { mean: 1, variance: 16 / 12 }],
  ['type: "gaussian"', { mean: 0, variance: 1 }],
  ['type: "gaussian" std: 0.1 mean: 2', { mean: 2, variance: 0.01 }],
  // 5 of 50 outputs keep a weight: p = .1, p (s² + m²) - p² m²
  ['type: "gaussian" std: 2 mean: 1 sparse: 5', { mean: 0.1, variance: 0.1 * 5 - 0.01 }],
  ['type: "xavier"', { mean: 0, variance: 1 / 180 }],
  ['type: "xavier" variance_norm: FAN_OUT', { mean: 0, variance: 1 / 450 }],
  ['type: "msra" variance_norm: AVERAGE', { mean: 0, variance: 2 / 315 }],
  ['type: "positive_unitball"', { mean: 1 / 180, variance: 1 / (3 * 180 * 180) }],
])('%p on a blob of 50 x 20 x 3 x 3', (text, expected) => {
  const stats = fillerStats(filler(text), [50, 20, 3, 3]);
  expect(stats.known).toBe(true);
  expect(stats.mean).toBeCloseTo(expected.mean, 12);
  expect(stats.variance / (expected.variance || 1)).toBeCloseTo(expected.variance === 0 ? 0 : 1, 6);
});

test('positive_unitball has the moments of normalised uniform rows', () => {
  const r = seeded(7);
  const rows = Array.from({ length: 400 }, () => {
    const row = Array.from({ length: 60 }, r.uniform);
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((v) => v / sum);
  });
  const seen = moments(rows.flat());
  const stats = fillerStats(filler('type: "positive_unitball"'), [400, 60]);
  expect(Math.abs(seen.std / Math.sqrt(stats.variance) - 1)).toBeLessThan(0.03);
});

test('bilinear kernels', () => {
  expect(bilinearKernel(4)).toEqual([0.25, 0.75, 0.75, 0.25]);
  const three = bilinearKernel(3);
  expect(three[0]).toBeCloseTo(0.5, 12);
  expect(three[1]).toBeCloseTo(1, 12);
});

test('what is not known is said to be', () => {
  expect(fillerStats(filler('type: "xaiver"'), [5, 5]).known).toBe(false);
  expect(fillerStats(filler('type: "xavier"'), [5, '?']).known).toBe(false);
});
