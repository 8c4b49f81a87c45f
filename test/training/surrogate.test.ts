/** The training surrogate: gradients by finite differences, solver steps by hand, outcomes by mechanism. */
import { describe, expect, test } from '@jest/globals';
import { analyseNet } from '../../src/analysis/net-analysis.js';
import { openDocument } from '../../src/document/document.js';
import type { Message } from '../../src/document/message.js';
import { SourceText } from '../../src/text/source-text.js';
import { repeat, slice } from '../../src/training/join-steps.js';
import { dense } from '../../src/training/linear-steps.js';
import { contrastiveLoss, euclideanLoss, hingeLoss } from '../../src/training/loss-steps.js';
import { batchNorm, lrn, softmax } from '../../src/training/norm-steps.js';
import { pointwise, sigmoid, tanh } from '../../src/training/pointwise-steps.js';
import { prognosis, type Prognosis } from '../../src/training/prognosis.js';
import { Random } from '../../src/training/random.js';
import { EVEN, SurrogateData } from '../../src/training/surrogate-data.js';
import { tensor, weights, type Step, type Tensor } from '../../src/training/tensor.js';
import { fateInWords } from '../../src/training/words.js';
import { update } from '../../src/training/update.js';

const mults = { lrMult: 1, decayMult: 1, steps: 'function' as const };

/** Largest difference between backward's gradient and central differences of Σ c·top. */
function gradientError(bottom: Tensor, top: Tensor, step: Step): number {
  const random = new Random(3);
  for (let i = 0; i < bottom.values.length; i++) bottom.values[i] = random.normal();
  const c = Array.from(top.values, () => random.normal());
  const value = (): number => {
    step.forward();
    return c.reduce((sum, x, i) => sum + x * top.values[i]!, 0);
  };
  value();
  top.gradient.set(c);
  step.backward!();
  let worst = 0;
  for (let i = 0; i < bottom.values.length; i++) {
    const x = bottom.values[i]!;
    bottom.values[i] = x + 1e-2;
    const high = value();
    bottom.values[i] = x - 1e-2;
    const low = value();
    bottom.values[i] = x;
    worst = Math.max(worst, Math.abs((high - low) / 2e-2 - bottom.gradient[i]!));
  }
  return worst;
}

describe('gradients', () => {
  const pair = (): [Tensor, Tensor] => [tensor(3, 2, 5, 5), tensor(3, 2, 5, 5)];
  test.each([
    ['sigmoid', (a: Tensor, b: Tensor) => pointwise('x', a, b, sigmoid)],
    ['tanh', (a: Tensor, b: Tensor) => pointwise('x', a, b, tanh)],
    ['batch norm', (a: Tensor, b: Tensor) => batchNorm('x', a, b, 1e-5)],
    ['lrn', (a: Tensor, b: Tensor) => lrn('x', a, b, { size: 3, alpha: 0.5, beta: 0.75, k: 1 })],
    ['softmax', (a: Tensor, b: Tensor) => softmax('x', a, b)],
  ])('%s', (_, make) => {
    const [a, b] = pair();
    expect(gradientError(a, b, make(a, b))).toBeLessThan(2e-2);
  });

  test('slice, units 2 to 4 of 5', () => {
    const [bottom, top] = [tensor(3, 2, 5, 5), tensor(3, 2, 3, 3)];
    const step = slice('x', bottom, top, 2);
    expect(gradientError(bottom, top, step)).toBeLessThan(2e-2);
    step.forward();
    expect([...top.values.slice(0, 3)]).toEqual([...bottom.values.slice(2, 5)]);
  });

  test('repeat, each of 2 positions twice', () => {
    const [bottom, top] = [tensor(1, 2, 3, 3), tensor(1, 4, 3, 3)];
    const step = repeat('x', bottom, top);
    expect(gradientError(bottom, top, step)).toBeLessThan(2e-2);
    step.forward();
    const [a, b] = [[...bottom.values.slice(0, 3)], [...bottom.values.slice(3)]];
    expect([...top.values]).toEqual([...a, ...a, ...b, ...b]);
  });

  // Label 0 of three: short of the margin by 1 - 0.5, 1 + 0.25 and not at all.
  test.each([
    [1 as const, 0.5 + 1.25, [-1, 1, 0]],
    [2 as const, 0.25 + 1.5625, [-1, 2.5, 0]],
  ])('hinge of norm %i', (norm, value, gradient) => {
    const bottom = tensor(1, 1, 3, 3);
    bottom.values.set([0.5, 0.25, -2]);
    const loss = hingeLoss('x', bottom, { labels: Int32Array.of(0), classes: 10 }, 1, norm);
    loss.forward();
    loss.backward!();
    expect(loss.value).toBeCloseTo(value, 6);
    expect([...bottom.gradient]).toEqual(gradient);
    expect(loss.hits).toBe(1);
  });

  // Two pairs of points at distance 5 and 0.5: the first of one class, the second not, margin 2.
  test.each([
    [false, (25 + 1.5 ** 2) / 4, 0.5],
    [true, (25 + 1.75) / 4, 0.5],
  ])('contrastive, legacy %s', (legacy, value, chance) => {
    const [left, right] = [tensor(2, 1, 2, 2), tensor(2, 1, 2, 2)];
    const loss = contrastiveLoss('x', left, right, Uint8Array.of(1, 0), {
      share: 1,
      weight: 1,
      margin: 2,
      legacy,
    });
    left.values.set([3, 4, 0.5, 0]);
    loss.forward();
    loss.backward!();
    expect(loss.value).toBeCloseTo(value, 6);
    expect(loss.chance).toBe(chance);
    [0, 1, 2].forEach((i) => {
      const at = left.values[i]!;
      const [high, low] = [at + 1e-2, at - 1e-2].map((x) => {
        left.values[i] = x;
        loss.forward();
        return loss.value;
      });
      left.values[i] = at;
      expect((high! - low!) / 2e-2).toBeCloseTo(left.gradient[i]!, 3);
      expect(right.gradient[i]).toBe(-left.gradient[i]!);
    });
  });

  test('a regression at chance answers with the mean of the classes', () => {
    const bottom = tensor(2, 1, 1, 1);
    const target = { values: Float32Array.of(1, 3), ofClass: [Float32Array.of(1), Float32Array.of(3)] };
    bottom.values.fill(2);
    const loss = euclideanLoss('x', bottom, target, 1, 1);
    loss.forward();
    expect(loss.value).toBe(loss.chance);
  });

  test('dense, four outputs at a time and the rest', () => {
    const [bottom, top] = [tensor(3, 2, 5, 5), tensor(3, 1, 6, 6)];
    const w = weights(60, 1, 1, mults);
    const random = new Random(5);
    for (let i = 0; i < 60; i++) w.values[i] = random.normal();
    expect(gradientError(bottom, top, dense('x', bottom, top, w, undefined, true))).toBeLessThan(2e-2);
  });
});

describe('updates', () => {
  const facts = { momentum2: 0.999, delta: 1e-8, rmsDecay: 0.98, decay: 0, l1: false, clip: -1, iterSize: 1 };
  const stepOf = (type: string, momentum: number, gradients: number[], more = {}): number => {
    const w = weights(1, 1, 1, mults);
    gradients.forEach((g, t) => {
      w.gradient[0] = g;
      update([w], { ...facts, type, momentum, rate: () => 0.1, ...more }, t);
    });
    return -w.values[0]!;
  };
  test('SGD: 0.1 · 2, then 0.9 of it again and 0.1 · 2 more', () =>
    expect(stepOf('SGD', 0.9, [2, 2])).toBeCloseTo(0.2 + 0.38, 5));
  test('Nesterov: (1 + m) · 0.2', () => expect(stepOf('Nesterov', 0.9, [2])).toBeCloseTo(0.38, 5));
  test('AdaGrad: the first step is the rate', () => expect(stepOf('AdaGrad', 0, [5])).toBeCloseTo(0.1, 5));
  test('RMSProp: the first step is the rate / sqrt(1 - 0.98)', () =>
    expect(stepOf('RMSProp', 0, [5])).toBeCloseTo(0.1 / Math.sqrt(0.02), 4));
  test('Adam: the first step is the rate', () => expect(stepOf('Adam', 0.9, [5])).toBeCloseTo(0.1, 5));
  test('clipping scales the norm of 5 to 1', () =>
    expect(stepOf('SGD', 0, [5], { clip: 1 })).toBeCloseTo(0.1, 5));
});

const net = (scale: string, filler: string): string => `
layer { name: "data" type: "Data" top: "data" top: "label" ${scale} data_param { source: "x" batch_size: 32 backend: LMDB } }
${['data', 'a', 'b'].map((bottom, i) => `layer { name: "${'abc'[i]}" type: "InnerProduct" bottom: "${bottom}" top: "${'abc'[i]}" inner_product_param { num_output: ${i === 2 ? 10 : 40} weight_filler { ${filler} } } } ${i < 2 ? `layer { name: "relu${i}" type: "ReLU" bottom: "${'ab'[i]}" top: "${'ab'[i]}" }` : ''}`).join('\n')}
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "c" bottom: "label" top: "loss" }`;
const SCALED = 'transform_param { scale: 0.00390625 }';

function foresee(netText: string, solverText: string): Prognosis | undefined {
  const read = (name: string, text: string): Message =>
    openDocument(new SourceText(name, text), 'auto').message!;
  const solver = read(
    'solver.prototxt',
    `net: "n" lr_policy: "fixed" max_iter: 300 momentum: 0.9 ${solverText.includes('weight_decay') ? '' : 'weight_decay: 0.0005'} ${solverText}`,
  );
  const view = analyseNet(read('net.prototxt', netText), solver, { given: new Map() }).train!;
  return prognosis(view, solver);
}

describe('prognosis', () => {
  test.each([
    ['healthy', net(SCALED, 'type: "msra"'), 'base_lr: 0.01', 'trains', undefined],
    ['raw pixels', net('', 'type: "msra"'), 'base_lr: 0.01', 'fails', 'input'],
    ['raw pixels at a rate to match', net('', 'type: "msra"'), 'base_lr: 1e-6', 'trains', undefined],
    ['rate 10', net(SCALED, 'type: "msra"'), 'base_lr: 10', 'fails', 'rate-high'],
    ['rate 1e-9', net(SCALED, 'type: "msra"'), 'base_lr: 1e-9', 'fails', 'rate-low'],
    ['decay', net(SCALED, 'type: "msra"'), 'base_lr: 0.03 weight_decay: 2', 'fails', 'decay'],
    ['equal weights', net(SCALED, 'type: "constant" value: 1'), 'base_lr: 0.01', 'fails', 'filler'],
  ])('%s', (_, netText, solverText, verdict, cause) => {
    const p = foresee(netText, solverText);
    expect(p?.lucky).toBeUndefined();
    expect({ fails: p?.verdict === 'nan' || p?.verdict === 'plateau', cause: p?.cause }).toEqual({
      fails: verdict === 'fails',
      cause,
    });
  });
  const segmenting = (size: number): string =>
    `layer { name: "data" type: "Data" top: "data" transform_param { scale: 0.00390625 } data_param { source: "x" batch_size: 8 backend: LMDB } }
layer { name: "labels" type: "Data" top: "label" data_param { source: "y" batch_size: 8 backend: LMDB } }
layer { name: "a" type: "Convolution" bottom: "data" top: "a" convolution_param { num_output: 16 kernel_size: 3 pad: 1 weight_filler { type: "msra" } } }
layer { name: "relu" type: "ReLU" bottom: "a" top: "a" }
layer { name: "pool" type: "Pooling" bottom: "a" top: "pool" pooling_param { kernel_size: 2 stride: 2 } }
layer { name: "up" type: "Deconvolution" bottom: "pool" top: "up" convolution_param { num_output: 4 kernel_size: ${size} stride: 2 pad: 1 weight_filler { type: "xavier" } } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "up" bottom: "label" top: "loss" }`;
  test('labels from a layer of their own have the size of the answer', () => {
    expect(foresee(segmenting(4), 'base_lr: 0.03')?.verdict).toBe('trains');
    expect(foresee(segmenting(4), 'base_lr: 1000')?.verdict).toBe('nan');
  });
  test('hinge loss at a rate 1e5 too high', () => {
    const text = net(SCALED, 'type: "msra"').replace('SoftmaxWithLoss', 'HingeLoss');
    expect(foresee(text, 'base_lr: 0.003')?.verdict).toBe('trains');
    expect(foresee(text, 'base_lr: 300')?.cause).toBe('rate-high');
  });
  test('between a rate that fails and one that trains lies one where the seed decides', () => {
    const toss = foresee(net('', 'type: "msra"'), 'base_lr: 3e-4')!;
    // After the three starts of an alarm.
    expect(toss.lucky).toBeGreaterThan(3);
    expect(fateInWords(toss)).toContain(`of ${toss.lucky} simulated starts ${toss.lucky! - 1} fail`);
  });
  test('the same text gives the same prognosis', () => {
    const once = foresee(net('', 'type: "msra"'), 'base_lr: 0.01');
    expect(foresee(net('', 'type: "msra"'), 'base_lr: 0.01')).toEqual(once);
  });
  test('silent where weights are loaded, a rate is 0, or a layer is not known', () => {
    const text = net('', 'type: "msra"');
    expect(foresee(text, 'base_lr: 0.01 weights: "x.caffemodel"')).toBeUndefined();
    expect(foresee(text, 'base_lr: 0')).toBeUndefined();
    expect(foresee(text.replace('"ReLU"', '"Mystery"'), 'base_lr: 0.01')).toBeUndefined();
  });
});

test('pairs of one class show one pattern, others two', () => {
  const data = new SurrogateData(32, new Random(1), { brightness: 0, pattern: 1 });
  const image = tensor(32, 2, 4, 4);
  data.add(image, 0, 1);
  const pairs = data.pair();
  data.draw();
  expect(new Set(pairs)).toEqual(new Set([0, 1]));
  data.draw();
  pairs.forEach((same, s) => {
    // Units 0 and 1 are the first image's, 2 and 3 the second's.
    const at = (u: number): number => image.values[s * 8 + u]!;
    expect([at(0), at(1), at(4), at(5)].every((x, i) => x === [at(2), at(3), at(6), at(7)][i])).toBe(
      same === 1,
    );
  });
});

test('labels stay below the number of classes that the user tells', () => {
  const data = new SurrogateData(64, new Random(1), EVEN, 3);
  data.draw();
  expect(new Set(data.labels)).toEqual(new Set([0, 1, 2]));
});
