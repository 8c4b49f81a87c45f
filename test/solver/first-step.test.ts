/** First updates by hand, and the points of schedules. */
import { describe, expect, test } from '@jest/globals';
import { analyseNet } from '../../src/analysis/net-analysis.js';
import type { Gradients } from '../../src/analysis/gradients.js';
import { openDocument } from '../../src/document/document.js';
import type { Message } from '../../src/document/message.js';
import { firstUpdates } from '../../src/solver/first-step.js';
import { rateCurve, ratePoints } from '../../src/solver/rate-points.js';
import { SourceText } from '../../src/text/source-text.js';

const read = (name: string, text: string): Message =>
  openDocument(new SourceText(name, text), 'auto').message!;

const net = analyseNet(
  read(
    'net.prototxt',
    `layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 2 dim: 4 } } }
layer { name: "fc" type: "InnerProduct" bottom: "data" top: "fc" param { lr_mult: 2 } param { lr_mult: 1 }
  inner_product_param { num_output: 3 weight_filler { type: "xavier" } } }
layer { name: "loss" type: "EuclideanLoss" bottom: "fc" bottom: "fc" top: "loss" }`,
  ),
  undefined,
  { given: new Map() },
  'TRAIN',
).views[0]!;
/** 12 weights of size 0.5 with gradients of size 0.1. */
const gradients: Gradients = {
  tops: new Map(),
  params: net.layers.map((l) => (l.node.name === 'fc' ? [{ second: 0.01, weight: 0.25 }] : [])),
};

function ratio(fields: string): number {
  const solver = read('solver.prototxt', `base_lr: 0.5 lr_policy: "fixed" max_iter: 10 ${fields}`);
  return firstUpdates(net, gradients, solver).get(net.layers[1]!.params[0]!)!;
}

describe('the first update over the weights, rate 0.5 with lr_mult 2', () => {
  test.each([
    ['SGD has no momentum yet', 'momentum: 0.9', 0.1],
    ['Nesterov looks ahead', 'type: "Nesterov" momentum: 0.9', 0.19],
    ['AdaGrad divides by the gradient itself', 'type: "AdaGrad" delta: 0.1', 0.5],
    ['RMSProp by a part of it', 'type: "RMSProp" rms_decay: 0.75 delta: 0.05', 1],
    [
      'AdaDelta by its history, with delta alone in the numerator',
      'type: "AdaDelta" momentum: 0.5 delta: 0.005',
      0.1 * Math.SQRT1_2,
    ],
    ['Adam corrects its averages', 'type: "Adam" momentum: 0.9 momentum2: 0.96 delta: 0.02', 0.5],
    ['decay adds up', 'weight_decay: 0.2', Math.SQRT2 * 0.1],
    ['gradients are clipped all together', 'clip_gradients: 0.1', 0.1 / Math.sqrt(12)],
    ['and before iter_size divides them', 'clip_gradients: 0.1 iter_size: 2', 0.05 / Math.sqrt(12)],
  ])('%s', (_, fields, size) => {
    expect(ratio(fields)).toBeCloseTo(size / 0.5, 5);
  });
});

test('key points: start, steps, end', () => {
  const points = (text: string): [number, number][] =>
    ratePoints(read('solver.prototxt', `base_lr: 1 ${text}`)).map((p) => [p.iteration, p.rate]);
  const near = (n: number): number => expect.closeTo(n, 5) as unknown as number;
  expect(points('lr_policy: "fixed" max_iter: 10')).toEqual([
    [0, 1],
    [9, 1],
  ]);
  expect(points('lr_policy: "step" gamma: 0.1 stepsize: 4 max_iter: 10')).toEqual([
    [0, 1],
    [4, near(0.1)],
    [8, near(0.01)],
    [9, near(0.01)],
  ]);
  expect(points('lr_policy: "multistep" gamma: 0.5 stepvalue: 3 stepvalue: 20 max_iter: 10')).toEqual([
    [0, 1],
    [3, 0.5],
    [9, 0.5],
  ]);
  expect(points('lr_policy: "poly" power: 1 max_iter: 5').map(([i]) => i)).toEqual([0, 1, 2, 3, 4]);
  expect(points('lr_policy: "plateau" max_iter: 5')).toEqual([]);
});

test('the curve reaches from the first to the last iteration', () => {
  const curve = rateCurve(read('solver.prototxt', 'base_lr: 1 lr_policy: "poly" power: 1 max_iter: 101'), 3);
  expect(curve.map((p) => p.iteration)).toEqual([0, 50, 100]);
  expect(curve[1]!.rate).toBeCloseTo(51 / 101, 6);
});
