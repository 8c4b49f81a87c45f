/** The table of `inspect` with the numeric model's figures. */
import { expect, test } from '@jest/globals';
import { analyseNet } from '../../src/analysis/net-analysis.js';
import { inspectTable } from '../../src/report/inspect-table.js';
import { propagate } from '../../src/analysis/numbers.js';
import { openDocument } from '../../src/document/document.js';
import { parseData } from '../../src/numeric/data.js';
import { registry } from '../../src/layers/registry.js';
import { SourceText } from '../../src/text/source-text.js';

const net = (std: string): string => `
layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 32 dim: 100 } } }
layer { name: "label" type: "Input" top: "label" input_param { shape { dim: 32 } } }
layer { name: "fc" type: "InnerProduct" bottom: "data" top: "fc"
  inner_product_param { num_output: 10 weight_filler { type: "gaussian" std: ${std} } } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "loss" }
`;

const table = (std: string): string[] => {
  const { message } = openDocument(new SourceText('net.prototxt', net(std)), 'auto');
  const view = analyseNet(message!, undefined, { given: new Map() }, 'TRAIN').views[0]!;
  const data = parseData('normal:0:1');
  return inspectTable(view, propagate(view, { data, types: registry })).split('\n');
};

/** The figure and the length of the bar in the row of layer "fc". */
function shown(std: string): { std: number; bar: number } {
  const row = table(std).find((l) => l.startsWith('fc'))!;
  const match = /([\d.e-]+)\s+(#+)$/.exec(row)!;
  return { std: Number(match[1]), bar: match[2]!.length };
}

test('a layer shows its standard deviation, with a bar that grows by a sign per factor of ten', () => {
  // 100 inputs of variance 1 and weights of standard deviation s: the sum has 10 s.
  for (const [s, bar] of [
    ['0.001', 2],
    ['0.1', 4],
    ['1', 5],
  ] as const) {
    const row = shown(s);
    expect(Math.abs(row.std / (10 * Number(s)) - 1)).toBeLessThan(0.05);
    expect(row.bar).toBe(bar);
  }
});

test('the foot shows the first loss', () => {
  // ln 10 + 1/2 for logits of variance 1 (E ln sum exp), within the model's error.
  const loss = Number(/first loss ([\d.]+)$/.exec(table('0.1').at(-1)!)![1]);
  expect(Math.abs(loss - (Math.log(10) + 0.5))).toBeLessThan(0.2);
});
