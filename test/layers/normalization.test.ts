/** Shapes, parameters and refusals worked out by hand from batch_norm, scale, bias, mvn and softmax_layer.cpp. */
import { expect, test } from '@jest/globals';
import type { Shape } from '../../src/shapes/shape.js';
import { one, setUp, type Outcome } from './data-vision-setup.js';

const refusal = (outcome: Outcome) => [outcome.refused, outcome.at];

test('BatchNorm keeps mean, variance and their scale, all starting at 0', () => {
  const bn = one('BatchNorm', '', [32, 64, 8, 8]);
  expect(bn.tops).toEqual([[32, 64, 8, 8]]);
  expect(bn.params).toEqual([
    { shape: [64], role: 'statistics', constant: 0 },
    { shape: [64], role: 'statistics', constant: 0 },
    { shape: [1], role: 'statistics', constant: 0 },
  ]);
  expect(one('BatchNorm', '', [32, 64]).tops).toEqual([[32, 64]]);
  expect(one('BatchNorm', '', undefined).params?.map((p) => p.shape)).toEqual([['?'], ['?'], [1]]);
});

test('BatchNorm needs a channel axis, and no empty one', () => {
  // LayerSetUp allows one axis, Reshape then asks for the second.
  expect(refusal(one('BatchNorm', '', [32]))).toEqual(['axis-out-of-range', 'bottom: "x"']);
  expect(one('BatchNorm', '', [32, 0]).refused).toBe('bottom-shape-mismatch');
});

test('its param blocks must not learn', () => {
  const bn = (params: string) => refusal(one('BatchNorm', params, [32, 64]));
  expect(bn('param { lr_mult: 0 } param { lr_mult: 0 }')).toEqual([undefined, undefined]);
  expect(bn('param { lr_mult: 0 } param { lr_mult: 0.5 }')).toEqual([
    'batchnorm-param-blocks',
    'lr_mult: 0.5',
  ]);
  expect(bn('param { lr_mult: 0 } param { decay_mult: 0 }')).toEqual(['batchnorm-param-blocks', 'param']);
});

test('Scale has a factor for each channel, 1 unless a filler says otherwise', () => {
  const scale = (params: string, bottom: Shape = [32, 64, 8, 8]) =>
    one('Scale', `scale_param { ${params} }`, bottom);
  expect(scale('').params).toEqual([{ shape: [64], role: 'scale', constant: 1 }]);
  const biased = scale('bias_term: true').params!;
  expect(biased.map((p) => [p.role, p.shape])).toEqual([
    ['scale', [64]],
    ['bias', [64]],
  ]);
  expect(biased[1]!.filler?.num('value')).toBe(0);
  expect(scale('filler { }').params?.[0]).toMatchObject({ role: 'scale', shape: [64] });
  expect(scale('filler { }').params?.[0]?.constant).toBeUndefined();
  expect(scale('axis: 1 num_axes: 2').params?.[0]?.shape).toEqual([64, 8]);
  expect(scale('axis: -2 num_axes: -1').params?.[0]?.shape).toEqual([8, 8]);
  expect(scale('num_axes: 0').params?.[0]?.shape).toEqual([]);
  expect(one('Scale', '', undefined).params?.[0]?.shape).toEqual(['?']);
  expect(one('Scale', 'scale_param { num_axes: -1 }', undefined).params?.[0]?.shape).toBeUndefined();
});

test('Scale and Bias refuse a window that does not fit', () => {
  for (const [type, field] of [
    ['Scale', 'scale_param'],
    ['Bias', 'bias_param'],
  ] as const) {
    const layer = (params: string) => refusal(one(type, `${field} { ${params} }`, [32, 64]));
    expect(layer('axis: 2')).toEqual(['axis-out-of-range', 'axis: 2']);
    expect(layer('num_axes: 2')).toEqual(['axis-out-of-range', 'num_axes: 2']);
    expect(layer('num_axes: -2')).toEqual(['invalid-layer-parameter', 'num_axes: -2']);
  }
});

test('Scale and Bias with a second bottom', () => {
  const two = (type: string, params: string, a: Shape, b: Shape) =>
    setUp(`type: "${type}" bottom: "a" bottom: "b" top: "t" ${params}`, { bottoms: [a, b] });
  expect(two('Scale', 'scale_param { axis: 0 }', [5, 3, 4], [5, 3]).params).toEqual([]);
  expect(two('Scale', 'scale_param { axis: 0 }', [5, 3, 4], [5, 3]).tops).toEqual([[5, 3, 4]]);
  expect(two('Scale', '', [5, 3, 4], []).refused).toBeUndefined();
  const biased = two('Scale', 'scale_param { axis: 0 bias_term: true }', [5, 3, 4], ['?', 3]);
  expect(biased.params?.map((p) => p.shape)).toEqual([[5, 3]]);
  for (const type of ['Scale', 'Bias']) {
    expect(refusal(two(type, '', [5, 3, 4], [5, 3]))).toEqual(['bottom-shape-mismatch', 'bottom: "b"']);
    expect(two(type, '', [5, 3], [3, 1]).refused).toBe('bottom-shape-mismatch');
  }
  expect(two('Bias', '', [5, 3], [3]).params).toBeUndefined();
});

test('Bias starts at 0', () => {
  const bias = one('Bias', '', [5, 3]).params?.[0];
  expect([bias?.shape, bias?.role, bias?.filler?.str('type'), bias?.filler?.num('value')]).toEqual([
    [3],
    'bias',
    'constant',
    0,
  ]);
});

test('the top of MVN always has four axes', () => {
  expect(one('MVN', '', [5, 3]).tops).toEqual([[5, 3, 1, 1]]);
  expect(one('MVN', '', undefined).tops).toEqual([['?', '?', '?', '?']]);
  expect(one('MVN', '', [1, 2, 3, 4, 5]).refused).toBe('bottom-shape-mismatch');
});

test('Softmax needs its axis', () => {
  expect(one('Softmax', '', ['n', 10]).tops).toEqual([['n', 10]]);
  expect(refusal(one('Softmax', 'softmax_param { axis: 2 }', [64, 10]))).toEqual([
    'axis-out-of-range',
    'axis: 2',
  ]);
  expect(one('Softmax', '', [64]).refused).toBe('axis-out-of-range');
});
