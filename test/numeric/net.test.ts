import { expect, test } from '@jest/globals';
import { backpropagate } from '../../src/analysis/gradients.js';
import { propagate, type Numbers, type NumbersOptions } from '../../src/analysis/numbers.js';
import { inferShapes } from '../../src/analysis/shapes.js';
import { openDocument } from '../../src/document/document.js';
import { registry } from '../../src/layers/registry.js';
import { buildGraph } from '../../src/net/graph.js';
import { normalData, parseData, uniformData } from '../../src/numeric/data.js';
import type { Shape } from '../../src/shapes/shape.js';
import { SourceText } from '../../src/text/source-text.js';

function numbersOf(
  text: string,
  options: NumbersOptions = {},
  given: Record<string, Shape> = {},
  phase: 'TRAIN' | 'TEST' = 'TRAIN',
): Numbers {
  const doc = openDocument(new SourceText('net.prototxt', text), ['bvlc']);
  const state = { phase, level: 0, stages: [], from: 'default' as const };
  const view = buildGraph(doc.message!, [state], registry);
  const net = inferShapes(view, { given: new Map(Object.entries(given)), types: registry });
  return propagate(net, options);
}

const top = (numbers: Numbers, layer: string, i = 0) =>
  numbers.tops.get(numbers.net.layers.find((l) => l.node.name === layer)!.node.tops[i]!)!;

const data = (transform = '') =>
  `layer { name: "data" type: "Data" top: "data" top: "label" transform_param { ${transform} } data_param { batch_size: 16 } }\n`;
const ip = (name: string, bottom: string, outputs: number, filler = 'type: "xavier"') =>
  `layer { name: "${name}" type: "InnerProduct" bottom: "${bottom}" top: "${name}" inner_product_param { num_output: ${outputs} weight_filler { ${filler} } } }\n`;
const relu = (blob: string) =>
  `layer { name: "relu_${blob}" type: "ReLU" bottom: "${blob}" top: "${blob}" }\n`;
const loss = (bottom: string, more = '') =>
  `layer { name: "loss" type: "SoftmaxWithLoss" bottom: "${bottom}" bottom: "label" top: "loss" ${more} }\n`;

const pixels = { data: uniformData(0, 255) };
const image = { data: [16, 1, 28, 28], label: [16] };

test('--data', () => {
  expect(parseData('uniform:0:255')).toEqual(uniformData(0, 255));
  expect(parseData('normal:-1:2')).toEqual(normalData(-1, 2));
  for (const bad of ['uniform:1', 'uniform:2:1', 'normal:0:-1', 'poisson:1:2', 'uniform::1', 'normal:0:1:2'])
    expect(parseData(bad)).toBeUndefined();
});

test('transform_param: (pixel - mean) · scale; a mean file holds the mean of the data', () => {
  // U(0, 255): mean 127.5, std 255/√12 = 73.61
  const scaled = top(numbersOf(data('mean_value: 100 scale: 0.01'), pixels, image), 'data');
  expect(scaled.mean).toBeCloseTo(0.275, 6);
  expect(scaled.std).toBeCloseTo(0.7361, 2);
  const centred = top(numbersOf(data('mean_file: "mean.binaryproto"'), pixels, image), 'data');
  expect(centred.mean).toBeCloseTo(0, 6);
});

test('two fully connected layers by hand', () => {
  // q = 127.5² + 73.61² = 21675; xavier keeps it: std √21675 = 147.2 over units; ReLU halves q.
  const net = data() + ip('ip1', 'data', 1000) + relu('ip1') + ip('ip2', 'ip1', 500) + loss('ip2');
  const numbers = numbersOf(net, pixels, image);
  expect(top(numbers, 'ip1').moments.second).toBeCloseTo(21675, -2);
  expect(top(numbers, 'ip1').inputStd).toBeCloseTo(73.6, 0);
  expect(top(numbers, 'relu_ip1').moments.second).toBeCloseTo(21675 / 2, -2);
  expect(top(numbers, 'ip2').std).toBeCloseTo(Math.sqrt(21675 / 2), -1);
  // Logits this large: nearly every sample of 500 classes stands at the ceiling.
  const [report] = numbers.losses;
  expect(report!.report!.ceiling).toBeGreaterThan(0.95);
  expect(numbers.loss).toBeGreaterThan(83);
});

test('zero weights cost ln K, times the loss weight', () => {
  const net = data() + ip('ip', 'data', 10, 'type: "constant"') + loss('ip', 'loss_weight: 3');
  expect(numbersOf(net, pixels, image).loss).toBeCloseTo(3 * Math.log(10), 9);
});

test('a loss summed over the map counts every place', () => {
  const conv =
    'layer { name: "score" type: "Convolution" bottom: "data" top: "score" convolution_param { num_output: 5 kernel_size: 1 } }\n';
  const given = { data: [2, 3, 8, 8], label: [2, 1, 8, 8] };
  const of = (param: string) => numbersOf(data() + conv + loss('score', param), pixels, given).loss;
  expect(of('')).toBeCloseTo(Math.log(5), 9);
  expect(of('loss_param { normalization: BATCH_SIZE }')).toBeCloseTo(64 * Math.log(5), 6);
  expect(of('loss_param { normalize: false }')).toBeCloseTo(64 * Math.log(5), 6);
  expect(of('loss_param { normalization: NONE }')).toBeCloseTo(128 * Math.log(5), 6);
});

test('BatchNorm without statistics multiplies by 316 in TEST and normalises in TRAIN', () => {
  const net =
    data() + ip('ip', 'data', 50) + 'layer { name: "bn" type: "BatchNorm" bottom: "ip" top: "bn" }\n';
  expect(top(numbersOf(net, pixels, image), 'bn').moments.second).toBeCloseTo(1, 1);
  const test = numbersOf(net, pixels, image, 'TEST');
  expect(top(test, 'bn').moments.second / top(test, 'ip').moments.second).toBeCloseTo(1e5, -1);
});

test('a stack of stored statistics overflows, and says so', () => {
  let net = data() + ip('b0', 'data', 50);
  for (let i = 0; i < 20; i++)
    net += `layer { name: "b${i + 1}" type: "BatchNorm" bottom: "b${i}" top: "b${i + 1}" batch_norm_param { use_global_stats: true } }\n`;
  const numbers = numbersOf(net + loss('b20'), pixels, image);
  expect(top(numbers, 'b5').overflow).toBe(false);
  expect(top(numbers, 'b20').overflow).toBe(true);
  expect(numbers.loss).toBeUndefined();
});

test('a layer that is not known widens', () => {
  const odd = 'layer { name: "odd" type: "Python" bottom: "data" top: "odd" }\n';
  const numbers = numbersOf(data() + odd, pixels, image);
  expect(top(numbers, 'odd').moments.widen).toBeGreaterThan(2);
  expect(top(numbers, 'data').moments.widen).toBe(0);
});

test('sizes that the text leaves open are assumed, and where they matter the figures widen', () => {
  const net = (filler: string) => data('scale: 0.01') + ip('ip', 'data', 10, filler) + loss('ip');
  expect(numbersOf(net('type: "xavier"')).loss).toBeUndefined();
  const adaptive = numbersOf(net('type: "xavier"'), { types: registry });
  expect(adaptive.loss).toBeGreaterThan(2);
  expect(top(adaptive, 'ip').moments.widen).toBe(0);
  const fixed = numbersOf(net('type: "gaussian" std: 0.01'), { types: registry });
  expect(top(fixed, 'ip').moments.widen).toBeGreaterThan(0.5);
});

test('a residual block without normalisation adds its variance to the shortcut', () => {
  const conv = (name: string, bottom: string) =>
    `layer { name: "${name}" type: "Convolution" bottom: "${bottom}" top: "${name}" convolution_param { num_output: 64 kernel_size: 3 bias_term: false weight_filler { type: "msra" } pad: 1 } }\n`;
  const net =
    conv('a', 'x') +
    'layer { name: "s" type: "Eltwise" bottom: "a" bottom: "x" top: "s" }\n' +
    'layer { name: "twice" type: "Eltwise" bottom: "x" bottom: "x" top: "twice" }\n';
  const input =
    'layer { name: "x" type: "Input" top: "x" input_param { shape { dim: 2 dim: 64 dim: 64 dim: 64 } } }\n';
  const numbers = numbersOf(input + net, { data: normalData(0, 1) });
  // msra doubles the variance (less at the padded border), the shortcut adds 1.
  const a = top(numbers, 'a').moments.second;
  expect(a).toBeCloseTo(2, 1);
  expect(top(numbers, 's').moments.second).toBeCloseTo(a + 1, 6);
  expect(top(numbers, 'twice').moments.second).toBeCloseTo(4, 6);
});

test('gradients of a linear softmax regression by hand', () => {
  // Zero weights: p = 1/10, g = (p - t) / 16, E g² = .1 · .9 / 256; dL/dw sums 16 of them times x.
  const numbers = numbersOf(data() + ip('ip', 'data', 10, 'type: "constant"') + loss('ip'), pixels, image);
  const { tops, params } = backpropagate(numbers);
  const layer = numbers.net.layers.find((l) => l.node.name === 'ip')!;
  const g = tops.get(layer.node.tops[0]!)!;
  expect(g.second).toBeCloseTo(0.09 / 256, 9);
  const [weight, bias] = params[layer.node.index]!;
  expect(weight!.second / ((16 * 0.09 * 21675) / 256)).toBeCloseTo(1, 2);
  expect(weight!.weight).toBe(0);
  expect(bias!.second).toBeCloseTo((16 * 0.09) / 256, 9);
  // Zero weights send nothing further back.
  expect(tops.get(numbers.net.layers[0]!.node.tops[0]!)!.second).toBe(0);
});

test('Σ (a - b)² / 2N: the first step of a regression', () => {
  const net =
    data() +
    ip('ip', 'data', 1, 'type: "constant"') +
    'layer { name: "l" type: "EuclideanLoss" bottom: "ip" bottom: "label" top: "l" }\n';
  const given = { data: [16, 1, 28, 28], label: [16, 1] };
  const numbers = numbersOf(net, pixels, given);
  // Targets are taken to be uniform on 0 … 1: E t² = 1/3.
  expect(numbers.loss).toBeCloseTo(1 / 6, 2);
  const ipLayer = numbers.net.layers.find((l) => l.node.name === 'ip')!;
  expect(backpropagate(numbers).tops.get(ipLayer.node.tops[0]!)!.second).toBeCloseTo(1 / 3 / 256, 5);
});

test('an open image size is chosen so that an average over 8 x 8 leaves one place', () => {
  let net = data();
  let bottom = 'data';
  for (const i of [1, 2]) {
    net += `layer { name: "c${i}" type: "Convolution" bottom: "${bottom}" top: "c${i}" convolution_param { num_output: 8 kernel_size: 3 pad: 1 stride: 2 weight_filler { type: "msra" } } }\n`;
    bottom = `c${i}`;
  }
  net += `layer { name: "p" type: "Pooling" bottom: "${bottom}" top: "p" pooling_param { pool: AVE kernel_size: 8 } }\n`;
  const numbers = numbersOf(net + ip('ip', 'p', 10) + loss('ip'), { types: registry });
  expect(numbers.net.shapes.get(numbers.net.view.blobs.get('data')!)).toEqual([16, 3, 32, 32]);
  expect(numbers.net.shapes.get(numbers.net.view.blobs.get('p')!)).toEqual([16, 8, 1, 1]);
});
