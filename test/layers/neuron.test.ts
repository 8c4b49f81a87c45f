/** Shapes, parameters and refusals of the element-wise layers, from their .cpp files. */
import { expect, test } from '@jest/globals';
import { registry } from '../../src/layers/registry.js';
import { one, setUp } from './data-vision-setup.js';

const plain = [
  'ReLU',
  'ELU',
  'Sigmoid',
  'TanH',
  'Swish',
  'BNLL',
  'Threshold',
  'Power',
  'Exp',
  'Log',
  'Dropout',
];

test.each(plain)('%s keeps the shape and learns nothing', (type) => {
  expect(one(type, '', [2, 'c', 5]).tops).toEqual([[2, 'c', 5]]);
  expect(one(type, '', undefined).tops).toEqual([undefined]);
  expect(one(type, '', [2, 3]).params).toBeUndefined();
});

test('AbsVal works out of place only', () => {
  expect(one('AbsVal', '', [2, 3]).tops).toEqual([[2, 3]]);
  const inPlace = setUp('type: "AbsVal" bottom: "x" top: "x"', { bottoms: [[2, 3]] });
  expect([inPlace.refused, inPlace.at]).toEqual(['in-place-refused', 'top: "x"']);
  expect(setUp('type: "ReLU" bottom: "x" top: "x"', { bottoms: [[2, 3]] }).refused).toBeUndefined();
});

test('the base of Exp and Log is positive, that of Log not 1', () => {
  const exp = (base: string) => one('Exp', `exp_param { base: ${base} }`, [2]).refused;
  const log = (base: string) => one('Log', `log_param { base: ${base} }`, [2]).refused;
  for (const base of ['-1', '2', '0.5']) expect([exp(base), log(base)]).toEqual([undefined, undefined]);
  for (const base of ['0', '-2', 'inf', 'nan'])
    expect([exp(base), log(base)]).toEqual(['invalid-layer-parameter', 'invalid-layer-parameter']);
  expect([exp('1'), log('1')]).toEqual([undefined, 'invalid-layer-parameter']);
});

test('a PReLU has a slope for each channel, 0.25 unless a filler says otherwise', () => {
  const slope = (params: string, bottom = [2, 64, 7, 7]) =>
    one('PReLU', `prelu_param { ${params} }`, bottom).params?.[0];
  expect(slope('')).toEqual({ shape: [64], role: 'slope', constant: 0.25 });
  expect(slope('channel_shared: true')).toMatchObject({ shape: [] });
  expect(slope('filler { type: "constant" value: 0.1 }')?.filler?.num('value')).toBeCloseTo(0.1);
  expect(slope('filler { }')?.constant).toBeUndefined();
  expect(one('PReLU', '', [2]).refused).toBe('bottom-shape-mismatch');
  expect(one('PReLU', '', [2, 3, 4, 5, 6]).refused).toBe('bottom-shape-mismatch');
  expect(one('PReLU', '', undefined).params?.[0]?.shape).toEqual(['?']);
});

test('a dropout ratio outside 0 to 1 is checked in debug builds only', () => {
  expect(one('Dropout', 'dropout_param { dropout_ratio: 1.5 }', [2]).refused).toBeUndefined();
});

test('what the backward pass needs of its own data', () => {
  const reads = (type: string) => registry.find(type, ['bvlc'])?.backwardReads;
  expect(reads('Sigmoid')).toEqual({ topData: true });
  expect(reads('ReLU')).toEqual({ bottomData: true });
  expect(reads('Dropout')).toEqual({});
  expect(registry.find('Threshold', ['bvlc'])?.noBackward).toBe('aborts');
});
