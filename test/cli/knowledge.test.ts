/** What the user tells of data and weights reaches the rules and the simulation. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { blob, layer, model } from '../weights/encode.js';
import { sandbox } from './support.js';

const { put, lint, run } = sandbox();
const fixture = (rule: string, name: string, file: string): string =>
  readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'rules', rule, name, file), 'utf8');

test('settings.pixels: pixels that are small already need no scale', () => {
  const folder = 'invalid/raw-pixels';
  for (const file of ['solver.prototxt', 'train_val.prototxt'])
    put(file, fixture('unscaled-input', folder, file));
  const found = (): string[] =>
    lint('solver.prototxt').flatMap((m) => (m.ruleId === 'unscaled-input' ? m.message : []));
  expect(found()[0]).toContain('mean 115 and standard deviation 57 (taken for natural 8-bit images)');
  put('.caffelintrc', 'settings: {pixels: "normal:200:80"}');
  expect(found()[0]).toContain('mean 200 and standard deviation 80 (as settings.pixels tells)');
  put('.caffelintrc', 'settings: {pixels: "uniform:0:1"}');
  expect(found()).toEqual([]);
  put('.caffelintrc', 'settings: {pixels: "uniform:1:0"}');
  const { code, err } = run('solver.prototxt');
  expect(code).toBe(2);
  expect(err).toContain('settings.pixels takes natural, uniform:LOW:HIGH or normal:MEAN:STD');
});

describe('trained weights', () => {
  const ip = (name: string, from: string, n: number, filler = ''): string => `
layer { name: "${name}" type: "InnerProduct" bottom: "${from}" top: "${name}"
  inner_product_param { num_output: ${n} bias_term: false ${filler} } }`;
  const netOf = (...layers: string[]): string => `
layer { name: "data" type: "Input" top: "data" top: "label"
  input_param { shape { dim: 4 dim: 3 } shape { dim: 4 } } }${layers.join('')}
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "${/name: "(\w+)"/.exec(layers.at(-1)!)![1]}" bottom: "label" top: "loss" }
`;
  const solver = (more = ''): string =>
    `net: "net.prototxt"\nbase_lr: 0.01\nlr_policy: "fixed"\nmax_iter: 100\n${more}`;
  const values = (n: number): number[] => Array.from({ length: n }, (_, i) => i - 4);
  const file = model(layer('fc1', blob([5, 3], values(15))), layer('fc2', blob([4, 5], values(20))));
  const found = (...args: string[]): string[] => lint(...args).map((m) => m.ruleId);

  test('layers that the file covers are trained, the others start from their fillers', () => {
    put('old.caffemodel', file);
    put('solver.prototxt', solver());
    put('net.prototxt', netOf(ip('fc1', 'data', 5), ip('fc2', 'fc1', 4)));
    expect(found('solver.prototxt')).toContain('zero-init-stack');
    expect(found('--weights', 'old.caffemodel', 'solver.prototxt')).toEqual([]);
    // Two new layers in a row, both at zero.
    put('net.prototxt', netOf(ip('fc1', 'data', 5), ip('new1', 'fc1', 5), ip('new2', 'new1', 2)));
    const [stack] = lint('--weights', 'old.caffemodel', 'solver.prototxt');
    expect(stack).toMatchObject({ ruleId: 'zero-init-stack' });
    expect(stack!.message).toContain('2 layers "new1" and "new2"');
    expect(stack!.message).toContain('the trained weights have no layer of these names');
    // Without the file nobody knows what it covers.
    put('solver.prototxt', solver('weights: "missing.caffemodel"'));
    expect(found('solver.prototxt')).toEqual([]);
    put('solver.prototxt', solver('weights: "old.caffemodel"'));
    expect(found('solver.prototxt')).toEqual(['zero-init-stack']);
    put('.caffelintrc', 'settings: {weights: missing.caffemodel}');
    put('solver.prototxt', solver());
    expect(found('solver.prototxt')).toEqual([]);
    put('.caffelintrc', 'settings: {weights: old.caffemodel}');
    expect(found('solver.prototxt')).toEqual(['zero-init-stack']);
  });

  test('a shape that does not fit stops Caffe', () => {
    put('old.caffemodel', file);
    put('net.prototxt', netOf(ip('fc1', 'data', 5), ip('fc2', 'fc1', 7)));
    put('solver.prototxt', solver('weights: "old.caffemodel"'));
    const [finding] = lint('solver.prototxt');
    expect(finding).toMatchObject({ ruleId: 'finetune-shape-mismatch', severity: 2 });
    expect(finding!.message).toContain("its weight is 7 x 5 and the file's 4 x 5");
    expect(run('solver.prototxt').code).toBe(1);
  });

  test('a file that is no model is told of once; where the flag names it, the run stops', () => {
    put('old.caffemodel', file.subarray(0, file.length - 3));
    put('net.prototxt', netOf(ip('fc1', 'data', 5), ip('fc2', 'fc1', 4)));
    put('solver.prototxt', solver('weights: "old.caffemodel"'));
    const { code, out, err } = run('solver.prototxt');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toMatch(/old\.caffemodel: not a model that Caffe wrote .*cut off/);
    const named = run('--weights', 'old.caffemodel', 'solver.prototxt');
    expect(named.code).toBe(2);
    expect(named.err).toMatch(/--weights old\.caffemodel: not a model/);
    put('old.h5', Buffer.from('\x89HDF\r\n\x1a\n0000', 'latin1'));
    const h5 = run('--weights', 'old.h5', 'solver.prototxt');
    expect({ code: h5.code, out: h5.out }).toEqual({ code: 0, out: '' });
    expect(h5.err).toContain('old.h5: an HDF5 model, which is not read; rules about fillers keep silent');
    expect(run('--weights', 'none.caffemodel', 'solver.prototxt').err).toContain('no such file');
  });
});
