import { expect, test } from '@jest/globals';
import { toCsv } from '../../src/log/export.js';
import { readLog } from '../../src/log/reader.js';
import { Series } from '../../src/log/series.js';
import { sparkline } from '../../src/log/sparkline.js';
import { curve, makeLog } from './make-log.js';
import { report, toJson } from './judge.js';

const seriesOf = (values: number[]) => {
  const series = new Series();
  values.forEach((v, i) => series.push(i, v));
  return series.points();
};

test('a sparkline: eight heights, NaN as x, logarithm over a wide range', () => {
  expect(sparkline(seriesOf([1, 2, 3, 4, 5, 6, 7, 8]), { width: 8 }).text).toBe('▁▂▃▄▅▆▇█');
  expect(sparkline(seriesOf([8, 1, NaN, NaN]), { width: 4, ascii: true }).text).toBe('@_xx');
  const wide = sparkline(seriesOf([1000, 100, 10, 1]), { width: 4 });
  expect(wide).toMatchObject({ logarithmic: true, min: 1, max: 1000 });
  expect(sparkline(seriesOf([5, 5]), { width: 4 }).text).toBe('▁▁▁▁');
  expect(sparkline([], { width: 3 }).text).toBe('   ');
});

test('the report: what ran, both curves, verdict, reasons, steps', async () => {
  const runs = await readLog(
    makeLog({
      classes: 10,
      losses: curve(40, () => 2.3026),
      tests: [
        { iteration: 0, loss: 2.31, accuracy: 0.1 },
        { iteration: 200, loss: 2.3026, accuracy: 0.1 },
        { iteration: 390, loss: 2.3026, accuracy: 0.1 },
      ],
    }),
  );
  const text = report(runs, { width: 20 });
  const lines = text.split('\n');
  expect(lines[0]).toBe('"made", iterations 0 to 390 of 400, 40 losses, finished (lines 1 to 162)');
  expect(lines[1]).toMatch(/^train ▁{20} 2\.303 to 2\.303$/);
  expect(lines[2]).toMatch(/^test/);
  expect(lines[3]).toBe(
    'plateau  the net is not learning: training loss 2.303 -> 2.303, test loss 2.303, accuracy 0.1',
  );
  expect(lines[4]).toMatch(/^ {2}- the loss sits at 2\.303, and ln 10 = 2\.3026/);
  expect(text).toContain('what to do\n  > ');
});

test("colours are the caller's", async () => {
  const runs = await readLog(makeLog({ losses: [2.3, NaN] }));
  const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
  const paint = { bold: mark('b'), dim: mark('d'), good: mark('g'), bad: mark('r'), warn: mark('w') };
  expect(report(runs, { paint })).toContain('<r><b>nan</b></r>');
  expect(report(runs)).not.toMatch(/[<>]b/);
});

test('texts from the log cannot drive the terminal', async () => {
  const runs = await readLog([
    ...makeLog({ losses: [1], done: false }),
    'ValueError: \u001b]0;owned\u0007 \u009b31m',
  ]);
  expect(report(runs)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test('no run at all', () => {
  expect(report([])).toContain('no training run');
  expect(toJson([])).toEqual({ runs: [] });
});

test('JSON: the contract, and nothing JSON cannot hold', async () => {
  const runs = await readLog(
    makeLog({
      classes: 10,
      losses: [2.3, 1.2, 'nan'],
      rate: 0.5,
      tests: [{ iteration: 20, loss: 'nan', accuracy: 1 }],
    }),
  );
  const json = JSON.parse(JSON.stringify(toJson(runs))) as ReturnType<typeof toJson>;
  expect(json.runs).toHaveLength(1);
  expect(json.runs[0]).toMatchObject({
    verdict: 'nan',
    confidence: 'high',
    net: 'made',
    classes: 10,
    ending: 'finished',
    initialRate: 0.5,
    iterations: { first: 0, last: 20, max: 400 },
    divergence: { iteration: 20, rate: 0.5, lastGood: { iteration: 10, loss: 1.2 } },
    series: { loss: { iteration: [0, 10, 20], value: [2.3, 1.2, null] }, rate: { value: [0.5, 0.5, 0.5] } },
  });
  expect(json.runs[0]!.series.outputs.map((o) => [o.phase, o.name, o.lossWeight, o.value])).toEqual([
    ['TRAIN', 'loss', 1, [2.3, 1.2, null]],
    ['TEST', 'accuracy', null, [1]],
    ['TEST', 'loss', 1, [null]],
  ]);
});

test('CSV: one value per row, quoted, no formulas', async () => {
  const glog = 'I0728 17:31:06.379847 18032 solver.cpp:229] ';
  const [run] = await readLog([
    ...makeLog({ losses: [2.5, 'nan'], solver: false, done: false }).filter((l) => !l.includes('Train net')),
    `${glog}Iteration 20, Testing net (#1)`,
    `${glog}    Test net output #0: a,"b" = 1`,
    `${glog}    Test net output #1: =1+1 = 2`,
  ]);
  expect(toCsv(run!).split('\n')).toEqual([
    'iteration,phase,net,output,value,min,max,count',
    '0,TRAIN,,loss,2.5,2.5,2.5,1',
    '10,TRAIN,,loss,nan,nan,nan,1',
    '0,TRAIN,,lr,0.01,0.01,0.01,1',
    '10,TRAIN,,lr,0.01,0.01,0.01,1',
    '20,TEST,1,"a,""b""",1,1,1,1',
    "20,TEST,1,'=1+1,2,2,2,1",
    '',
  ]);
});
