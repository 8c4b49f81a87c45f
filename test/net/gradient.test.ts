import { expect, test } from '@jest/globals';
import { gradientFlow, type Known } from '../../src/net/gradient.js';
import { graph, line } from './nets.js';

const data = line('data Data -> data label');
const loss = line('loss SoftmaxWithLoss ip2 label -> loss');
const two = [line('ip1 InnerProduct data -> ip1'), line('ip2 InnerProduct ip1 -> ip2')];

/** Flow with the given layers learning. */
function flow(lines: string[], ...learning: string[]) {
  const view = graph(...lines);
  const learns = view.layers.map((l): Known => learning.includes(l.name));
  const { layers, bottoms, underLoss } = gradientFlow(view, learns);
  return Object.fromEntries(view.layers.map((l, i) => [l.name, [layers[i], bottoms[i], underLoss[i]]]));
}

test('gradients flow from the loss down to the first layer that learns, and not to the data', () => {
  expect(flow([data, ...two, loss], 'ip1', 'ip2')).toEqual({
    data: [false, [], true],
    ip1: [true, [false], true],
    ip2: [true, [true], true],
    loss: [true, [true, false], true],
  });
});

test('below a frozen start nothing is computed', () => {
  const result = flow([data, ...two, loss], 'ip2');
  expect(result['ip1']).toEqual([false, [false], true]);
  expect(result['ip2']).toEqual([true, [false], true]);
});

test('what reaches no loss needs no backward pass, even beside a Split', () => {
  const result = flow([data, ...two, line('p Softmax ip2 -> p'), loss], 'ip1', 'ip2');
  expect(result['p']).toEqual([false, [false], false]);
  expect(result['ip2']).toEqual([true, [true], true]);
});

test('propagate_down: false cuts all that only feeds this bottom', () => {
  const cut = line('ip2 InnerProduct ip1 -> ip2', 'propagate_down: false');
  const result = flow([data, two[0]!, cut, loss], 'ip1', 'ip2');
  expect(result['ip1']).toEqual([false, [false], true]);
  expect(result['ip2']).toEqual([true, [false], true]);
});

test('propagate_down: true asks for a gradient that nothing needs', () => {
  const forced = line('loss SoftmaxWithLoss ip2 label -> loss', 'propagate_down: true propagate_down: true');
  expect(flow([data, ...two, forced], 'ip1', 'ip2')['loss']![1]).toEqual([true, true]);
});

test('force_backward reaches the data, but not labels that allow none', () => {
  const result = flow(['force_backward: true', data, ...two, loss]);
  expect(result['ip1']).toEqual([true, [true], true]);
  expect(result['loss']).toEqual([true, [true, false], true]);
});

test('an in-place layer passes the gradient on', () => {
  const result = flow([data, two[0]!, line('relu ReLU ip1 -> ip1'), two[1]!, loss], 'ip1', 'ip2');
  expect(result['relu']).toEqual([true, [true], true]);
});

test('with an unknown layer between, what depends on it is unknown', () => {
  const view = graph(data, line('odd Novel data -> ip2'), loss);
  const { layers, bottoms } = gradientFlow(view, [false, undefined, false]);
  expect(layers).toEqual([false, undefined, undefined]);
  expect(bottoms[2]).toEqual([undefined, false]);
});

test('what a layer of a fork passes on can be left open', () => {
  const fork = line('pick Gather ip1 label -> ip2 picked');
  const picked = line('loss SoftmaxWithLoss ip2 picked -> loss');
  const view = graph(data, two[0]!, fork, picked);
  const learns = [false, true, false, false];
  expect(gradientFlow(view, learns).bottoms[3]).toEqual([true, true]);
  expect(gradientFlow(view, learns, true).bottoms[3]).toEqual([undefined, undefined]);
});
