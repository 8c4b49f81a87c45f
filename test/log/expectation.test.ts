import { expect, test } from '@jest/globals';
import { LOG_CEILING, SOFTMAX_CEILING, expectationOf } from '../../src/log/expectation.js';
import { readLog } from '../../src/log/reader.js';
import type { LogPlan } from './make-log.js';
import { makeLog } from './make-log.js';

const of = async (plan: Partial<LogPlan>, edit: (line: string) => string = (l) => l) =>
  expectationOf((await readLog(makeLog({ losses: [1], classes: 10, ...plan }).map(edit)))[0]!);

test('the two ceilings', () => {
  expect(SOFTMAX_CEILING).toBeCloseTo(87.3365, 4);
  expect(LOG_CEILING).toBeCloseTo(46.0517, 4);
});

test('softmax: ln K and 87.3365', async () => {
  const e = await of({});
  expect(e).toMatchObject({ classes: 10, batch: 32, hasBatchNorm: false, negative: false });
  expect(e.chance).toBeCloseTo(Math.log(10), 12);
  expect(e.ceiling).toBeCloseTo(SOFTMAX_CEILING, 12);
});

test.each([
  ['loss_param { normalization: NONE }', 32],
  ['loss_param { normalization: BATCH_SIZE }', 1],
  ['loss_param { normalize: false }', 1],
  ['loss_param { normalize: true }', 1],
  ['loss_weight: 0.3', 0.3],
])('%s multiplies the loss by %d', async (lossParam, factor) => {
  expect((await of({ lossParam })).chance).toBeCloseTo(factor * Math.log(10), 10);
});

test('positions count: BATCH_SIZE over 10 x 4 x 5 scores is a sum over 20', async () => {
  const e = await of({ lossParam: 'loss_param { normalization: BATCH_SIZE }' }, (l) =>
    l.replace('32 10 (320)', '32 10 4 5 (6400)'),
  );
  expect(e.chance).toBeCloseTo(20 * Math.log(10), 10);
});

test('sigmoid cross-entropy is a sum over the outputs by default', async () => {
  expect((await of({ loss: 'SigmoidCrossEntropyLoss' })).chance).toBeCloseTo(10 * Math.LN2, 10);
  expect(
    (await of({ loss: 'SigmoidCrossEntropyLoss', lossParam: 'loss_param { normalization: VALID }' })).chance,
  ).toBeCloseTo(Math.LN2, 10);
});

test('a squared error has no such level', async () => {
  expect(await of({ loss: 'EuclideanLoss' })).toMatchObject({ chance: undefined, ceiling: undefined });
});

test('floors of squashed scores: failure-modes.md, section 0', async () => {
  expect((await of({ between: 'Softmax' })).floor).toBeCloseTo(1.4612, 4);
  expect((await of({ between: 'TanH' })).floor).toBeCloseTo(0.7966, 4);
  expect((await of({ between: 'Sigmoid', classes: 2 })).floor).toBeCloseTo(0.3133, 4);
});

test('where glog cut the net, the set-up lines tell: one label for K scores', async () => {
  const cut = (l: string) => (l.startsWith('layer { name: "loss"') ? 'layer { name: "los' : l);
  const e = await of({}, cut);
  expect(e.losses).toHaveLength(1);
  expect(e.chance).toBeCloseTo(Math.log(10), 12);
  const regression = await of({}, (l) => cut(l).replace('Top shape: 32 (32)', 'Top shape: 32 10 (320)'));
  expect(regression.chance).toBeUndefined();
});

test('V1 nets, and losses that count for nothing', async () => {
  const v1 = (l: string) =>
    l.startsWith('layer {')
      ? l
          .replace('layer {', 'layers {')
          .replace('"InnerProduct"', 'INNER_PRODUCT')
          .replace('"SoftmaxWithLoss"', 'SOFTMAX_LOSS')
      : l;
  expect((await of({}, v1)).chance).toBeCloseTo(Math.log(10), 12);
  expect((await of({ lossParam: 'loss_weight: 0' })).chance).toBeUndefined();
});
