/** What the text tells of the data, from data_layer.cpp, image_data_layer.cpp and their kin. */
import { expect, test } from '@jest/globals';
import { setUp } from './data-vision-setup.js';
import type { Setting } from './data-vision-setup.js';

const data = (params: string, setting: Setting = {}) =>
  setUp(`type: "Data" top: "data" top: "label" ${params}`, setting);

test('an LMDB tells its batch and its crop, the rest has a name', () => {
  const batch = 'data_param { batch_size: 64 }';
  expect(data(batch).tops).toEqual([[64, 'data.channels', 'data.height', 'data.width'], [64]]);
  expect(data(`${batch} transform_param { crop_size: 227 }`).tops[0]).toEqual([
    64,
    'data.channels',
    227,
    227,
  ]);
  const means = 'transform_param { mean_value: 104 mean_value: 117 mean_value: 123 }';
  expect(data(`${batch} ${means}`).tops[0]?.[1]).toBe(3);
  expect(setUp(`type: "Data" top: "data" ${batch}`).tops).toHaveLength(1);
});

test('a shape that the user gives stands above the names', () => {
  const out = data('data_param { batch_size: 64 }', { given: { data: [64, 1, 28, 28] } });
  expect(out.tops).toEqual([[64, 1, 28, 28], [64]]);
});

test('a batch of 0 has no memory', () => {
  expect(data('data_param { source: "x" }').refused).toBe('missing-layer-parameter');
  expect(data('data_param { batch_size: 0 }').at).toBe('batch_size: 0');
});

test('a mean is given in one way, once or for each channel', () => {
  const both = data('data_param { batch_size: 1 } transform_param { mean_file: "m" mean_value: 1 }');
  expect([both.refused, both.at]).toEqual(['invalid-transform', 'mean_file: "m"']);
  const two = data('data_param { batch_size: 1 } transform_param { mean_value: 1 mean_value: 2 }', {
    given: { data: [1, 3, 8, 8] },
  });
  expect(two.refused).toBe('invalid-transform');
});

const images = (params: string, transform = '') =>
  setUp(
    `type: "ImageData" top: "data" top: "label" image_data_param { ${params} } transform_param { ${transform} }`,
  );

test('ImageData resizes, crops and counts its colours', () => {
  expect(images('batch_size: 4 new_height: 256 new_width: 320').tops).toEqual([[4, 3, 256, 320], [4]]);
  expect(images('is_color: false', 'crop_size: 20').tops).toEqual([[1, 1, 20, 20], [1]]);
  expect(images('new_height: 256').at).toBe('new_height: 256');
  expect(images('new_height: 256 new_width: 200', 'crop_size: 227').refused).toBe('invalid-transform');
  expect(images('batch_size: 0').refused).toBe('invalid-layer-parameter');
  expect(images('is_color: false', 'mean_value: 1 mean_value: 2 mean_value: 3').refused).toBe(
    'invalid-transform',
  );
});

test('WindowData needs a crop', () => {
  const window = (transform: string) =>
    setUp(`type: "WindowData" top: "data" top: "label" window_data_param { batch_size: 128 } ${transform}`);
  expect(window('transform_param { crop_size: 227 }').tops).toEqual([
    [128, 'data.channels', 227, 227],
    [128],
  ]);
  expect(window('').refused).toBe('missing-layer-parameter');
});

test('HDF5Data knows nothing and transforms nothing', () => {
  const hdf5 = (more: string, setting: Setting = {}) =>
    setUp(`type: "HDF5Data" top: "data" hdf5_data_param { batch_size: 8 } ${more}`, setting);
  expect(hdf5('').tops).toEqual([undefined]);
  expect(hdf5('', { given: { data: [8, 4] } }).tops).toEqual([[8, 4]]);
  expect(hdf5('transform_param { scale: 0.1 }').refused).toBe('invalid-transform');
  expect(hdf5('transform_param { }').refused).toBe('invalid-transform');
  expect(setUp('type: "HDF5Output" bottom: "a" bottom: "b"').refused).toBe('missing-layer-parameter');
});

test('MemoryData names every dimension', () => {
  const memory = (params: string) =>
    setUp(`type: "MemoryData" top: "data" top: "label" memory_data_param { ${params} }`);
  expect(memory('batch_size: 2 channels: 3 height: 4 width: 5').tops).toEqual([[2, 3, 4, 5], [2]]);
  expect(memory('batch_size: 2 channels: 3 height: 4').refused).toBe('missing-layer-parameter');
  expect(memory('batch_size: 2 channels: 3 height: 4 width: 0').at).toBe('width: 0');
});

const dummy = (params: string) => setUp(`type: "DummyData" top: "a" top: "b" dummy_data_param { ${params} }`);

test('DummyData takes a shape for all tops or for each, in two ways that do not mix', () => {
  expect(dummy('shape { dim: 2 dim: 3 }').tops).toEqual([
    [2, 3],
    [2, 3],
  ]);
  expect(dummy('shape { dim: 2 } shape { dim: 3 }').tops).toEqual([[2], [3]]);
  expect(dummy('num: 1 num: 2 channels: 3 height: 4 width: 5').tops).toEqual([
    [1, 3, 4, 5],
    [2, 3, 4, 5],
  ]);
  expect(dummy('shape { dim: 2 } num: 1').refused).toBe('conflicting-layer-parameters');
  expect(dummy('num: 1 channels: 3').refused).toBe('missing-layer-parameter');
  expect(dummy('').refused).toBe('missing-layer-parameter');
  expect(dummy('shape { dim: 2 } shape { dim: 2 } shape { dim: 2 }').refused).toBe('invalid-layer-parameter');
  const fillers = 'data_filler { } data_filler { type: "gaussian" } data_filler { }';
  expect(dummy(`shape { dim: 2 } ${fillers}`).refused).toBe('invalid-layer-parameter');
  expect(dummy('shape { dim: 2 } data_filler { type: "zero" }').refused).toBe('invalid-filler');
});

test('Input and Parameter are blobs of a given shape', () => {
  const input = (params: string, setting: Setting = {}) =>
    setUp(`type: "Input" top: "data" ${params}`, setting);
  expect(input('input_param { shape { dim: 1 dim: 3 dim: 5 dim: 5 } }').tops).toEqual([[1, 3, 5, 5]]);
  expect(input('').tops).toEqual([[]]);
  expect(input('', { given: { data: [1, 2] } }).tops).toEqual([[1, 2]]);
  expect(input('input_param { shape { dim: -1 } }').refused).toBe('invalid-layer-parameter');
  expect(input('input_param { shape { dim: 1 } shape { dim: 1 } }').refused).toBe('invalid-layer-parameter');
  const parameter = setUp('type: "Parameter" top: "p" parameter_param { shape { dim: 4 dim: 2 } }');
  expect(parameter.tops).toEqual([[4, 2]]);
  expect(parameter.params?.[0]?.shape).toEqual([4, 2]);
});

test('a Python layer may be anything, with as many parameters as it likes', () => {
  const python = setUp(
    'type: "Python" bottom: "x" top: "y" param { lr_mult: 1 } python_param { module: "m" layer: "L" }',
    { bottoms: [[1]] },
  );
  expect(python.tops).toEqual([undefined]);
  expect(python.params?.map((p) => p.shape)).toEqual([undefined]);
});
