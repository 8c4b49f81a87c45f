/** Shapes and refusals worked out by hand from recurrent_layer.cpp, lstm_layer.cpp, rnn_layer.cpp, lstm_unit_layer.cpp. */
import { expect, test } from '@jest/globals';
import type { Shape } from '../../src/shapes/shape.js';
import { setUp, type Outcome } from './data-vision-setup.js';

function recurrent(type: string, params: string, bottoms: Shape[], tops = 1): Outcome {
  const bottomText = bottoms.map((_, i) => `bottom: "${'abcdef'[i]}"`).join(' ');
  const topText = [...'tuv'.slice(0, tops)].map((t) => `top: "${t}"`).join(' ');
  return setUp(`type: "${type}" ${bottomText} ${topText} recurrent_param { ${params} }`, { bottoms });
}

test('an LSTM owns the weights of its input, biases, and the weights of its hidden state', () => {
  const lstm = recurrent('LSTM', 'num_output: 256', [
    [20, 16, 1000],
    [20, 16],
  ]);
  expect(lstm.tops).toEqual([[20, 16, 256]]);
  expect(lstm.params?.map((p) => [p.role, p.shape])).toEqual([
    ['weight', [1024, 1000]],
    ['bias', [1024]],
    ['weight', [1024, 256]],
  ]);
  expect(lstm.macs).toBe(20 * 16 * (1024 * 1000 + 1024 * 256));
});

test('a static input has weights of its own, used once for each stream', () => {
  const lstm = recurrent('LSTM', 'num_output: 8', [
    [5, 2, 3],
    [5, 2],
    [2, 7],
  ]);
  expect(lstm.params?.map((p) => p.shape)).toEqual([[32, 3], [32], [32, 7], [32, 8]]);
  expect(lstm.macs).toBe(5 * 2 * (32 * 3 + 32 * 8) + 2 * 32 * 7);
});

test('an RNN maps its hidden state to an output', () => {
  const rnn = recurrent('RNN', 'num_output: 8', [
    [5, 2, 3, 4],
    [5, 2],
  ]);
  expect(rnn.tops).toEqual([[5, 2, 8]]);
  expect(rnn.params?.map((p) => p.shape)).toEqual([[8, 12], [8], [8, 8], [8, 8], [8]]);
});

test('hidden states come and go with expose_hidden', () => {
  const state = [1, 2, 8];
  const input = [
    [5, 2, 3],
    [5, 2],
  ] as Shape[];
  expect(recurrent('LSTM', 'num_output: 8 expose_hidden: true', [...input, state, state], 3).tops).toEqual([
    [5, 2, 8],
    [1, 2, 8],
    [1, 2, 8],
  ]);
  expect(recurrent('RNN', 'num_output: 8 expose_hidden: true', [...input, [2, 9], state], 2).tops).toEqual([
    [5, 2, 8],
    [1, 2, 8],
  ]);
  expect(recurrent('LSTM', 'num_output: 8 expose_hidden: true', input).refused).toBe('bottom-top-count');
  expect(recurrent('LSTM', 'num_output: 8 expose_hidden: true', [...input, state, state]).refused).toBe(
    'bottom-top-count',
  );
  expect(recurrent('LSTM', 'num_output: 8', [...input, [2, 9], state]).refused).toBe('bottom-top-count');
  expect(recurrent('RNN', 'num_output: 8 expose_hidden: true', [...input, [1, 2, 9]], 2).refused).toBe(
    'bottom-shape-mismatch',
  );
});

test('what is not known comes from the other bottom', () => {
  const lstm = recurrent('LSTM', 'num_output: 8', [
    ['?', 'n', 3],
    [5, 2],
  ]);
  expect(lstm.tops).toEqual([[5, 2, 8]]);
  expect(recurrent('LSTM', 'num_output: 8', [undefined, undefined]).tops).toEqual([['?', '?', 8]]);
});

test('time, streams and features must be there and agree', () => {
  const refused = (...bottoms: Shape[]) => {
    const outcome = recurrent('LSTM', 'num_output: 8', bottoms);
    return [outcome.refused, outcome.at];
  };
  expect(refused([5, 2, 3], [5, 2, 1])).toEqual(['bottom-shape-mismatch', 'bottom: "b"']);
  expect(refused([5, 2, 3], [5, 3])).toEqual(['bottom-shape-mismatch', 'bottom: "b"']);
  expect(refused([5], [5, 2])).toEqual(['bottom-shape-mismatch', 'bottom: "a"']);
  expect(refused([5, 2], [5, 2])).toEqual(['axis-out-of-range', 'bottom: "a"']);
  expect(refused([5, 2, 3], [5, 2], [3, 7])).toEqual(['bottom-shape-mismatch', 'bottom: "c"']);
  expect(refused([5, 2, 3], [5, 2], [2])).toEqual(['bottom-shape-mismatch', 'bottom: "c"']);
  expect(
    recurrent('RNN', '', [
      [5, 2, 3],
      [5, 2],
    ]).refused,
  ).toBe('missing-layer-parameter');
});

test('one step of an LSTM', () => {
  const unit = (...bottoms: Shape[]) => recurrent('LSTMUnit', '', bottoms, 2);
  expect(unit([1, 2, 8], [1, 2, 32], [1, 2]).tops).toEqual([
    [1, 2, 8],
    [1, 2, 8],
  ]);
  expect(unit([1, 2, 8], [1, 2, 24], [1, 2]).refused).toBe('bottom-shape-mismatch');
  expect(unit([1, 2, 8], [1, 2, 32], [1, 3]).refused).toBe('bottom-shape-mismatch');
  expect(unit([2, 2, 8], [1, 2, 32], [1, 2]).refused).toBe('bottom-shape-mismatch');
  expect(unit([1, 2], [1, 2, 32], [1, 2]).refused).toBe('bottom-shape-mismatch');
});
