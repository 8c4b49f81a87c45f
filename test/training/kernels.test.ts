/** The compiled kernels against the same sums written plainly, at sizes that are no multiple of a vector. */
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { concat, sum } from '../../src/training/join-steps.js';
import { dense, pool } from '../../src/training/linear-steps.js';
import { floats, fromEmpty } from '../../src/training/memory.js';
import { batchNorm, lrn } from '../../src/training/norm-steps.js';
import { affine, pointwise, relu } from '../../src/training/pointwise-steps.js';
import { Random } from '../../src/training/random.js';
import { tensor, weights, type Step, type Tensor, type Weights } from '../../src/training/tensor.js';
import { update } from '../../src/training/update.js';

const mults = { lrMult: 1, decayMult: 1, steps: 'unit' as const };
const fill = (array: Float32Array, random: Random): void => {
  for (let i = 0; i < array.length; i++) array[i] = random.normal();
};

/** Random values throughout, gradients too: what backward finds must be added to, not replaced. */
function filled(seed: number, tensors: Tensor[], params: Weights[] = []): void {
  const random = new Random(seed);
  for (const t of [...tensors, ...params]) for (const array of [t.values, t.gradient]) fill(array, random);
}

const run = (step: Step): void => {
  step.forward();
  step.backward!();
};

const close = (actual: ArrayLike<number>, expected: readonly number[]): void => {
  expect(actual.length).toBe(expected.length);
  expected.forEach((x, i) => expect(Math.abs(actual[i]! - x)).toBeLessThan(1e-4 * (1 + Math.abs(x))));
};

const sizes = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  rows: fc.integer({ min: 1, max: 9 }),
  units: fc.integer({ min: 1, max: 23 }),
  others: fc.integer({ min: 1, max: 23 }),
});
type Sizes = typeof sizes extends fc.Arbitrary<infer T> ? T : never;
const always = (check: (s: Sizes) => void): void =>
  fc.assert(
    fc.property(sizes, (s) => fromEmpty(() => check(s))),
    { numRuns: 60 },
  );

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const total = (n: number, f: (i: number) => number): number => range(n).reduce((s, i) => s + f(i), 0);

describe('compiled kernels', () => {
  test('dense', () => {
    always(({ seed, rows, units, others }) => {
      const [x, y] = [tensor(rows, 1, others, others), tensor(rows, 1, units, units)];
      const w = weights(units * others, 1, 1, mults);
      const b = weights(units, 1, 1, mults);
      filled(seed, [x, y], [w, b]);
      const [dx, dw, db] = [[...x.gradient], [...w.gradient], [...b.gradient]];
      run(dense('x', x, y, w, b, true));
      const at = (r: number, o: number): number => y.gradient[r * units + o]!;
      close(
        y.values,
        range(rows * units).map((i) => {
          const [r, o] = [Math.floor(i / units), i % units];
          return b.values[o]! + total(others, (k) => w.values[o * others + k]! * x.values[r * others + k]!);
        }),
      );
      close(
        x.gradient,
        dx.map((old, i) => {
          const [r, k] = [Math.floor(i / others), i % others];
          return old + total(units, (o) => at(r, o) * w.values[o * others + k]!);
        }),
      );
      close(
        w.gradient,
        dw.map((old, i) => {
          const [o, k] = [Math.floor(i / others), i % others];
          return old + total(rows, (r) => at(r, o) * x.values[r * others + k]!);
        }),
      );
      close(
        b.gradient,
        db.map((old, o) => old + total(rows, (r) => at(r, o))),
      );
    });
  });

  test('where nothing below learns, and without a bias, the rest is the same', () => {
    fromEmpty(() => {
      const [x, y] = [tensor(3, 1, 5, 5), tensor(3, 1, 6, 6)];
      const w = weights(30, 1, 1, mults);
      filled(7, [x, y], [w]);
      const dx = [...x.gradient];
      run(dense('x', x, y, w, undefined, false));
      expect([...x.gradient]).toEqual(dx);
      close(y.values.slice(0, 1), [total(5, (k) => w.values[k]! * x.values[k]!)]);
    });
  });

  test('rectifier with a slope, NaN kept', () => {
    always(({ seed, rows, units }) => {
      const [x, y] = [tensor(rows, 1, units, units), tensor(rows, 1, units, units)];
      filled(seed, [x, y]);
      const dx = [...x.gradient];
      run(pointwise('x', x, y, relu(0.25)));
      close(
        y.values,
        [...x.values].map((v) => (v > 0 ? v : 0.25 * v)),
      );
      close(
        x.gradient,
        dx.map((old, i) => old + y.gradient[i]! * (x.values[i]! > 0 ? 1 : 0.25)),
      );
      x.values.fill(NaN);
      pointwise('x', x, y, relu(0)).forward();
      expect([...y.values].every(Number.isNaN)).toBe(true);
    });
  });

  test('factor and addend per unit', () => {
    always(({ seed, rows, units }) => {
      const [x, y] = [tensor(rows, 1, units, units), tensor(rows, 1, units, units)];
      const [f, a] = [weights(units, 1, 1, mults), weights(units, 1, 1, mults)];
      filled(seed, [x, y], [f, a]);
      const [dx, df, da] = [[...x.gradient], [...f.gradient], [...a.gradient]];
      run(affine('x', x, y, f, a));
      close(
        y.values,
        [...x.values].map((v, i) => v * f.values[i % units]! + a.values[i % units]!),
      );
      close(
        x.gradient,
        dx.map((old, i) => old + y.gradient[i]! * f.values[i % units]!),
      );
      const over = (g: (i: number) => number, u: number): number => total(rows, (r) => g(r * units + u));
      close(
        f.gradient,
        df.map((old, u) => old + over((i) => y.gradient[i]! * x.values[i]!, u)),
      );
      close(
        a.gradient,
        da.map((old, u) => old + over((i) => y.gradient[i]!, u)),
      );
    });
  });

  test('one factor and one addend for all units', () => {
    always(({ seed, rows, units }) => {
      const [x, y] = [tensor(rows, 1, units, units), tensor(rows, 1, units, units)];
      const [f, a] = [weights(1, 1, 1, mults), weights(1, 1, 1, mults)];
      filled(seed, [x, y], [f, a]);
      const [dx, df, da] = [[...x.gradient], f.gradient[0]!, a.gradient[0]!];
      run(affine('x', x, y, f, a));
      close(
        y.values,
        [...x.values].map((v) => v * f.values[0]! + a.values[0]!),
      );
      close(
        x.gradient,
        dx.map((old, i) => old + y.gradient[i]! * f.values[0]!),
      );
      const over = (g: (i: number) => number): number => total(rows * units, g);
      close(f.gradient, [df + over((i) => y.gradient[i]! * x.values[i]!)]);
      close(a.gradient, [da + over((i) => y.gradient[i]!)]);
    });
  });

  test('batch statistics', () => {
    always(({ seed, rows, units }) => {
      const [x, y] = [tensor(rows + 1, 1, units, units), tensor(rows + 1, 1, units, units)];
      filled(seed, [x, y]);
      batchNorm('x', x, y, 1e-5).forward();
      close(
        y.values,
        [...x.values].map((v, i) => {
          const column = range(rows + 1).map((r) => x.values[r * units + (i % units)]!);
          const mean = total(rows + 1, (r) => column[r]!) / (rows + 1);
          const variance = total(rows + 1, (r) => (column[r]! - mean) ** 2) / (rows + 1);
          return (v - mean) / Math.sqrt(variance + 1e-5);
        }),
      );
    });
  });

  test.each([0.75, 0.6])('LRN of exponent %d', (beta) => {
    always(({ seed, rows, units }) => {
      const [x, y] = [tensor(rows, 1, units, units), tensor(rows, 1, units, units)];
      filled(seed, [x, y]);
      lrn('x', x, y, { size: 5, alpha: 0.3, beta, k: 2 }).forward();
      close(
        y.values,
        [...x.values].map((v, i) => {
          const u = i % units;
          const near = range(units).filter((j) => Math.abs(j - u) <= 2);
          const squares = near.reduce((s, j) => s + x.values[i - u + j]! ** 2, 0);
          return v * (2 + (0.3 / 5) * squares) ** -beta;
        }),
      );
    });
  });

  test.each([true, false])('pooling over three positions, by the maximum: %s', (max) => {
    always(({ seed, rows, units }) => {
      const [x, y] = [tensor(rows, 3, units, units), tensor(rows, 1, units, units)];
      filled(seed, [x, y]);
      const dx = [...x.gradient];
      run(pool('x', x, y, max, 1));
      const of = (i: number): number[] =>
        range(3).map((k) => (Math.floor(i / units) * 3 + k) * units + (i % units));
      const best = (i: number): number =>
        of(i).reduce((m, j) => (x.values[j]! > x.values[m]! ? j : m), of(i)[0]!);
      close(
        y.values,
        range(rows * units).map((i) =>
          max ? x.values[best(i)]! : total(3, (k) => x.values[of(i)[k]!]!) / 3,
        ),
      );
      const expected = [...dx];
      for (const i of range(rows * units))
        for (const j of max ? [best(i)] : of(i)) expected[j]! += y.gradient[i]! / (max ? 1 : 3);
      close(x.gradient, expected);
    });
  });

  test('concat and sum', () => {
    always(({ seed, rows, units, others }) => {
      const [a, b] = [tensor(rows, 1, units, units), tensor(rows, 1, others, others)];
      const [c, d] = [tensor(rows, 1, units + others, 1), tensor(rows, 1, units, units)];
      const y = tensor(rows, 1, units, units);
      filled(seed, [a, b, c, d, y]);
      const da = [...a.gradient];
      run(concat('x', [a, b], c));
      const row = (t: Tensor, n: number): number[] => [...t.values.slice(0, n)];
      close(c.values.slice(0, units + others), [...row(a, units), ...row(b, others)]);
      close(
        a.gradient.slice(0, units),
        da.slice(0, units).map((old, i) => old + c.gradient[i]!),
      );
      run(sum('x', [a, d], y, [1, -0.5]));
      close(
        y.values,
        [...a.values].map((v, i) => v - 0.5 * d.values[i]!),
      );
    });
  });

  test.each([false, true])('an update by SGD, L1: %s', (l1) => {
    always(({ seed, units }) => {
      const w = weights(units, 4, 2, mults);
      filled(seed, [], [w]);
      fill(w.first, new Random(seed + 1));
      const [values, first] = [[...w.values], [...w.first]];
      const facts = {
        type: 'SGD',
        momentum: 0.9,
        momentum2: 0,
        delta: 0,
        rmsDecay: 0,
        clip: -1,
        iterSize: 1,
      };
      update([w], { ...facts, rate: () => 0.1, decay: 0.01, l1 }, 0);
      // A real weight is the surrogate's over 2 = sqrt(4), a real gradient the surrogate's over 2, a real step 4 of its own.
      const steps = values.map((v, i) => {
        const decay = 0.01 * (l1 ? Math.sign(v) : v / 2) * 2;
        return 0.1 * ((w.gradient[i]! / 2) * 4 + decay) + 0.9 * first[i]!;
      });
      close(w.first, steps);
      close(
        w.values,
        values.map((v, i) => v - steps[i]!),
      );
    });
  });
});

describe('the shared memory', () => {
  test('grows, and what is made is then made anew', () => {
    let times = 0;
    const made = fromEmpty(() => {
      times++;
      const [small, large] = [floats(3), floats(3e6)];
      small[0] = 1;
      return { small, large };
    });
    expect(times).toBe(2);
    expect([...made.small]).toEqual([1, 0, 0]);
    expect(made.large.length).toBe(3e6);
  });

  test('arrays are zero again, and start at whole vectors', () => {
    fromEmpty(() => floats(5).fill(7));
    const [a, b] = fromEmpty(() => [floats(5), floats(5)]);
    expect([...a, ...b]).toEqual(Array(10).fill(0));
    expect(b.byteOffset % 16).toBe(0);
  });

  test('what would take more than half a gigabyte is declined', () => {
    expect(() => fromEmpty(() => floats(2e8))).toThrow('memory');
  });
});
