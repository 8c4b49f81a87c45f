import { expect, test } from '@jest/globals';
import { buildGraph } from '../../src/net/graph.js';
import { graph, ids, inPhase, layerOf, line, message, types } from './nets.js';

const data = line('data Data -> data label');
const ip = line('ip InnerProduct data -> ip');
const loss = line('loss SoftmaxWithLoss ip label -> loss');

test('in-place layers make versions; readers are linked to the version they read', () => {
  const view = graph(
    data,
    ip,
    line('relu ReLU ip -> ip'),
    line('a Softmax ip -> a'),
    line('b Softmax ip -> b'),
  );
  expect(ids(view)).toEqual([]);
  const first = layerOf(view, 'ip').tops[0]!;
  const second = layerOf(view, 'relu').tops[0]!;
  expect(second.inPlaceOf).toBe(first);
  expect(second.blob).toBe(first.blob);
  expect(first.consumers.map((c) => c.layer.name)).toEqual(['relu']);
  expect(second.consumers.map((c) => c.layer.name)).toEqual(['a', 'b']);
  expect(view.blobs.get('ip')).toBe(second);
  expect(view.outputs.map((t) => t.name)).toEqual(['label', 'a', 'b']);
});

test('an unknown bottom names the blob that was meant', () => {
  const view = graph(data, line('pool1 Pooling data -> pool1'), line('ip InnerProduct pol1 -> ip'));
  expect(ids(view)).toEqual(['unknown-bottom']);
  expect(view.issues[0]).toMatchObject({ stage: 'split', suggestion: { text: '"pool1"' } });
  expect(view.layers[2]!.bottoms).toEqual([undefined]);
});

test('an unknown bottom that a later layer produces says so', () => {
  const view = graph(data, line('relu ReLU ip -> act'), ip);
  expect(view.issues[0]!.message).toContain('before layer "ip" produces it');
});

test('a layer of that name with another top is the better hint', () => {
  const view = graph(data, line('pool1 Pooling data -> pool'), line('relu ReLU pool1 -> pool1'));
  expect(view.issues[0]!.message).toBe(
    'layer "relu" works in-place on "pool1", which no layer before it produces; layer "pool1" is there, but its top is "pool"',
  );
});

test('a number tells blobs apart, so conv1 is no misspelling of conv2', () => {
  const view = graph(data, line('a Pooling data -> conv1'), line('b ReLU conv2 -> b'));
  expect(view.issues[0]!.suggestion).toBeUndefined();
});

test('an in-place layer further down is no producer', () => {
  const view = graph(data, line('a ReLU x -> x'), line('b Dropout x -> x'));
  expect(view.issues.map((i) => i.layer?.name)).toEqual(['a']);
  expect(view.issues[0]!.message).not.toContain('"b"');
});

test('an unknown bottom whose producer is left out in this phase says so', () => {
  const net = message([line('train Data -> data', 'include { phase: TRAIN }'), ip].join('\n'));
  const view = buildGraph(net, inPhase('TEST'), types);
  expect(ids(view)).toEqual(['unknown-bottom']);
  expect(view.issues[0]!.message).toContain('layer "train" is included only in TRAIN');
});

test('two layers cannot produce one blob', () => {
  expect(ids(graph(data, ip, line('again InnerProduct data -> ip'), loss))).toEqual(['duplicate-top']);
});

test('a reader that stands before an in-place layer on the same blob makes it a duplicate', () => {
  const view = graph(data, ip, line('side Softmax ip -> side'), line('relu ReLU ip -> ip'));
  expect(ids(view)).toEqual(['duplicate-top']);
  expect(view.issues[0]!.message).toContain('layer "side" reads it before');
  expect(view.issues[0]!.layer?.name).toBe('relu');
});

test('a layer that reads a blob twice cannot overwrite it', () => {
  expect(ids(graph(data, line('sum Eltwise data data -> data')))).toEqual(['duplicate-top']);
});

test('a loss weight on a blob makes an in-place layer on it a duplicate', () => {
  const weighted = line('ip InnerProduct data -> ip', 'loss_weight: 1');
  expect(ids(graph(data, weighted, line('relu ReLU ip -> ip')))).toEqual(['duplicate-top']);
});

test('in-place works only at the same position', () => {
  const view = graph(data, ip, line('sum Eltwise data ip -> ip'));
  expect(ids(view)).toEqual(['duplicate-top']);
  expect(view.issues[0]!.message).toContain('same position');
});

test('include beside exclude is refused even for a layer that is left out', () => {
  const view = graph(data, line('x Softmax data -> x', 'include { phase: TEST } exclude { phase: TRAIN }'));
  expect(view.layers.map((l) => l.name)).toEqual(['data']);
  expect(ids(view)).toEqual(['include-and-exclude']);
});

test('types: missing, misspelt, written as in V1, of another dialect', () => {
  const view = graph(
    data,
    line('a Relu data -> a'),
    line('b SOFTMAX_LOSS a label -> b'),
    line('c INNER_PRODUCT a -> c'),
    line('d ROIPooling c -> d'),
    'layer { name: "e" bottom: "d" top: "e" }',
  );
  expect(ids(view)).toEqual([...Array<string>(4).fill('unknown-layer-type'), 'missing-layer-type']);
  expect(view.issues.map((i) => i.suggestion?.text)).toEqual([
    '"ReLU"',
    '"SoftmaxWithLoss"',
    '"InnerProduct"',
    undefined,
    undefined,
  ]);
  expect(view.issues[3]!.message).toContain('faster-rcnn');
});

test('case and separators are sure, near names are not, longer names are other layers', () => {
  const suggest = (type: string) => graph(data, line(`x ${type} data -> x`)).issues[0]!.suggestion;
  expect(suggest('relu')).toMatchObject({ text: '"ReLU"', sure: true });
  expect(suggest('Convoluton')).toMatchObject({ text: '"Convolution"', sure: false });
  expect(suggest('Unpooling')).toBeUndefined();
});

test('counts of bottoms, tops and propagate_down', () => {
  const wrong = (short: string, more?: string) => ids(graph(data, short === '' ? '' : line(short, more)));
  expect(wrong('r ReLU data label -> r')).toEqual(['bottom-top-count']);
  expect(wrong('r ReLU data ->')).toEqual(['bottom-top-count']);
  expect(wrong('c Convolution data -> c d')).toEqual(['bottom-top-count']);
  expect(wrong('c Convolution -> c')).toEqual(['bottom-top-count']);
  expect(wrong('p Pooling data -> p q r')).toEqual(['bottom-top-count']);
  expect(wrong('r ReLU data -> r', 'propagate_down: true propagate_down: false')).toEqual([
    'propagate-down-count',
  ]);
  expect(wrong('e EuclideanLoss data label ->')).toEqual([]);
});

test('a loss layer without a top gets an anonymous one with weight 1', () => {
  const view = graph(data, ip, line('loss EuclideanLoss ip label ->'));
  const [top] = layerOf(view, 'loss').tops;
  expect(top).toMatchObject({ name: '(automatic)', automatic: true, lossWeight: 1 });
  expect(view.blobs.get('(automatic)')).toBe(top);
  expect(view.outputs).toEqual([]);
});

test('a weighted loss that is read again is printed twice but differentiated once', () => {
  const view = graph(
    data,
    ip,
    line('loss EuclideanLoss ip label -> loss', 'loss_weight: 3'),
    line('quiet Silence loss ->'),
  );
  // Split takes 3, and EuclideanLoss, its own list now empty, falls back to 1.
  expect(layerOf(view, 'loss').tops[0]).toMatchObject({ lossWeight: 3, printedLossWeight: 4 });
});

test('issues come in the order in which Caffe would meet them', () => {
  const view = graph(
    data,
    line('a Relu data -> a'),
    line('b ReLU nowhere -> b'),
    line('c ReLU b -> c', 'include { phase: TRAIN } exclude { phase: TEST }'),
  );
  expect(ids(view)).toEqual(['include-and-exclude', 'unknown-bottom', 'unknown-layer-type']);
});

test('two layers of one name', () => {
  const view = graph(data, ip, line('ip Softmax ip -> p'));
  expect(ids(view)).toEqual(['duplicate-layer-name']);
  expect(view.issues[0]!.stage).toBe('silent');
});
