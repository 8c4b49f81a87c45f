import { expect, test } from '@jest/globals';
import { stateMeetsRule } from '../../src/net/state.js';
import { statesOf } from '../../src/net/states.js';
import { inPhase, line, message, train } from './nets.js';

const rule = (text: string) => message(text, 'NetStateRule');
const shown = (groups: ReturnType<typeof statesOf>) =>
  groups.map((group) => group.map((s) => [s.phase, ...s.stages].join('+')).join(' = '));
const trainData = line('train Data -> data label', 'include { phase: TRAIN }');
const testData = line('test Data -> data label', 'include { phase: TEST }');
const ip = line('ip InnerProduct data -> ip');
const loss = line('loss SoftmaxWithLoss ip label -> loss');

test('a rule is met only if phase, levels and all stages fit', () => {
  expect(stateMeetsRule(train, rule('phase: TRAIN'))).toBe(true);
  expect(stateMeetsRule(train, rule('phase: TEST'))).toBe(false);
  expect(stateMeetsRule({ ...train, level: 2 }, rule('min_level: 2 max_level: 2'))).toBe(true);
  expect(stateMeetsRule({ ...train, level: 1 }, rule('min_level: 2'))).toBe(false);
  expect(stateMeetsRule({ ...train, level: 3 }, rule('max_level: 2'))).toBe(false);
  expect(stateMeetsRule(inPhase('TEST', 'a', 'b'), rule('stage: "a" stage: "b"'))).toBe(true);
  expect(stateMeetsRule(inPhase('TEST', 'a'), rule('stage: "a" stage: "b"'))).toBe(false);
  expect(stateMeetsRule(inPhase('TEST', 'a'), rule('not_stage: "a"'))).toBe(false);
  expect(stateMeetsRule(train, rule(''))).toBe(true);
});

test('a net with data for both phases has one view each', () => {
  expect(shown(statesOf(message([trainData, testData, ip, loss].join('\n'))))).toEqual(['TRAIN', 'TEST']);
});

test('a phase that no rule names and that brings no data is not meant to be run', () => {
  expect(shown(statesOf(message([trainData, ip, loss].join('\n'))))).toEqual(['TRAIN']);
});

test('a phase that some layer is made for is looked at even if its data is missing', () => {
  const accuracy = line('acc Accuracy ip label -> acc', 'include { phase: TEST }');
  expect(shown(statesOf(message([trainData, ip, loss, accuracy].join('\n'))))).toEqual(['TRAIN', 'TEST']);
});

test('stages that make a phase whole stand in for the plain phase', () => {
  const stages = ['a', 'b'].map((s) =>
    line(`test-${s} Data -> data label`, `include { phase: TEST stage: "${s}" }`),
  );
  expect(shown(statesOf(message([trainData, ...stages, ip, loss].join('\n'))))).toEqual([
    'TRAIN',
    'TEST+a',
    'TEST+b',
  ]);
});

test('a stage that would only break the wiring is not a view', () => {
  const deploy = line('deploy Input -> data', 'include { stage: "deploy" }');
  expect(shown(statesOf(message([trainData, testData, deploy, ip, loss].join('\n'))))).toEqual([
    'TRAIN',
    'TEST',
  ]);
});

test('a net all in stages is looked at in each of them', () => {
  const net = [
    line('train Data -> data label', 'include { stage: "train" }'),
    line('deploy Input -> data', 'include { stage: "deploy" }'),
    ip,
    line('loss SoftmaxWithLoss ip label -> loss', 'exclude { stage: "deploy" }'),
  ];
  expect(shown(statesOf(message(net.join('\n'))))).toEqual([
    'TRAIN+train',
    'TRAIN+deploy',
    'TEST+train',
    'TEST+deploy',
  ]);
});

test('a solver decides: its train_state and one test_state per test net, merged over the state of the net', () => {
  const net = message(
    [
      'state { stage: "own" }',
      trainData,
      line('a Data -> data label', 'include { phase: TEST stage: "a" }'),
      line('b Data -> data label', 'include { phase: TEST stage: "b" stage: "own" }'),
      ip,
      loss,
    ].join('\n'),
  );
  const solver = message(
    'net: "net.prototxt" test_state { stage: "a" } test_state { stage: "b" level: 1 } test_iter: 1 test_iter: 1',
    'SolverParameter',
  );
  const groups = statesOf(net, solver);
  expect(shown(groups)).toEqual(['TRAIN+own', 'TEST+own+a', 'TEST+own+b']);
  expect(groups[2]![0]).toMatchObject({ level: 1, from: 'solver' });
});

test('a solver that never tests does not ask for a TEST net', () => {
  const accuracy = line('acc Accuracy ip label -> acc', 'include { phase: TEST }');
  const net = message([trainData, ip, loss, accuracy].join('\n'));
  expect(shown(statesOf(net, message('net: "n"', 'SolverParameter')))).toEqual(['TRAIN']);
});

test('states that leave the same layers are one view', () => {
  const net = message([line('data Data -> data label'), ip, loss].join('\n'));
  const solver = message(
    'net: "n" test_iter: 1 test_iter: 1 test_state { stage: "x" } test_state { stage: "y" }',
    'SolverParameter',
  );
  expect(shown(statesOf(net, solver))).toEqual(['TRAIN', 'TEST+x = TEST+y']);
});
