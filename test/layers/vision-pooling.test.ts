/** Shapes and refusals worked out by hand from pooling_layer.cpp, lrn_layer.cpp, crop_layer.cpp, spp_layer.cpp, im2col_layer.cpp. */
import { expect, test } from '@jest/globals';
import type { Shape } from '../../src/shapes/shape.js';
import { one, setUp } from './data-vision-setup.js';

const pool = (params: string, bottom: Shape = [1, 8, 7, 7]) =>
  one('Pooling', `pooling_param { ${params} }`, bottom);

test('pooling rounds up, or down when asked', () => {
  expect(pool('kernel_size: 3 stride: 2', [10, 96, 55, 55]).tops).toEqual([[10, 96, 27, 27]]);
  expect(pool('kernel_size: 2 stride: 2').tops).toEqual([[1, 8, 4, 4]]);
  expect(pool('kernel_size: 2 stride: 2 round_mode: FLOOR').tops).toEqual([[1, 8, 3, 3]]);
  expect(pool('kernel_h: 1 kernel_w: 3 stride_h: 1 stride_w: 2').tops).toEqual([[1, 8, 7, 3]]);
});

test('with padding the last window must start inside the image', () => {
  // ceil((4 + 2 - 2) / 2) + 1 = 3, and (3 - 1) * 2 = 4 < 4 + 1 stays.
  expect(pool('kernel_size: 2 stride: 2 pad: 1', [1, 1, 4, 4]).tops).toEqual([[1, 1, 3, 3]]);
  // ceil((5 + 2 - 2) / 3) + 1 = 3, and (3 - 1) * 3 = 6 >= 5 + 1 is clipped.
  expect(pool('kernel_size: 2 stride: 3 pad: 1', [1, 1, 5, 5]).tops).toEqual([[1, 1, 2, 2]]);
  expect(pool('kernel_size: 2 pad: 2').refused).toBe('invalid-layer-parameter');
  expect(pool('pool: STOCHASTIC kernel_size: 3 pad: 1').refused).toBe('conflicting-layer-parameters');
});

test('global pooling takes the whole input and nothing else', () => {
  expect(pool('pool: AVE global_pooling: true').tops).toEqual([[1, 8, 1, 1]]);
  expect(pool('pool: AVE global_pooling: true', [1, 8, 'h', 'w']).tops).toEqual([[1, 8, 1, 1]]);
  expect(pool('global_pooling: true kernel_size: 7').at).toBe('kernel_size: 7');
  expect(pool('global_pooling: true stride: 2').at).toBe('stride: 2');
});

test('fields of a window that are missing or contradict each other', () => {
  expect(pool('pool: MAX').refused).toBe('missing-layer-parameter');
  expect(pool('kernel_h: 2').at).toBe('kernel_h: 2');
  expect(pool('kernel_size: 2 kernel_h: 2 kernel_w: 2').refused).toBe('conflicting-layer-parameters');
  expect(pool('kernel_size: 2 kernel_h: 3').tops).toEqual([[1, 8, 6, 6]]);
  expect(pool('kernel_size: 2 stride: 2 stride_h: 1 stride_w: 1').at).toBe('stride: 2');
  expect(pool('kernel_size: 2 pad_h: 1').at).toBe('pad_h: 1');
  expect(pool('kernel_size: 0').at).toBe('kernel_size: 0');
  expect(pool('kernel_size: 2 stride: 0').at).toBe('stride: 0');
});

test('a window larger than its input', () => {
  const large = pool('kernel_size: 9', [1, 8, 7, 7]);
  expect([large.refused, large.at]).toEqual(['kernel-larger-than-input', 'kernel_size: 9']);
  // ceil(-1) + 1 = 0: Caffe sets the layer up with an empty output.
  expect(pool('kernel_size: 8', [1, 8, 7, 7]).tops).toEqual([[1, 8, 0, 0]]);
  expect(pool('kernel_size: 3', [1, 8]).refused).toBe('bottom-shape-mismatch');
});

test('only MAX pooling has a mask', () => {
  const text = (method: string) =>
    `type: "Pooling" bottom: "x" top: "y" top: "m" pooling_param { pool: ${method} kernel_size: 2 stride: 2 }`;
  expect(setUp(text('MAX'), { bottoms: [[1, 2, 4, 4]] }).tops).toEqual([
    [1, 2, 2, 2],
    [1, 2, 2, 2],
  ]);
  expect(setUp(text('AVE'), { bottoms: [[1, 2, 4, 4]] }).refused).toBe('bottom-top-count');
});

test('unknown sizes stay unknown, and a window that keeps the size keeps the name', () => {
  const data = [10, 8, 'data.height', 'data.width'];
  expect(pool('kernel_size: 3 stride: 2', data).tops).toEqual([[10, 8, '?', '?']]);
  expect(pool('kernel_size: 3 pad: 1', data).tops).toEqual([[10, 8, 'data.height', 'data.width']]);
});

test('LRN keeps the shape and takes odd sizes', () => {
  expect(one('LRN', '', [1, 2, 3, 4]).tops).toEqual([[1, 2, 3, 4]]);
  const even = one('LRN', 'lrn_param { local_size: 4 }', [1, 2, 3, 4]);
  expect([even.refused, even.at]).toEqual(['invalid-layer-parameter', 'local_size: 4']);
  expect(one('LRN', '', [1, 2]).refused).toBe('bottom-shape-mismatch');
});

test('Im2col multiplies the channels by the kernel', () => {
  expect(one('Im2col', 'convolution_param { kernel_size: 3 stride: 2 }', [2, 3, 7, 9]).tops).toEqual([
    [2, 27, 3, 4],
  ]);
  expect(one('Im2col', 'convolution_param { kernel_size: 3 axis: 3 }', [2, 3, 7, 9]).refused).toBe(
    'axis-out-of-range',
  );
});

const crop = (params: string, bottoms: Shape[]) =>
  setUp(`type: "Crop" bottom: "a" bottom: "b" top: "c" crop_param { ${params} }`, { bottoms });

test('Crop takes the size of its second bottom from the axis on', () => {
  const [a, b] = [
    [1, 21, 40, 50],
    [1, 3, 30, 30],
  ];
  expect(crop('offset: 5', [a!, b!]).tops).toEqual([[1, 21, 30, 30]]);
  expect(crop('axis: 1 offset: 0 offset: 5 offset: 6', [a!, b!]).tops).toEqual([[1, 3, 30, 30]]);
  expect(crop('axis: 2 offset: 5 offset: 5 offset: 5', [a!, b!]).at).toBe('offset: 5');
  expect(crop('offset: 12', [a!, b!]).refused).toBe('bottom-shape-mismatch');
  expect(crop('axis: 4', [a!, b!]).refused).toBe('axis-out-of-range');
  expect(crop('offset: 12', [a!, [1, 3, '?', '?']]).tops).toEqual([[1, 21, '?', '?']]);
});

test('SPP joins 1 + 4 + 16 bins', () => {
  const spp = (height: number, bottom: Shape) =>
    one('SPP', `spp_param { pyramid_height: ${height} }`, bottom);
  expect(spp(3, [2, 5, 16, 16]).tops).toEqual([[2, 5 * 21]]);
  expect(spp(1, [2, 5, 16, 16]).tops).toEqual([[2, 5, 1, 1]]);
  // Level 2 of a side of 5: kernel 2, padding 2, which is not smaller than the kernel.
  expect(spp(3, [2, 5, 5, 5]).refused).toBe('kernel-larger-than-input');
  expect(one('SPP', '', [2, 5, 5, 5]).refused).toBe('missing-layer-parameter');
});
