/**
 * Shapes and refusals worked out by hand from inner_product, embed, reshape, flatten, concat, slice,
 * eltwise, tile, reduction, argmax, split, filter and batch_reindex_layer.cpp.
 */
import { expect, test } from '@jest/globals';
import type { Shape } from '../../src/shapes/shape.js';
import { one, setUp, type Outcome } from './data-vision-setup.js';

const refusal = (outcome: Outcome) => [outcome.refused, outcome.at];

/** A layer with bottoms a, b, c … of these shapes and tops t, u, v … */
const many = (type: string, params: string, bottoms: Shape[], tops = 1): Outcome => {
  const bottomText = bottoms.map((_, i) => `bottom: "${'abcd'[i]}"`).join(' ');
  const topText = [...'tuvw'.slice(0, tops)].map((t) => `top: "${t}"`).join(' ');
  return setUp(`type: "${type}" ${bottomText} ${topText} ${params}`, { bottoms });
};

test('inner product flattens everything from its axis on', () => {
  const ip = (params: string, bottom: Shape) =>
    one('InnerProduct', `inner_product_param { ${params} }`, bottom);
  const fc = ip('num_output: 500', [64, 50, 4, 4]);
  expect(fc.tops).toEqual([[64, 500]]);
  expect(fc.params?.map((p) => [p.role, p.shape])).toEqual([
    ['weight', [500, 800]],
    ['bias', [500]],
  ]);
  expect(fc.macs).toBe(64 * 500 * 800);
  const sequence = ip('num_output: 7 axis: 2 bias_term: false transpose: true', [20, 8, 5]);
  expect(sequence.tops).toEqual([[20, 8, 7]]);
  expect(sequence.params?.map((p) => p.shape)).toEqual([[5, 7]]);
  expect(ip('num_output: 7 axis: -1', [20, 8, 5]).tops).toEqual([[20, 8, 7]]);
  expect(ip('num_output: 7 axis: 0', [20, 8, 5]).tops).toEqual([[7]]);
});

test('inner product over an input that is not known', () => {
  const ip = (params: string, bottom: Shape) =>
    one('InnerProduct', `inner_product_param { ${params} }`, bottom);
  expect(ip('num_output: 10', undefined).tops).toEqual([['?', 10]]);
  expect(ip('num_output: 10', undefined).params?.[0]?.shape).toEqual([10, '?']);
  expect(ip('num_output: 10 axis: -1', undefined).tops).toEqual([undefined]);
  expect(ip('num_output: 10', ['batch', 3, 'h', 'w']).tops).toEqual([['batch', 10]]);
  expect(ip('num_output: 10', ['batch', 3, 'h', 'w']).macs).toBeUndefined();
  // More axes than any blob has.
  expect(ip('num_output: 10 axis: 2000000000', undefined).refused).toBe('invalid-layer-parameter');
});

test('inner product refuses no outputs, no such axis and a filler that does not exist', () => {
  const ip = (params: string) => one('InnerProduct', `inner_product_param { ${params} }`, [64, 500]);
  expect(refusal(ip(''))).toEqual(['missing-layer-parameter', 'inner_product_param']);
  expect(refusal(ip('num_output: 0'))).toEqual(['invalid-layer-parameter', 'num_output: 0']);
  expect(refusal(ip('num_output: 1 axis: 2'))).toEqual(['axis-out-of-range', 'axis: 2']);
  expect(refusal(ip('num_output: 1 axis: -3'))).toEqual(['axis-out-of-range', 'axis: -3']);
  expect(ip('num_output: 1 weight_filler { type: "xavir" }').refused).toBe('invalid-filler');
});

test('embed adds an axis of its outputs', () => {
  const embed = (params: string) => one('Embed', `embed_param { ${params} }`, [20, 8]);
  const words = embed('input_dim: 1000 num_output: 50');
  expect(words.tops).toEqual([[20, 8, 50]]);
  expect(words.params?.map((p) => p.shape)).toEqual([[1000, 50], [50]]);
  expect(embed('num_output: 50').refused).toBe('missing-layer-parameter');
  expect(refusal(embed('input_dim: 9 num_output: 0'))).toEqual(['invalid-layer-parameter', 'num_output: 0']);
});

const reshape = (params: string, bottom: Shape) => one('Reshape', `reshape_param { ${params} }`, bottom);

test('reshape copies 0, works out -1 and keeps what lies outside its axes', () => {
  expect(reshape('shape { dim: 0 dim: -1 }', [64, 50, 4, 4]).tops).toEqual([[64, 800]]);
  expect(reshape('shape { dim: 0 dim: 2 dim: -1 dim: 3 }', [4, 12, 5]).tops).toEqual([[4, 2, 10, 3]]);
  expect(reshape('shape { dim: 3 dim: 4 } axis: 1 num_axes: 1', [5, 12, 7]).tops).toEqual([[5, 3, 4, 7]]);
  // Nothing is replaced: an axis of 1 is put in.
  expect(reshape('shape { dim: 1 } axis: 1 num_axes: 0', [5, 12]).tops).toEqual([[5, 1, 12]]);
  // axis -1 means behind the last.
  expect(reshape('shape { dim: 1 dim: 1 } axis: -1 num_axes: 0', [5, 12]).tops).toEqual([[5, 12, 1, 1]]);
  expect(reshape('shape { }', [1, 1]).tops).toEqual([[]]);
});

test('reshape with words: what is copied cancels', () => {
  expect(reshape('shape { dim: 0 dim: -1 }', ['batch', 6, 7]).tops).toEqual([['batch', 42]]);
  expect(reshape('shape { dim: -1 dim: 42 }', ['batch', 6, 7]).tops).toEqual([['batch', 42]]);
  expect(reshape('shape { dim: -1 dim: 21 }', ['batch', 6, 7]).tops).toEqual([['?', 21]]);
  expect(reshape('shape { dim: 0 dim: 5 }', ['batch', 6, 7]).refused).toBe('invalid-reshape');
  expect(reshape('shape { dim: 3 dim: 5 }', ['batch', 6, 7]).tops).toEqual([[3, 5]]);
  expect(reshape('shape { dim: 0 dim: -1 dim: 4 }', undefined).tops).toEqual([['?', '?', 4]]);
  expect(reshape('shape { dim: 4 } axis: 1', undefined).tops).toEqual([['?', 4]]);
  expect(reshape('shape { dim: 4 } axis: 1 num_axes: 1', undefined).tops).toEqual([undefined]);
});

test('reshape refuses other counts, two -1, and axes that are not there', () => {
  expect(refusal(reshape('shape { dim: 64 dim: 801 }', [64, 50, 4, 4]))).toEqual([
    'invalid-reshape',
    'shape',
  ]);
  expect(refusal(reshape('shape { dim: -1 dim: 3 }', [64, 50]))).toEqual(['invalid-reshape', 'dim: -1']);
  expect(refusal(reshape('shape { dim: -1 dim: -1 }', [64, 50]))).toEqual(['invalid-reshape', 'dim: -1']);
  expect(refusal(reshape('shape { dim: -2 dim: 0 }', [64, 50]))).toEqual(['invalid-reshape', 'dim: -2']);
  expect(refusal(reshape('shape { dim: 8 dim: 8 dim: 0 }', [8, 8]))).toEqual(['invalid-reshape', 'dim: 0']);
  expect(refusal(reshape('shape { dim: 1 } axis: 3', [8, 8]))).toEqual(['axis-out-of-range', 'axis: 3']);
  expect(refusal(reshape('shape { dim: 1 } axis: -4', [8, 8]))).toEqual(['axis-out-of-range', 'axis: -4']);
  expect(refusal(reshape('shape { dim: 8 } axis: 1 num_axes: 2', [8, 8]))).toEqual([
    'axis-out-of-range',
    'num_axes: 2',
  ]);
  expect(reshape('num_axes: -2', [8, 8]).refused).toBe('axis-out-of-range');
  expect(one('Reshape', '', [8, 8]).refused).toBe('invalid-reshape');
});

test('reshape, flatten and split do not work in-place', () => {
  for (const type of ['Reshape', 'Flatten', 'Split'])
    expect(refusal(setUp(`type: "${type}" bottom: "x" top: "x"`, { bottoms: [[1, 2]] }))).toEqual([
      'in-place-refused',
      'top: "x"',
    ]);
});

test('flatten joins the axes from axis to end_axis', () => {
  const flatten = (params: string, bottom: Shape) => one('Flatten', `flatten_param { ${params} }`, bottom);
  expect(one('Flatten', '', [64, 50, 4, 4]).tops).toEqual([[64, 800]]);
  expect(flatten('axis: 1 end_axis: 2', [2, 3, 4, 5]).tops).toEqual([[2, 12, 5]]);
  expect(flatten('axis: 0 end_axis: -2', [2, 3, 4, 5]).tops).toEqual([[24, 5]]);
  // count(2, 2) is 1, so that an axis of 1 is put in.
  expect(flatten('axis: 2 end_axis: 1', [2, 3, 4]).tops).toEqual([[2, 3, 1, 4]]);
  expect(refusal(flatten('axis: 2 end_axis: 0', [2, 3, 4]))).toEqual(['invalid-reshape', 'end_axis: 0']);
  expect(flatten('', [7]).refused).toBe('axis-out-of-range');
  expect(flatten('', undefined).tops).toEqual([['?', '?']]);
  expect(flatten('', ['batch', 'h']).tops).toEqual([['batch', 'h']]);
});

test('concat adds along its axis and wants the rest equal', () => {
  const concat = (params: string, ...bottoms: Shape[]) =>
    many('Concat', `concat_param { ${params} }`, bottoms);
  expect(concat('', [1, 64, 28, 28], [1, 32, 28, 28], [1, 8, 28, 28]).tops).toEqual([[1, 104, 28, 28]]);
  expect(concat('axis: -1', [5, 3], [5, 4]).tops).toEqual([[5, 7]]);
  expect(concat('concat_dim: 0', [5, 3], [6, 3]).tops).toEqual([[11, 3]]);
  expect(concat('', ['batch', 3, '?', 4], [10, 'c', 5, 4]).tops).toEqual([[10, '?', 5, 4]]);
  expect(concat('', undefined, [10, 4]).tops).toEqual([[10, '?']]);
  expect(concat('', undefined, undefined).tops).toEqual([undefined]);
  expect(refusal(concat('', [1, 64, 28, 28], [1, 32, 14, 28]))).toEqual([
    'bottom-shape-mismatch',
    'bottom: "b"',
  ]);
  expect(concat('', [1, 64], [1, 32, 1, 1]).refused).toBe('bottom-shape-mismatch');
  expect(refusal(concat('axis: 1 concat_dim: 1', [1, 2], [1, 2]))).toEqual([
    'conflicting-layer-parameters',
    'concat_dim: 1',
  ]);
  expect(refusal(concat('axis: 2', [1, 2], [1, 2]))).toEqual(['axis-out-of-range', 'axis: 2']);
  expect(concat('concat_dim: 2', [1, 2], [1, 2]).refused).toBe('axis-out-of-range');
});

test('slice cuts evenly or at its points', () => {
  const slice = (params: string, bottom: Shape, tops: number) =>
    many('Slice', `slice_param { ${params} }`, [bottom], tops);
  expect(slice('', [2, 6, 5], 3).tops).toEqual([
    [2, 2, 5],
    [2, 2, 5],
    [2, 2, 5],
  ]);
  expect(slice('slice_point: 1 slice_point: 4', [2, 6], 3).tops).toEqual([
    [2, 1],
    [2, 3],
    [2, 2],
  ]);
  expect(slice('slice_point: 1', ['n', 'c'], 2).tops).toEqual([
    ['n', 1],
    ['n', '?'],
  ]);
  expect(slice('axis: 0 slice_point: 6', [6], 2).tops).toEqual([[6], [0]]);
  expect(refusal(slice('', [2, 7], 2))).toEqual(['invalid-layer-parameter', 'top: "u"']);
  expect(refusal(slice('slice_point: 1', [2, 6], 3))).toEqual(['invalid-layer-parameter', 'slice_point: 1']);
  expect(refusal(slice('slice_point: 4 slice_point: 4', [2, 6], 3))).toEqual([
    'invalid-layer-parameter',
    'slice_point: 4',
  ]);
  expect(slice('slice_point: 0', [2, 6], 2).refused).toBe('invalid-layer-parameter');
  expect(slice('slice_point: 7', [2, 6], 2).refused).toBe('invalid-layer-parameter');
  expect(slice('slice_point: 1 slice_point: 2', [2, 2], 3).refused).toBe('invalid-layer-parameter');
  // The label of a Data layer has one axis.
  expect(slice('', [64], 2).refused).toBe('axis-out-of-range');
});

test('eltwise compares whole shapes and counts coefficients', () => {
  const eltwise = (params: string, ...bottoms: Shape[]) =>
    many('Eltwise', `eltwise_param { ${params} }`, bottoms);
  expect(eltwise('', [2, 3], [2, 3]).tops).toEqual([[2, 3]]);
  expect(eltwise('', ['n', 3, '?'], [8, '?', '?']).tops).toEqual([[8, 3, '?']]);
  expect(eltwise('operation: MAX coeff: 1 coeff: 2', [2], [2]).refused).toBeUndefined();
  expect(refusal(eltwise('', [10, 3], [10, 3, 1, 1]))).toEqual(['bottom-shape-mismatch', 'bottom: "b"']);
  expect(refusal(eltwise('', undefined, [2, 3], [2, 4]))).toEqual(['bottom-shape-mismatch', 'bottom: "c"']);
  expect(refusal(eltwise('coeff: 1', [2], [2]))).toEqual(['invalid-layer-parameter', 'coeff: 1']);
  expect(refusal(eltwise('operation: PROD coeff: 1 coeff: -1', [2], [2]))).toEqual([
    'conflicting-layer-parameters',
    'coeff: 1',
  ]);
});

test('tile, reduction', () => {
  expect(one('Tile', 'tile_param { axis: 2 tiles: 4 }', [2, 3, 5]).tops).toEqual([[2, 3, 20]]);
  expect(refusal(one('Tile', 'tile_param { tiles: -1 }', [2, 3]))).toEqual([
    'invalid-layer-parameter',
    'tiles: -1',
  ]);
  expect(one('Tile', '', [2, 3]).refused).toBe('missing-layer-parameter');
  expect(one('Reduction', '', [2, 3]).tops).toEqual([[]]);
  expect(one('Reduction', 'reduction_param { axis: -1 }', [2, 3, 4]).tops).toEqual([[2, 3]]);
  expect(one('Reduction', 'reduction_param { axis: 1 }', undefined).tops).toEqual([['?']]);
  expect(one('Reduction', 'reduction_param { axis: 2 }', [2, 3]).refused).toBe('axis-out-of-range');
});

test('argmax', () => {
  const argmax = (params: string, bottom: Shape) => one('ArgMax', `argmax_param { ${params} }`, bottom);
  expect(argmax('', [64, 10]).tops).toEqual([[64, 1, 1]]);
  expect(argmax('out_max_val: true top_k: 5', [64, 10, 2, 2]).tops).toEqual([[64, 2, 5, 1]]);
  expect(argmax('axis: 1', [64, 21, 8, 8]).tops).toEqual([[64, 1, 8, 8]]);
  expect(argmax('axis: 1', [64, '?', 8, 8]).tops).toEqual([[64, 1, 8, 8]]);
  expect(refusal(argmax('top_k: 41', [64, 10, 2, 2]))).toEqual(['invalid-layer-parameter', 'top_k: 41']);
  expect(argmax('top_k: 40', [64, 10, 2, 2]).refused).toBeUndefined();
  expect(argmax('axis: 1 top_k: 11', [64, 10, 2, 2]).refused).toBe('invalid-layer-parameter');
  expect(argmax('top_k: 0', [64, 10]).refused).toBe('invalid-layer-parameter');
  expect(argmax('axis: 2', [64, 10]).refused).toBe('axis-out-of-range');
});

test('split, silence, filter and batch reindex', () => {
  expect(many('Split', '', [[2, 3]], 2).tops).toEqual([
    [2, 3],
    [2, 3],
  ]);
  expect(many('Silence', '', [[2, 3], undefined], 0).tops).toEqual([]);
  const filter = many('Filter', '', [['n', 3, 4], [8], [8, 1, 1]], 2);
  expect(filter.tops).toEqual([[8, 3, 4], [8]]);
  expect(many('Filter', '', [[8, 3], [8]], 2).refused).toBe('bottom-top-count');
  expect(
    refusal(
      many('Filter', '', [
        [8, 3],
        [8, 2],
      ]),
    ),
  ).toEqual(['bottom-shape-mismatch', 'bottom: "b"']);
  expect(refusal(many('Filter', '', [[8, 3], [4]]))).toEqual(['bottom-shape-mismatch', 'bottom: "a"']);
  expect(many('BatchReindex', '', [[8, 3, 4], [20]]).tops).toEqual([[20, 3, 4]]);
  expect(
    refusal(
      many('BatchReindex', '', [
        [8, 3],
        [20, 1],
      ]),
    ),
  ).toEqual(['bottom-shape-mismatch', 'bottom: "b"']);
});

test('HDF5Output needs a file, Python a module and a class', () => {
  expect(many('HDF5Output', '', [[8, 3], [8]], 0).refused).toBe('missing-layer-parameter');
  expect(many('HDF5Output', 'hdf5_output_param { file_name: "a.h5" }', [[8], [8]], 0).tops).toEqual([]);
  expect(one('Python', 'python_param { module: "m" }', [1]).refused).toBe('missing-layer-parameter');
  const python = setUp('type: "Python" top: "y" top: "z" python_param { module: "m" layer: "L" }', {
    given: { y: [1, 3] },
  });
  expect(python.tops).toEqual([[1, 3], undefined]);
});
