/** Refusals of the losses and of Accuracy, worked out by hand from loss_layer.cpp and the layers' own files. */
import { expect, test } from '@jest/globals';
import { registry } from '../../src/layers/registry.js';
import type { Shape } from '../../src/shapes/shape.js';
import { setUp, type Outcome } from './data-vision-setup.js';

function loss(type: string, bottoms: Shape[], params = '', tops = 1): Outcome {
  const bottomText = bottoms.map((_, i) => `bottom: "${'abc'[i]}"`).join(' ');
  const topText = [...'tu'.slice(0, tops)].map((t) => `top: "${t}"`).join(' ');
  return setUp(`type: "${type}" ${bottomText} ${topText} ${params}`, { bottoms });
}
const refusal = (outcome: Outcome) => [outcome.refused, outcome.at];

test('SoftmaxWithLoss wants one label for each prediction', () => {
  const softmax = (scores: Shape, labels: Shape, params = '') =>
    loss('SoftmaxWithLoss', [scores, labels], params);
  expect(softmax([64, 10], [64]).tops[0]).toEqual([]);
  expect(softmax([64, 10], [64, 1, 1, 1]).refused).toBeUndefined();
  expect(softmax([2, 21, 8, 8], [2, 1, 8, 8]).refused).toBeUndefined();
  expect(softmax([2, 21, 1, 1], [2]).refused).toBeUndefined();
  expect(softmax([5, 16, 9], [5, 16], 'softmax_param { axis: 2 }').refused).toBeUndefined();
  expect(refusal(softmax([2, 21, 8, 8], [2]))).toEqual(['label-count-mismatch', 'bottom: "b"']);
  expect(refusal(softmax([64, 10], [32]))).toEqual(['label-count-mismatch', 'bottom: "b"']);
  expect(softmax([64, 10], [64, 10]).refused).toBe('label-count-mismatch');
  expect(softmax([64], [64]).refused).toBe('axis-out-of-range');
  expect(softmax([64, 10], []).refused).toBe('axis-out-of-range');
});

test('a batch that is not known cancels, other unknowns do not', () => {
  const softmax = (scores: Shape, labels: Shape) => loss('SoftmaxWithLoss', [scores, labels]).refused;
  expect(softmax(['?', 21, 8, 8], ['?'])).toBe('label-count-mismatch');
  expect(softmax(['?', 10], ['?'])).toBeUndefined();
  expect(softmax([2, 21, 'h', 'w'], [2])).toBeUndefined();
  expect(softmax([2, 21, 'h', 'w'], [2, 1, 'h', 'w'])).toBeUndefined();
  expect(softmax([2, 21, 'h', 3], [2, 1, 'h', 4])).toBe('label-count-mismatch');
  expect(softmax(undefined, [2])).toBeUndefined();
});

test('SoftmaxWithLoss cannot have a second top', () => {
  for (const weights of ['', 'loss_weight: 1', 'loss_weight: 1 loss_weight: 0'])
    expect(refusal(loss('SoftmaxWithLoss', [[64, 10], [64]], weights, 2))).toEqual([
      'loss-weight-count',
      'top: "u"',
    ]);
});

test('losses that compare element by element', () => {
  expect(
    loss('EuclideanLoss', [
      [8, 4],
      [8, 4],
    ]).tops,
  ).toEqual([[]]);
  expect(
    loss('EuclideanLoss', [
      [8, 4, 1, 1],
      [8, 4],
    ]).refused,
  ).toBeUndefined();
  expect(loss('EuclideanLoss', [[8, 1], [8]]).refused).toBeUndefined();
  expect(refusal(loss('EuclideanLoss', [[8, 10], [8]]))).toEqual(['bottom-shape-mismatch', 'bottom: "b"']);
  expect(
    loss('EuclideanLoss', [
      [8, 4],
      [4, 8],
    ]).refused,
  ).toBe('bottom-shape-mismatch');
  expect(
    loss('EuclideanLoss', [
      ['n', 10],
      ['m', 10],
    ]).refused,
  ).toBeUndefined();
  expect(
    loss('SigmoidCrossEntropyLoss', [
      [8, 4, 2],
      [8, 8],
    ]).refused,
  ).toBeUndefined();
  expect(loss('SigmoidCrossEntropyLoss', [[8, 4], [8]]).refused).toBe('label-count-mismatch');
  expect(
    loss('SigmoidCrossEntropyLoss', [
      ['n', 4],
      ['n', 5],
    ]).refused,
  ).toBe('label-count-mismatch');
});

test('HingeLoss and MultinomialLogisticLoss', () => {
  expect(loss('HingeLoss', [[8, 4], [8]]).tops).toEqual([[]]);
  expect(loss('HingeLoss', [[8, 4], [7]]).refused).toBe('label-count-mismatch');
  expect(loss('MultinomialLogisticLoss', [[8, 4], [8]]).tops).toEqual([[]]);
  expect(
    loss('MultinomialLogisticLoss', [
      [8, 4],
      [8, 2],
    ]).refused,
  ).toBe('bottom-shape-mismatch');
});

test('ContrastiveLoss takes N x C and one label for each pair', () => {
  const contrastive = (...bottoms: Shape[]) => loss('ContrastiveLoss', bottoms);
  expect(contrastive([8, 2], [8, 2, 1, 1], [8]).tops).toEqual([[]]);
  expect(refusal(contrastive([8, 2], [8, 3], [8]))).toEqual(['bottom-shape-mismatch', 'bottom: "b"']);
  expect(refusal(contrastive([8, 2, 3, 3], [8, 2, 3, 3], [8]))).toEqual([
    'bottom-shape-mismatch',
    'bottom: "a"',
  ]);
  expect(refusal(contrastive([8, 2], [8, 2], [8, 2]))).toEqual(['bottom-shape-mismatch', 'bottom: "c"']);
  expect(contrastive([8, 2], [4, 2], [8]).refused).toBe('bottom-shape-mismatch');
});

test('InfogainLoss needs a square matrix', () => {
  const infogain = (bottoms: Shape[], params = '', tops = 1) => loss('InfogainLoss', bottoms, params, tops);
  const source = 'infogain_loss_param { source: "H.binaryproto" }';
  expect(infogain([[8, 4], [8]], source).tops[0]).toEqual([]);
  expect(infogain([[8, 4], [8], [1, 1, 4, 4]], '', 2).tops).toEqual([[], [8, 4]]);
  expect(infogain([[8, 4], [8], [1, 1, 4, 5]]).refused).toBe('bottom-shape-mismatch');
  expect(infogain([[8, 4], [8]]).refused).toBe('missing-layer-parameter');
  expect(refusal(infogain([[8, 4], [8]], `${source} loss_param { normalize: true }`))).toEqual([
    'invalid-layer-parameter',
    'normalize: true',
  ]);
  expect(infogain([[8, 4], [9]], source).refused).toBe('label-count-mismatch');
});

test('Accuracy wants labels that fit and no more top_k than classes', () => {
  const accuracy = (scores: Shape, labels: Shape, params = '', tops = 1) =>
    loss('Accuracy', [scores, labels], `accuracy_param { ${params} }`, tops);
  expect(accuracy([64, 10], [64], '', 2).tops).toEqual([[], [10]]);
  expect(accuracy([64, 10], [64], 'top_k: 10').refused).toBeUndefined();
  expect(refusal(accuracy([64, 10], [64], 'top_k: 11'))).toEqual(['invalid-layer-parameter', 'top_k: 11']);
  expect(accuracy(['n', 10], ['n'], 'top_k: 11').refused).toBe('invalid-layer-parameter');
  expect(accuracy(['n', 10], ['m'], 'top_k: 11').refused).toBeUndefined();
  expect(accuracy([2, 21, 8, 8], [2]).refused).toBe('label-count-mismatch');
  expect(accuracy([2, 3], [64]).refused).toBe('label-count-mismatch');
  expect(accuracy([64, 10], [0]).refused).toBe('label-count-mismatch');
  expect(accuracy([64], [64]).refused).toBe('axis-out-of-range');
});

test('gradients towards labels', () => {
  const flags = (type: string) => {
    const found = registry.find(type, ['bvlc'])!;
    return [found.noGradientTo ?? [], found.noForceBackward ?? []];
  };
  expect(flags('SoftmaxWithLoss')).toEqual([[1], [1]]);
  expect(flags('EuclideanLoss')).toEqual([[], []]);
  expect(flags('ContrastiveLoss')).toEqual([[], [2]]);
  expect(flags('InfogainLoss')).toEqual([[1, 2], [1]]);
});
