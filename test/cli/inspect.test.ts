/** `inspect` with a solver and with trained weights, through the built bundle, against figures worked out by hand. */
import { describe, expect, test } from '@jest/globals';
import { blob, layer, model } from '../weights/encode.js';
import { sandbox } from './support.js';

const { put, run } = sandbox();

interface Shown {
  loss: number;
  layers: { name: string; tops: { std: number; mean: number }[]; gradient: number; update: number }[];
  learningRate: { iteration: number; rate: number }[];
  simulation?: { fate: string; iterations: number; firstLoss: number | null; lastLoss: number | null }[];
  weights?: { covered: string[]; fresh: string[] };
}

const BATCH = 50;
const INPUTS = 100;
const K = 10;
/** One linear layer with weights of deviation s = .01 on inputs of variance 1: logits of deviation .1. */
const net = `
layer { name: "data" type: "Input" top: "data" top: "label"
  input_param { shape { dim: ${BATCH} dim: ${INPUTS} } shape { dim: ${BATCH} } } }
layer { name: "fc" type: "InnerProduct" bottom: "data" top: "fc"
  inner_product_param { num_output: ${K} weight_filler { type: "gaussian" std: 0.01 } } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "label" top: "loss" }
`;
const solver = (more = ''): string =>
  `net: "net.prototxt"\nbase_lr: 0.1\nlr_policy: "step"\ngamma: 0.1\nstepsize: 40\nmax_iter: 100\nmomentum: 0.9\n${more}`;
const inspect = (...args: string[]): Shown =>
  JSON.parse(
    run('inspect', 'net.prototxt', '--format', 'json', '--data', 'normal:0:1', ...args).out,
  ) as Shown;
const within = (part: number, value: number, by: number): void => {
  expect(value / by).toBeGreaterThan(1 - part);
  expect(value / by).toBeLessThan(1 + part);
};

describe('with a solver', () => {
  test('forward, gradient, first update and rate', () => {
    put('net.prototxt', net);
    put('solver.prototxt', solver());
    const shown = inspect('--solver', 'solver.prototxt');
    const fc = shown.layers.find((l) => l.name === 'fc')!;
    const s = Math.sqrt(INPUTS) * 0.01;
    within(0.05, fc.tops[0]!.std, s);
    // E ln Σ exp z - z_y for small logits: ln K + s²/2, less s²/2K.
    within(0.005, shown.loss, Math.log(K) + (s * s) / 2);
    // (p - 1 at the label, p elsewhere) / N, with p = 1/K: mean square (K - 1) / K² of 1/N².
    const g = Math.sqrt(K - 1) / K / BATCH;
    within(0.05, fc.gradient, g);
    // A weight's gradient sums N products of independent inputs of variance 1; the first step takes base_lr of it,
    // momentum and weight decay (0) add nothing.
    within(0.05, fc.update, (0.1 * Math.sqrt(BATCH) * g) / 0.01);
    expect(shown.learningRate.map((p) => [p.iteration, Number(p.rate.toPrecision(6))])).toEqual([
      [0, 0.1],
      [40, 0.01],
      [80, 0.001],
      [99, 0.001],
    ]);
    const { out } = run('inspect', 'net.prototxt', '--data', 'normal:0:1', '--solver', 'solver.prototxt');
    expect(out).toMatch(/^fc .* 0\.0?9\d* +#{3}|^fc .* 0\.1\d* +#{3}/m);
    expect(out).toMatch(/learning rate {2}\S+ {2}0\.1 at 0, 0\.01 at 40, 0\.001 at 80, 0\.001 at 99/);
  });

  test('lr_mult, iter_size and weight decay change the first update as in SGDSolver', () => {
    put('net.prototxt', net.replace('top: "fc"\n', 'top: "fc" param { lr_mult: 3 }\n'));
    put('solver.prototxt', solver());
    const update = (): number => inspect('--solver', 'solver.prototxt').layers[1]!.update;
    const tripled = update();
    put('net.prototxt', net);
    const plain = update();
    within(1e-6, tripled, 3 * plain);
    // Normalize: the accumulated gradient of four batches over 4 is half as large where batches are independent.
    put('solver.prototxt', solver('iter_size: 4\n'));
    within(0.05, update(), plain / 2);
    // Decay alone takes rate · decay of each weight.
    put('solver.prototxt', solver('weight_decay: 1000\n'));
    within(0.05, update(), 0.1 * 1000);
  });

  test('epochs, where the size of the training set is told', () => {
    put('net.prototxt', net);
    put('solver.prototxt', solver('iter_size: 2\n'));
    expect(inspect('--solver', 'solver.prototxt')).not.toHaveProperty('epochs');
    put('.caffelintrc', 'settings: {samples: {train: 4000}}');
    // 100 iterations of 2 batches of 50, over 4000.
    expect(inspect('--solver', 'solver.prototxt')).toHaveProperty('epochs', 2.5);
    expect(run('inspect', 'net.prototxt', '--solver', 'solver.prototxt').out).toContain('(2.5 epochs)');
  });

  test('simulated starts, each from a seed of its own', () => {
    put('net.prototxt', net);
    put('solver.prototxt', solver());
    const { simulation } = inspect('--solver', 'solver.prototxt');
    expect(simulation!.length).toBeGreaterThan(2);
    for (const start of simulation!) {
      expect(start.fate).toBe('trains');
      // At guessing, less what the first three iterations, of which it is the mean, have learned.
      within(0.25, start.firstLoss!, Math.log(K));
    }
    const { out } = run('inspect', 'net.prototxt', '--solver', 'solver.prototxt');
    expect(out).toMatch(/^simulated starts {2}5 of 5 train$/m);
    expect(inspect('--solver', 'solver.prototxt', '--phase', 'TEST').simulation).toBeUndefined();
  });
});

describe('with trained weights', () => {
  // Each output sums 100 inputs of variance 1 with weights +.2 and -.2: deviation .2 · 10.
  const trained = model(
    layer(
      'fc',
      blob(
        [K, INPUTS],
        Array.from({ length: K * INPUTS }, (_, i) => (i % 2 ? 0.2 : -0.2)),
      ),
    ),
  );

  test('layers that the file fills have its size', () => {
    put('net.prototxt', net.replace('num_output', 'bias_term: false num_output'));
    put('old.caffemodel', trained);
    const shown = inspect('--weights', 'old.caffemodel');
    within(0.05, shown.layers[1]!.tops[0]!.std, 2);
    expect(shown.weights).toEqual({ covered: ['fc'], fresh: [] });
    put('solver.prototxt', solver('weights: "old.caffemodel"\n'));
    expect(inspect('--solver', 'solver.prototxt').layers[1]!.tops[0]!.std).toBe(
      shown.layers[1]!.tops[0]!.std,
    );
    const { out } = run('inspect', 'net.prototxt', '--weights', 'old.caffemodel');
    expect(out).toContain('trained weights fill 1 of 1 layers');
  });

  test('other layers start from their fillers, and no run is simulated', () => {
    put('net.prototxt', net.replace('name: "fc"', 'name: "fc_new"'));
    put('old.caffemodel', trained);
    put('solver.prototxt', solver());
    const shown = inspect('--weights', 'old.caffemodel', '--solver', 'solver.prototxt');
    within(0.05, shown.layers[1]!.tops[0]!.std, 0.1);
    expect(shown.weights).toEqual({ covered: [], fresh: ['fc_new'] });
    expect(shown.simulation).toBeUndefined();
  });
});
