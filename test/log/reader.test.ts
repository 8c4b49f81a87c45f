import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LogReader, readLog } from '../../src/log/reader.js';
import { report } from './judge.js';
import { rateAt } from '../../src/log/run.js';
import { Series, spread } from '../../src/log/series.js';
import { curve, makeLog } from './make-log.js';

const values = (series: Series) => series.points().map((p) => p.value);

test('one run: losses, rates, outputs, texts', async () => {
  const lines = makeLog({
    losses: [2.3, 2.2, 2.1],
    classes: 10,
    rate: [0.1, 0.1, 0.01],
    tests: [
      { iteration: 0, loss: 2.31, accuracy: 0.1 },
      { iteration: 20, loss: 2.2, accuracy: 0.2 },
    ],
  });
  const [run, ...more] = await readLog(lines);
  expect(more).toEqual([]);
  expect(values(run!.train)).toEqual([2.3, 2.2, 2.1]);
  expect(run!.train.points().map((p) => p.iteration)).toEqual([0, 10, 20]);
  expect([rateAt(run!, 19), rateAt(run!, 20)]).toEqual([0.1, 0.01]);
  expect(run!.outputs.map((o) => [o.phase, o.name, o.weight])).toEqual([
    ['TEST', 'accuracy', undefined],
    ['TEST', 'loss', 1],
    ['TRAIN', 'loss', 1],
  ]);
  expect(values(run!.outputs[0]!.series)).toEqual([0.1, 0.2]);
  expect(run!.solver!.text).toContain('max_iter: 400');
  expect(run!.nets).toHaveLength(1);
  expect(run!.nets[0]).toMatchObject({ phase: 'TRAIN', truncated: false });
  expect(run!.netName).toBe('made');
  expect(run!.ending).toBe('finished');
  expect([run!.firstLine, run!.lastLine]).toEqual([1, lines.length]);
});

test('the older order: the rate is printed before the loss', async () => {
  const [run] = await readLog(
    [40, 80].flatMap((i) => [
      `I0728 17:31:06.379266 18298 solver.cpp:237] Iteration ${i}, lr = 0.01`,
      `I0728 17:31:06.379847 18298 solver.cpp:87] Iteration ${i}, loss = ${7 - i / 100}`,
    ]),
  );
  expect(values(run!.train)).toEqual([6.6, 6.2]);
  expect(values(run!.rate)).toEqual([0.01, 0.01]);
});

test('several runs in one file, also with the same thread number, as in containers', async () => {
  for (const thread of ['174', '175']) {
    const runs = await readLog([
      ...makeLog({ losses: [3, 2, 1], thread: '174' }),
      ...makeLog({ losses: [9, 8, 7], thread }),
    ]);
    expect(runs.map((r) => values(r.train))).toEqual([
      [3, 2, 1],
      [9, 8, 7],
    ]);
    expect(runs.map((r) => r.interleaved)).toEqual([false, false]);
  }
});

test('iteration numbers that go back begin a run even without set-up lines', async () => {
  for (const thread of ['174', '']) {
    const log = makeLog({ losses: curve(12, (i) => 3 - i / 10), thread, solver: false });
    const runs = await readLog([...log, ...log]);
    expect(runs.map((r) => r.train.count)).toEqual([12, 12]);
    expect(runs.some((r) => r.interleaved)).toBe(false);
  }
});

test('two processes in one file are told apart by thread, and it is said', async () => {
  const a = makeLog({ losses: curve(20, () => 1), thread: '100' });
  const b = makeLog({ losses: curve(20, () => 2), thread: '200' });
  const runs = await readLog(a.flatMap((line, i) => [line, b[i]!]));
  expect(runs.map((r) => new Set(values(r.train)))).toEqual([new Set([1]), new Set([2])]);
  expect(runs.map((r) => r.interleaved)).toEqual([true, true]);
  expect(runs.map((r) => r.outputs.map((o) => o.series.count))).toEqual([[20], [20]]);
});

test('two processes without headers are told apart by the iteration', async () => {
  const a = makeLog({ losses: curve(20, () => 1), thread: '', solver: false, done: false });
  const b = makeLog({ losses: curve(20, () => 2), thread: '', solver: false, done: false });
  const runs = await readLog(
    Array.from({ length: 20 }, (_, i) => [...a.slice(3 * i, 3 * i + 3), ...b.slice(3 * i, 3 * i + 3)]).flat(),
  );
  expect(runs.map((r) => new Set(values(r.train)))).toEqual([new Set([1]), new Set([2])]);
  expect(runs.every((r) => r.interleaved)).toBe(true);
});

test('NVIDIA: set-up by one thread, training by another, is one run', async () => {
  const lines = makeLog({ losses: [7, 6, 5], thread: '7805', classes: 10 }).map((line) =>
    /Iteration|net output/.test(line) ? line.replace('7805', '7886') : line,
  );
  const runs = await readLog(lines);
  expect(runs).toHaveLength(1);
  expect(runs[0]!.train.count).toBe(3);
  expect(runs[0]!.nets).toHaveLength(1);
});

test('resumed and fine-tuned runs say from what', async () => {
  const glog = 'I0515 18:59:12.181113 27515 caffe.cpp:209] ';
  const log = makeLog({ losses: [2, 1], thread: '27515', start: 3640 });
  log.splice(
    5,
    0,
    `${glog}Resuming from models/iter_3640.solverstate`,
    `${glog}Finetuning from vgg.caffemodel`,
  );
  const [run] = await readLog(log);
  expect(run).toMatchObject({
    resumedFrom: 'models/iter_3640.solverstate',
    fineTunedFrom: ['vgg.caffemodel'],
  });
});

test('lines that stand twice count once', async () => {
  const [run] = await readLog(
    makeLog({ losses: [3, 2, 1], solver: false }).flatMap((line) =>
      /Iteration/.test(line) ? [line, line] : [line],
    ),
  );
  expect(run!.train.count).toBe(3);
  expect(run!.repeatedLines).toBe(6);
});

test('how a run ends', async () => {
  const log = makeLog({ losses: [3, 2], done: false });
  expect((await readLog(log))[0]!.ending).toBe('open');
  expect((await readLog([...log, '*** SIGTERM (@0x3e9) received by PID 1']))[0]).toMatchObject({
    ending: 'stopped',
    fatal: 'SIGTERM from outside',
  });
  const crash =
    'F0728 17:31:06.379847 18032 math.cpp:61] Check failed: error == cudaSuccess (2 vs. 0)  out of memory';
  expect((await readLog([...log, crash, '*** SIGABRT received']))[0]).toMatchObject({
    ending: 'crashed',
    fatal: 'Check failed: error == cudaSuccess (2 vs. 0)  out of memory',
  });
});

test('a text that is no log gives no run', async () => {
  expect(await readLog(['layer { name: "x" }', '', 'hello'])).toEqual([]);
  expect(await readLog([])).toEqual([]);
});

test('outputs with many elements become their mean', async () => {
  const glog = 'I0728 17:31:06.379847 18032 solver.cpp:229] ';
  const [run] = await readLog([
    `${glog}Iteration 0, Testing net (#0)`,
    ...[0, 1, 5].map((v, i) => `${glog}    Test net output #${i}: per_class = ${v}`),
    `${glog}Iteration 10, Testing net (#0)`,
    `${glog}    Test net output #0: per_class = 7`,
  ]);
  expect(values(run!.outputs[0]!.series)).toEqual([2, 7]);
});

test('a growing log: the runs can be looked at between lines', () => {
  const reader = new LogReader();
  const lines = makeLog({ losses: [3, 2, 1] });
  lines.slice(0, 8).forEach((line) => reader.push(line));
  expect(reader.runs[0]!.train.count).toBe(1);
  lines.slice(8).forEach((line) => reader.push(line));
  expect(reader.finish()[0]!.train.count).toBe(3);
});

test('a series of any length keeps bounded memory, the recent points exactly, the extremes and the counts', () => {
  const series = new Series(64, 32);
  for (let i = 0; i < 100_000; i++) series.push(i, i === 12_345 ? 1000 : Math.sin(i));
  const points = series.points();
  expect(points.length).toBeLessThanOrEqual(64 + 2 * 32);
  expect(points.reduce((sum, p) => sum + p.count, 0)).toBe(100_000);
  expect(points.slice(-32).map((p) => p.iteration)).toEqual(Array.from({ length: 32 }, (_, i) => 99_968 + i));
  expect(Math.max(...points.map((p) => p.max))).toBe(1000);
  expect(series.max).toBe(1000);
  expect(points.every((p, i) => i === 0 || p.iteration > points[i - 1]!.iteration)).toBe(true);
  expect(spread(points, 10).length).toBeLessThanOrEqual(10);
});

test('a series knows since when it is not finite', () => {
  const series = new Series();
  [1, NaN, 2, NaN, Infinity].forEach((v, i) => series.push(10 * i, v));
  expect(series.badSince?.iteration).toBe(30);
  expect([series.bad, series.count, series.min, series.max]).toEqual([3, 5, 1, 2]);
});

test('a file of endlessly restarted runs keeps the last ones and counts the others', () => {
  const reader = new LogReader();
  for (let i = 0; i < 100; i++) makeLog({ losses: [i + 1] }).forEach((line) => reader.push(line));
  const runs = reader.finish();
  expect(runs).toHaveLength(64);
  expect(reader.droppedRuns).toBe(36);
  expect(values(runs.at(-1)!.train)).toEqual([100]);
});

test('whatever the lines hold, reading never throws and loses no count', () => {
  const piece = fc.constantFrom(
    ...makeLog({ losses: [1, 'nan'], classes: 3, tests: [{ iteration: 0, loss: 2, accuracy: 0.5 }] }),
    'Iteration 5, loss = 1e999',
    'Iteration 99999999999999999999, loss = 3',
    '}',
    '',
    '*** SIGABRT received',
    '\u0000\uffff',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 80 }), (lines) => {
      const reader = new LogReader();
      for (const line of lines) reader.push(line);
      for (const run of reader.finish()) expect(report([run]).length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});
