/** What lists of images and the settings tell of labels reaches the rules. */
import { expect, test } from '@jest/globals';
import { sandbox } from './support.js';

const sandboxed = sandbox();
const { put, lint, run } = sandboxed;
const data = (type: string, source: string, phase: string): string => {
  const param =
    type === 'ImageData' ? 'image_data_param { new_height: 8 new_width: 8' : 'data_param { backend: LMDB';
  return `layer { name: "${source}" type: "${type}" top: "data" top: "label" include { phase: ${phase} }
  transform_param { scale: 0.00390625 } ${param} source: "${source}" batch_size: 4 ${type === 'ImageData' && phase === 'TRAIN' ? 'shuffle: true ' : ''}} }\n`;
};
const netOf = (
  type: string,
  train: string,
  test: string,
): string => `${data(type, train, 'TRAIN')}${data(type, test, 'TEST')}
layer { name: "fc" type: "InnerProduct" bottom: "data" top: "fc"
  inner_product_param { num_output: 3 weight_filler { type: "xavier" } } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "loss" }
`;
const solver = `net: "net.prototxt"\ntest_iter: 1\ntest_interval: 10\nbase_lr: 0.01\nlr_policy: "fixed"\nmax_iter: 10\n`;
const list = (n: number, classes: number): string =>
  Array.from({ length: n }, (_, i) => `i${i}.png ${i % classes}\n`).join('');
const found = (...args: string[]): Record<string, string> =>
  Object.fromEntries(
    lint(...args)
      .filter((m) => /^(label|test-coverage|unlabelled)/.test(m.ruleId))
      .map((m) => [m.ruleId, m.message]),
  );

test('lists that ImageData names are read from where Caffe looks, or from a folder above the net', () => {
  put('repo/.git/HEAD', '');
  put('repo/models/net.prototxt', netOf('ImageData', 'data/train.txt', 'data/test.txt'));
  put('repo/models/solver.prototxt', solver);
  put('repo/data/train.txt', list(40, 5));
  put('repo/data/test.txt', list(12, 3));
  const { 'label-out-of-range': range, 'test-coverage': coverage } = found('repo/models/solver.prototxt');
  expect(range).toContain('repo/data/train.txt has label 3 in line 4, as 16 of its 40 images');
  expect(coverage).toContain('makes 4 images a test, and the test set has 12 (lines in repo/data/test.txt)');
});

test('lists outside the repository and the working folder, and lists of the same name, are not read', () => {
  put('elsewhere/train.txt', list(40, 5));
  put('work/train.txt', list(40, 5));
  put('work/net.prototxt', netOf('ImageData', '../elsewhere/train.txt', 'other/train.txt'));
  put('work/.git/HEAD', '');
  // From inside, ../elsewhere is out of bounds.
  const { runWith } = sandboxed;
  const { out } = runWith({ cwd: 'work' }, '--format', 'json', 'net.prototxt');
  expect(out).not.toContain('label-out-of-range');
});

test('settings.labels: one list for all, or one for each source', () => {
  put('solver.prototxt', solver);
  put('net.prototxt', netOf('Data', 'train_lmdb', 'test_lmdb'));
  put('lists/train.txt', list(40, 5));
  put('lists/test.txt', list(12, 3));
  expect(found('solver.prototxt')).toEqual({});
  put('.caffelintrc', 'settings: {labels: lists/train.txt}');
  // One list for both sets says nothing of the size of either.
  expect(Object.keys(found('solver.prototxt'))).toEqual(['label-out-of-range']);
  put('.caffelintrc', 'settings: {labels: {test_lmdb: lists/test.txt}}');
  expect(found('solver.prototxt')['test-coverage']).toContain(
    'the test set has 12 (lines in lists/test.txt)',
  );
  put('.caffelintrc', 'settings: {labels: {test_lmdb: lists/missing.txt}}');
  expect(found('solver.prototxt')).toEqual({});
  put('lists/bad.txt', 'a\0b 1\n');
  put('.caffelintrc', 'settings: {labels: {train_lmdb: lists/bad.txt}}');
  const { code, err } = run('solver.prototxt');
  expect(code).toBe(0);
  expect(err).toContain('lists/bad.txt: not a list of images: byte 1 is NUL; rules about labels keep silent');
});

test('settings.classes and settings.samples', () => {
  put('solver.prototxt', solver);
  put('net.prototxt', netOf('Data', 'train_lmdb', 'test_lmdb'));
  put('.caffelintrc', 'settings: {classes: 3, samples: {test: 4}}');
  expect(found('solver.prototxt')).toEqual({});
  put('.caffelintrc', 'settings: {classes: 4, samples: {test: 9}}');
  const { 'label-out-of-range': range, 'test-coverage': coverage } = found('solver.prototxt');
  expect(range).toContain(
    '"fc" gives 3 scores, for the labels 0 to 2, but settings.classes tells of 4 classes',
  );
  expect(coverage).toContain('makes 4 images a test, and the test set has 9 (as settings.samples tells)');
  put('.caffelintrc', 'settings: {samples: {test: 0}}');
  expect(run('solver.prototxt').code).toBe(2);
});
