/** `caffe-lint log` ties a diagnosis back to the solver and net that ran. */
import { expect, test } from '@jest/globals';
import { sandbox, net, solver } from './support.js';

const box = sandbox();
const glog = 'I1123 14:21:36.931722 18032 solver.cpp:45] ';

interface Explained {
  verdict: string;
  explanation: {
    origin: string;
    causes: {
      ruleId: string;
      explains: string;
      filePath: string;
      line: number;
      fix: { title: string } | null;
    }[];
    others: { ruleId: string }[];
    compared: { what: string; predicted: string; happened: string; agrees: boolean | null }[];
    notes: string[];
  } | null;
}

/** A log as Caffe prints it, of the net of `support` under a solver. */
function logOf(solverText: string, losses: (i: number) => number | string, netText = net): string {
  const lines = [`${glog}Initializing solver from parameters: `, ...solverText.trim().split('\n')];
  lines.push(
    `${glog}Creating training net from net file: net.prototxt`,
    `${glog}Initializing net from parameters: `,
  );
  lines.push('state { phase: TRAIN }', ...netText.trim().split('\n'));
  for (const line of ['Creating Layer data', 'data -> data', 'data -> label', 'Setting up data'])
    lines.push(glog + line);
  lines.push(`${glog}Top shape: 32 1 28 28 (25088)`, `${glog}Top shape: 32 (32)`);
  for (let i = 0; i < 40; i++) {
    lines.push(`${glog}Iteration ${i}, loss = ${losses(i)}`, `${glog}Iteration ${i}, lr = 1000`);
  }
  return `${lines.join('\n')}\n`;
}

const explainedRun = (...args: string[]): Explained => {
  const { out, err } = box.run('log', '--format', 'json', ...args);
  if (out === '') throw new Error(err);
  return (JSON.parse(out) as { runs: Explained[] }).runs.at(-1)!;
};

const wild = solver.replace('base_lr: 0.01', 'base_lr: 1000');
const deep = net
  .replace('bottom: "data"\n  top: "fc1"', 'bottom: "fc0"\n  top: "fc1"')
  .replace(
    'layer {\n  name: "fc1"',
    'layer {\n  name: "fc0"\n  type: "InnerProduct"\n  bottom: "data"\n  top: "fc0"\n  inner_product_param { num_output: 64 weight_filler { type: "xavier" } }\n}\nlayer { name: "relu" type: "ReLU" bottom: "fc0" top: "fc0" }\nlayer {\n  name: "fc1"',
  );

test('solver and net are read from the log; the cause stands in its line of the log', () => {
  const log = logOf(wild, (i) => (i === 0 ? 0.72 : 'nan'), deep);
  box.put('train.log', log);
  const run = explainedRun('train.log');
  expect(run.verdict).toBe('nan');
  expect(run.explanation?.origin).toBe('log');
  const [cause] = run.explanation!.causes;
  expect(cause).toMatchObject({ ruleId: 'learning-rate-too-high', explains: 'nan', filePath: 'train.log' });
  expect(log.split('\n')[cause!.line - 1]).toBe('base_lr: 1000');
  expect(cause!.fix?.title).toMatch(/^Set base_lr/);
  expect(run.explanation!.compared.map((c) => [c.what, c.agrees])).toEqual([
    ['first loss', true],
    ['fate', true],
    ['learning rate', true],
  ]);
  const { out, code } = box.run('log', 'train.log');
  expect(code).toBe(1);
  expect(out).toContain('what explains it\n  1. learning-rate-too-high  train.log:3, explains nan');
  expect(out).toContain('predicted and happened');
});

test('given files go before the printed ones, and what sets them apart is told', () => {
  box.put(
    'train.log',
    logOf(wild, (i) => (i === 0 ? 0.72 : 'nan'), deep),
  );
  box.put('solver.prototxt', solver);
  box.put('net.prototxt', net);
  const { explanation } = explainedRun('train.log', '--solver', 'solver.prototxt');
  expect(explanation).toMatchObject({ origin: 'given', causes: [] });
  expect(explanation!.notes).toContain(
    'the solver given is not the one that ran: base_lr is 0.01 in it and 1000 in the log',
  );
  expect(explanation!.compared.find((c) => c.what === 'learning rate')).toMatchObject({ agrees: false });
  expect(box.run('log', 'train.log', '--solver', 'none.prototxt').code).toBe(2);
});

test('a finding is not blamed for a run that went well', () => {
  box.put(
    'train.log',
    logOf(wild, (i) => 0.7 * 0.9 ** i, deep),
  );
  const run = explainedRun('train.log');
  expect(run.explanation!.causes).toEqual([]);
  expect(run.explanation!.others.map((f) => f.ruleId)).toContain('learning-rate-too-high');
  expect(run.explanation!.compared.find((c) => c.what === 'fate')).toMatchObject({ agrees: false });
});

test('a log without solver and net has no explanation', () => {
  box.put('bare.log', Array.from({ length: 30 }, (_, i) => `${glog}Iteration ${i}, loss = 0.69`).join('\n'));
  expect(explainedRun('bare.log').explanation).toBeNull();
});
