import { expect, test } from '@jest/globals';
import { readLine } from '../../src/log/line.js';
import { LineSplitter, linesOf } from '../../src/log/lines.js';
import { readNumber, shown } from '../../src/log/number.js';

const glog = 'I0728 17:31:06.379847 18298 solver.cpp:87] ';

test.each([
  ['BVLC 2013', `${glog}Iteration 40, loss = 6.90074`, 40, 6.90074],
  ['BVLC 2015', `${glog}Iteration 100, loss = 0.0677099`, 100, 0.0677099],
  [
    'BVLC 2017',
    `I20261123 14:21:37.061386 18032 solver.cpp:239] Iteration 0 (-2.79139e-42 iter/s, 0.121s/10 iters), loss = 2.30776`,
    0,
    2.30776,
  ],
  [
    'NVIDIA',
    `${glog}Iteration 56874 (11.648 iter/s, 6.35301s/74 iter), 90.9/90.9ep, loss = 1.20801`,
    56874,
    1.20801,
  ],
  ['NVIDIA, first', `${glog}Iteration 0 (1.04451 s), loss = 6.91406`, 0, 6.91406],
  ['an MPI rank in front', `[3] ${glog}Iteration 20, loss = 7.1`, 20, 7.1],
  [
    'a Python logger in front',
    `2016-05-01 10:11:12,345 - train - INFO - ${glog}Iteration 20, loss = 7.1`,
    20,
    7.1,
  ],
  ['no header', 'Iteration 20, loss = 7.1', 20, 7.1],
  ['terminal colours', `\u001b[32m${glog}Iteration 20, loss = 7.1\u001b[0m`, 20, 7.1],
  ['MSVC', `${glog}Iteration 20, loss = -1.#IND`, 20, NaN],
  ['glibc', `${glog}Iteration 20, loss = -nan`, 20, NaN],
])('reads the loss of %s', (_, line, iteration, value) => {
  expect(readLine(line)).toMatchObject({ kind: 'loss', iteration, value });
});

test('reads rates with what NVIDIA prints behind them', () => {
  expect(readLine(`${glog}Iteration 100, lr = 0.199921, m = 0.9, wd = 0.0001`)).toMatchObject({
    kind: 'rate',
    iteration: 100,
    value: 0.199921,
  });
  expect(readLine(`${glog}Iteration 40, lr = 0.01`)).toMatchObject({
    kind: 'rate',
    iteration: 40,
    value: 0.01,
  });
});

test('reads outputs with and without a weight', () => {
  expect(
    readLine(`${glog}    Test net output #3: loss1/loss = 5.73794 (* 0.3 = 1.72138 loss)`),
  ).toMatchObject({
    kind: 'output',
    phase: 'TEST',
    index: 3,
    name: 'loss1/loss',
    value: 5.73794,
    weight: 0.3,
  });
  const plain = readLine(`${glog}    Train net output #0: accuracy = 0.5`);
  expect(plain).toMatchObject({ kind: 'output', phase: 'TRAIN', name: 'accuracy', value: 0.5 });
  expect(plain).not.toHaveProperty('weight');
  expect(readLine(`${glog}Test score #0: 0.9876`)).toMatchObject({
    kind: 'output',
    phase: 'TEST',
    name: 'score #0',
    value: 0.9876,
  });
  expect(readLine(`${glog}Iteration 500, Testing net (#1)`)).toMatchObject({
    kind: 'testing',
    iteration: 500,
    net: 1,
  });
});

test('a line cut in the middle is no loss', () => {
  expect(readLine(`${glog}Iteration 40, loss = `).kind).toBe('other');
  expect(readLine(`${glog}Iteration 40, lo`).kind).toBe('other');
  expect(readLine(`${glog}    Test net output #0: accuracy = `).kind).toBe('other');
});

test('tells speakers apart by thread and rank, not by time', () => {
  const source = (line: string) => readLine(line).header?.source;
  expect(source(`${glog}x`)).toBe('18298');
  expect(source(`[1] ${glog}x`)).not.toBe(source(`[2] ${glog}x`));
  expect(source(`2016-05-01 10:11:12,345 ${glog}x`)).toBe(source(`2016-05-01 10:11:13,001 ${glog}x`));
});

test('reads shapes of BVLC and NVIDIA, and wiring', () => {
  expect(readLine(`${glog}Top shape: 32 10 (320)`)).toMatchObject({ kind: 'shape', shape: [32, 10] });
  expect(readLine(`${glog}Top shape: (1)`)).toMatchObject({ kind: 'shape', shape: [] });
  expect(readLine(`${glog}TRAIN Top shape for layer 1 'conv1' 256 96 55 55 (74342400)`)).toMatchObject({
    kind: 'shape',
    shape: [256, 96, 55, 55],
    layer: 'conv1',
  });
  expect(readLine(`${glog}relu1 -> conv1 (in-place)`)).toMatchObject({
    kind: 'top',
    layer: 'relu1',
    blob: 'conv1',
  });
  expect(readLine(`${glog}Creating layer 'loss' of type 'SoftmaxWithLoss'`)).toMatchObject({
    kind: 'layer',
    layer: 'loss',
    type: 'SoftmaxWithLoss',
  });
});

test('knows how runs end', () => {
  expect(
    readLine(
      'F0728 17:31:06.379847 18298 math.cpp:61] Check failed: error == cudaSuccess (2 vs. 0)  out of memory',
    ),
  ).toMatchObject({ kind: 'fatal' });
  expect(readLine('*** SIGTERM (@0x3e9) received by PID 23370')).toMatchObject({
    kind: 'killed',
    signal: 'SIGTERM',
  });
  expect(readLine('double free or corruption (out)').kind).toBe('fatal');
  expect(readLine('IndexError: list index out of range').kind).toBe('fatal');
});

test('numbers of every platform', () => {
  for (const text of ['nan', '-nan', 'nan(ind)', '-nan(ind)', '1.#QNAN', '-1.#IND', '1.#IND00'])
    expect(readNumber(text)).toBeNaN();
  expect(readNumber('-inf')).toBe(-Infinity);
  expect(readNumber('1.#INF')).toBe(Infinity);
  expect(readNumber('2.4e-05')).toBe(2.4e-5);
  for (const text of ['', '2.3abc', 'loss', '--']) expect(readNumber(text)).toBeUndefined();
  expect([shown(2.302585), shown(1.4e-7), shown(2.12e18), shown(NaN), shown(0)]).toEqual([
    '2.303',
    '1.4e-7',
    '2.12e+18',
    'nan',
    '0',
  ]);
});

test('lines across chunks, cut where they are too long', () => {
  const splitter = new LineSplitter(5);
  expect(splitter.push('ab')).toEqual([]);
  expect(splitter.push('c\ndefghijk')).toEqual(['abc']);
  expect(splitter.push('lmn\n')).toEqual(['defgh']);
  expect(splitter.finish()).toEqual([]);
});

test('UTF-16, as PowerShell writes it, and bytes that are no UTF-8', async () => {
  const read = async (bytes: Buffer) => {
    const lines: string[] = [];
    for await (const line of linesOf([bytes.subarray(0, 7), bytes.subarray(7)])) lines.push(line);
    return lines;
  };
  expect(await read(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('one\ntwo', 'utf16le')]))).toEqual([
    'one',
    'two',
  ]);
  expect(await read(Buffer.from([0x61, 0xff, 0x0a, 0x62, 0x62, 0x62, 0x62, 0x62, 0x62]))).toEqual([
    'a\ufffd',
    'bbbbbb',
  ]);
});
