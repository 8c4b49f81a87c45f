/** Shapes worked out by hand from base_conv_layer.cpp, conv_layer.cpp and deconv_layer.cpp. */
import { expect, test } from '@jest/globals';
import { one, setUp } from './data-vision-setup.js';

const image = [10, 3, 227, 227];
const conv = (params: string, bottom: readonly (number | string)[] | undefined = image) =>
  one('Convolution', `convolution_param { ${params} }`, bottom);

test('AlexNet conv1: (227 - 11) / 4 + 1 = 55, with weights and biases', () => {
  const out = conv('num_output: 96 kernel_size: 11 stride: 4');
  expect(out.tops).toEqual([[10, 96, 55, 55]]);
  expect(out.params?.map((p) => [p.role, p.shape])).toEqual([
    ['weight', [96, 3, 11, 11]],
    ['bias', [96]],
  ]);
  expect(out.macs).toBe(10 * 55 * 55 * 96 * 3 * 11 * 11);
});

test('kernel_h and kernel_w, stride, pad and dilation of each side', () => {
  const sides =
    'num_output: 4 kernel_h: 3 kernel_w: 5 stride_h: 1 stride_w: 2 pad_h: 1 pad_w: 0 bias_term: false';
  const out = conv(sides, [1, 3, 10, 11]);
  expect(out.tops).toEqual([[1, 4, 10, 4]]);
  expect(out.params?.map((p) => p.shape)).toEqual([[4, 3, 3, 5]]);
  expect(conv('num_output: 4 kernel_size: 3 dilation: 2', [1, 3, 10, 10]).tops).toEqual([[1, 4, 6, 6]]);
});

test('one spatial axis, three, and none', () => {
  expect(conv('num_output: 2 kernel_size: 3', [5, 4, 9]).tops).toEqual([[5, 2, 7]]);
  const three = conv('num_output: 2 kernel_size: 1 kernel_size: 2 kernel_size: 3', [5, 4, 6, 7, 8]);
  expect(three.tops).toEqual([[5, 2, 6, 6, 6]]);
  expect(three.params?.[0]?.shape).toEqual([2, 4, 1, 2, 3]);
  expect(conv('num_output: 2 axis: -1', [5, 4]).tops).toEqual([[5, 2]]);
});

test('groups split the channels of the weights', () => {
  expect(conv('num_output: 8 kernel_size: 1 group: 2', [1, 6, 4, 4]).params?.[0]?.shape).toEqual([
    8, 3, 1, 1,
  ]);
  expect(conv('num_output: 8 kernel_size: 1 group: 4', [1, 6, 4, 4]).refused).toBe('indivisible-group');
  const odd = conv('num_output: 8 kernel_size: 1 group: 3', [1, 6, 4, 4]);
  expect([odd.refused, odd.at]).toEqual(['indivisible-group', 'num_output: 8']);
  expect(conv('num_output: 8 kernel_size: 1 group: 0').refused).toBe('invalid-layer-parameter');
});

test('C++ division cuts towards 0, so a kernel one larger than its input passes with a stride', () => {
  expect(conv('num_output: 1 kernel_size: 5 stride: 2', [1, 1, 4, 4]).tops).toEqual([[1, 1, 1, 1]]);
  const small = conv('num_output: 1 kernel_size: 7', [1, 1, 4, 4]);
  expect([small.refused, small.at]).toEqual(['kernel-larger-than-input', 'kernel_size: 7']);
  expect(small.message).toContain('7');
  expect(small.message).toContain('4');
});

test('an empty output is refused only where a bias is added', () => {
  expect(conv('num_output: 1 kernel_size: 5', [1, 1, 4, 4]).refused).toBe('kernel-larger-than-input');
  expect(conv('num_output: 1 kernel_size: 5 bias_term: false', [1, 1, 4, 4]).tops).toEqual([[1, 1, 0, 0]]);
});

test('fields that are missing or contradict each other', () => {
  expect(conv('num_output: 1').refused).toBe('missing-layer-parameter');
  expect(one('Convolution', '', image).at).toBe('layer');
  expect(conv('kernel_size: 3').refused).toBe('missing-layer-parameter');
  expect(conv('num_output: 0 kernel_size: 3').refused).toBe('invalid-layer-parameter');
  expect(conv('num_output: 1 kernel_size: 3 kernel_h: 3 kernel_w: 3').at).toBe('kernel_size: 3');
  expect(conv('num_output: 1 kernel_h: 3').message).toContain('"kernel_w"');
  expect(conv('num_output: 1 kernel_size: 3 pad: 1 pad_h: 1 pad_w: 1').refused).toBe(
    'conflicting-layer-parameters',
  );
  expect(conv('num_output: 1 kernel_size: 3 stride: 0').at).toBe('stride: 0');
  expect(conv('num_output: 1 kernel_size: 3 kernel_size: 3 kernel_size: 3').refused).toBe(
    'invalid-layer-parameter',
  );
  expect(conv('num_output: 1 kernel_size: 3 axis: 4').refused).toBe('axis-out-of-range');
  expect(conv('num_output: 1 kernel_h: 3 kernel_w: 3', [1, 2, 3]).refused).toBe(
    'conflicting-layer-parameters',
  );
});

test('what is not known stays so, and a kernel that keeps the size keeps its name', () => {
  const data = [10, 'data.channels', 'data.height', 'data.width'];
  const same = conv('num_output: 8 kernel_size: 3 pad: 1', data);
  expect(same.tops).toEqual([[10, 8, 'data.height', 'data.width']]);
  expect(same.params?.[0]?.shape).toEqual([8, 'data.channels', 3, 3]);
  expect(same.macs).toBeUndefined();
  expect(conv('num_output: 8 kernel_size: 3', data).tops).toEqual([[10, 8, '?', '?']]);
  expect(conv('num_output: 8 kernel_size: 3', undefined).refused).toBeUndefined();
  expect(one('Convolution', 'convolution_param { num_output: 8 kernel_size: 3 }', undefined).tops).toEqual([
    undefined,
  ]);
});

test('bottoms of one convolution share their shape', () => {
  const text =
    'type: "Convolution" bottom: "a" bottom: "b" top: "c" top: "d" convolution_param { num_output: 2 kernel_size: 1 }';
  expect(
    setUp(text, {
      bottoms: [
        [1, 3, 4, 4],
        [1, 3, 4, 4],
      ],
    }).tops,
  ).toEqual([
    [1, 2, 4, 4],
    [1, 2, 4, 4],
  ]);
  expect(
    setUp(text, {
      bottoms: [
        [1, 3, 4, 4],
        [1, 3, 5, 4],
      ],
    }).at,
  ).toBe('bottom: "b"');
});

test('deconvolution: stride · (in - 1) + kernel - 2 · pad, with outputs behind channels in the weights', () => {
  const up = one(
    'Deconvolution',
    'convolution_param { num_output: 21 kernel_size: 4 stride: 2 group: 21 bias_term: false weight_filler { type: "bilinear" } }',
    [1, 21, 16, 16],
  );
  expect(up.tops).toEqual([[1, 21, 34, 34]]);
  expect(up.params?.map((p) => p.shape)).toEqual([[21, 1, 4, 4]]);
  expect(up.macs).toBe(16 * 16 * 21 * 4 * 4);
  const gone = one(
    'Deconvolution',
    'convolution_param { num_output: 1 kernel_size: 3 pad: 9 }',
    [1, 1, 4, 4],
  );
  expect([gone.refused, gone.at]).toEqual(['kernel-larger-than-input', 'pad: 9']);
});

test('fillers: names, the bilinear shape, sparse and the numbers that the generators refuse', () => {
  const filled = (filler: string, more = '') =>
    conv(`num_output: 4 kernel_size: 3 ${more} weight_filler { ${filler} }`);
  expect(filled('type: "xavierr"').message).toContain('"xavier"');
  expect(filled('type: "xavierr"').at).toBe('type: "xavierr"');
  expect(filled('type: "bilinear"').refused).toBeUndefined();
  expect(conv('num_output: 4 kernel_h: 3 kernel_w: 2 weight_filler { type: "bilinear" }').refused).toBe(
    'invalid-filler',
  );
  expect(conv('num_output: 4 kernel_size: 3 bias_filler { type: "bilinear" }').refused).toBe(
    'invalid-filler',
  );
  expect(filled('type: "xavier" sparse: 3').at).toBe('sparse: 3');
  expect(filled('type: "xavier" sparse: -1').refused).toBeUndefined();
  expect(filled('type: "gaussian" sparse: 4').refused).toBeUndefined();
  expect(filled('type: "gaussian" sparse: 5').refused).toBe('invalid-filler');
  expect(filled('type: "gaussian" std: 0').at).toBe('std: 0');
  expect(filled('type: "uniform" min: 2').at).toBe('min: 2');
  expect(filled('type: "uniform" min: -1 max: 1').refused).toBeUndefined();
});

test('a blob holds at most INT_MAX elements', () => {
  const big = conv('num_output: 2000000 kernel_size: 11', [1, 30, 20, 20]);
  expect([big.refused, big.at]).toEqual(['blob-too-large', 'num_output: 2000000']);
});
