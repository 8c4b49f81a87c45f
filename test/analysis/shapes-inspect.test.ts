import { expect, test } from '@jest/globals';
import { inspection } from '../../src/report/inspect.js';
import { inspectRows, inspectTable, showBytes, showCount } from '../../src/report/inspect-table.js';
import { inferShapes } from '../../src/analysis/shapes.js';
import { registry } from '../../src/layers/registry.js';
import { buildGraph } from '../../src/net/graph.js';
import { message, train } from '../net/nets.js';

const text = `
layer { name: "in" type: "Input" top: "data" input_param { shape { dim: 2 dim: 3 dim: 8 dim: 8 } } }
layer { name: "conv" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 4 kernel_size: 3 pad: 1 } }
layer { name: "norm" type: "LRN" bottom: "c" top: "n" }
layer { name: "own" type: "Novel" bottom: "n" top: "__proto__" }
`;
const net = inferShapes(buildGraph(message(text), train, registry), { given: new Map(), types: registry });

test('the JSON has the final shape of each blob, and null for what is not known', () => {
  const result = inspection(net, 'net.prototxt');
  expect(Object.entries(result.blobs)).toEqual([
    ['data', [2, 3, 8, 8]],
    ['c', [2, 4, 8, 8]],
    ['n', [2, 4, 8, 8]],
    ['__proto__', null],
  ]);
  expect(result.layers[1]).toEqual({
    name: 'conv',
    type: 'Convolution',
    tops: [{ blob: 'c', shape: [2, 4, 8, 8], mean: null, std: null }],
  });
  expect(result).toMatchObject({ file: 'net.prototxt', phase: 'TRAIN', loss: null, params: null });
});

test('rows carry parameters, multiply-adds and memory; totals say what they leave out', () => {
  const { rows, totals } = inspectRows(net);
  // 4 filters of 3x3x3 and 4 biases; each of the 2x8x8 places takes 4x27 products.
  expect(rows[1]).toMatchObject({ params: 4 * 27 + 4, macs: 2 * 64 * 4 * 27, memory: 2 * 4 * 64 * 4 });
  expect(rows[3]).toMatchObject({ params: undefined, memory: undefined, shapes: ['unknown'] });
  expect(totals).toMatchObject({ params: undefined, unknown: 1, memory: 4 * 2 * 64 * (3 + 4 + 4) });
});

test('the table is aligned and ends with the totals', () => {
  const lines = inspectTable(net).split('\n');
  expect(lines[0]).toMatch(/^layer +type +bottoms +tops +shape +params +mult-adds +memory$/);
  expect(lines).toHaveLength(4 + 4);
  expect(lines.at(-1)).toMatch(/^total +4 layers +1 not known/);
});

test('large numbers are shown in short', () => {
  expect([0, 999, 1000, 60_965_224, 1.5e9, undefined].map(showCount)).toEqual([
    '0',
    '999',
    '1.00k',
    '60.97M',
    '1.50G',
    '?',
  ]);
  expect([512, 2048, 3 * 1024 * 1024, undefined].map(showBytes)).toEqual([
    '512 B',
    '2.0 KiB',
    '3.0 MiB',
    '?',
  ]);
});
