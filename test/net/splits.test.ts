import { expect, test } from '@jest/globals';
import { insertSplits } from '../../src/net/splits.js';

const layer = (name: string, bottoms: string[], tops: string[], lossWeights: number[] = []) => ({
  name,
  bottoms,
  tops,
  lossWeights,
});

test('a top that is read once is left alone', () => {
  const { layers } = insertSplits([layer('data', [], ['data']), layer('ip', ['data'], ['ip'])]);
  expect(layers.map((l) => [l.bottoms, l.tops])).toEqual([
    [[], ['data']],
    [['data'], ['ip']],
  ]);
});

test('a top that is read twice gets a Split right behind its producer, named as Caffe names it', () => {
  const { layers } = insertSplits([
    layer('input', [], ['data', 'label']),
    layer('a', ['label'], ['a']),
    layer('b', ['label'], ['b']),
  ]);
  expect(layers.map((l) => l.splitOf)).toEqual([undefined, 1, undefined, undefined]);
  expect(layers[1]!.tops).toEqual(['label_input_1_split_0', 'label_input_1_split_1']);
  expect(layers[2]!.bottoms).toEqual(['label_input_1_split_0']);
  expect(layers[3]!.bottoms).toEqual(['label_input_1_split_1']);
});

test('an in-place layer starts a new version: readers behind it do not count for the one before', () => {
  const { layers } = insertSplits([
    layer('ip', [], ['x']),
    layer('relu', ['x'], ['x']),
    layer('a', ['x'], ['a']),
    layer('b', ['x'], ['b']),
  ]);
  expect(layers.map((l) => [l.layer, l.splitOf])).toEqual([
    [0, undefined],
    [1, undefined],
    [1, 0],
    [2, undefined],
    [3, undefined],
  ]);
  expect(layers[3]!.bottoms).toEqual(['x_relu_0_split_0']);
});

test('a loss weight counts as a reader, and the Split takes it over', () => {
  const { layers } = insertSplits([layer('loss', [], ['l'], [2]), layer('silence', ['l'], [])]);
  expect(layers[0]!.lossWeights).toEqual([]);
  expect(layers[1]!.lossWeights).toEqual([2, 0]);
  expect(layers[2]!.bottoms).toEqual(['l_loss_0_split_1']);
});

test('a loss weight of 0 is no reader', () => {
  const { layers } = insertSplits([layer('loss', [], ['l'], [0]), layer('silence', ['l'], [])]);
  expect(layers).toHaveLength(2);
  expect(layers[0]!.lossWeights).toEqual([0]);
});
