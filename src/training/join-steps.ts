/** Steps with several bottoms, or none of their own. */
import { at, compiled } from './memory.js';
import type { Step, Tensor } from './tensor.js';

/** Eltwise SUM with coefficients. */
export function sum(name: string, bottoms: readonly Tensor[], top: Tensor, coeffs: readonly number[]): Step {
  const kernels = compiled();
  const { length } = top.values;
  return {
    name,
    forward() {
      top.values.fill(0);
      bottoms.forEach((b, j) => kernels.addScaled(at(b.values), at(top.values), length, coeffs[j] ?? 1));
    },
    backward() {
      bottoms.forEach((b, j) => kernels.addScaled(at(top.gradient), at(b.gradient), length, coeffs[j] ?? 1));
    },
  };
}

/** Eltwise PROD. */
export function product(name: string, bottoms: readonly Tensor[], top: Tensor): Step {
  return {
    name,
    forward() {
      for (let i = 0; i < top.values.length; i++) {
        let p = 1;
        for (const b of bottoms) p *= b.values[i]!;
        top.values[i] = p;
      }
    },
    backward() {
      for (const b of bottoms)
        for (let i = 0; i < top.values.length; i++) {
          let p = top.gradient[i]!;
          for (const other of bottoms) if (other !== b) p *= other.values[i]!;
          b.gradient[i]! += p;
        }
    },
  };
}

/** Eltwise MAX. */
export function maximum(name: string, bottoms: readonly Tensor[], top: Tensor): Step {
  const winner = new Uint8Array(top.values.length);
  return {
    name,
    forward() {
      for (let i = 0; i < top.values.length; i++) {
        winner[i] = 0;
        bottoms.forEach((b, j) => {
          if (b.values[i]! > bottoms[winner[i]!]!.values[i]!) winner[i] = j;
        });
        top.values[i] = bottoms[winner[i]!]!.values[i]!;
      }
    },
    backward() {
      for (let i = 0; i < top.values.length; i++) bottoms[winner[i]!]!.gradient[i]! += top.gradient[i]!;
    },
  };
}

/** Concat along the units. */
export function concat(name: string, bottoms: readonly Tensor[], top: Tensor): Step {
  const kernels = compiled();
  const rows = top.batch * top.positions;
  const offsets = bottoms.map((_, j) => 4 * bottoms.slice(0, j).reduce((n, b) => n + b.units, 0));
  return {
    name,
    forward() {
      bottoms.forEach(({ values, units }, j) =>
        kernels.copyRows(at(values), at(top.values) + offsets[j]!, rows, units, units, top.units),
      );
    },
    backward() {
      bottoms.forEach(({ gradient, units }, j) =>
        kernels.addRows(at(top.gradient) + offsets[j]!, at(gradient), rows, units, top.units, units),
      );
    },
  };
}

/** Slice along the units: `top` holds those from `offset` on. */
export function slice(name: string, bottom: Tensor, top: Tensor, offset: number): Step {
  const kernels = compiled();
  const rows = top.batch * top.positions;
  const { units } = top;
  const [x, dx] = [at(bottom.values) + 4 * offset, at(bottom.gradient) + 4 * offset];
  return {
    name,
    forward: () => kernels.copyRows(x, at(top.values), rows, units, bottom.units, units),
    backward: () => kernels.addRows(at(top.gradient), dx, rows, units, units, bottom.units),
  };
}

/** Each position several times: enlargement by a fixed kernel. */
export function repeat(name: string, bottom: Tensor, top: Tensor): Step {
  const { units } = top;
  const times = top.positions / bottom.positions;
  const from = (i: number): number => Math.floor(i / (units * times)) * units + (i % units);
  return {
    name,
    forward() {
      for (let i = 0; i < top.values.length; i++) top.values[i] = bottom.values[from(i)]!;
    },
    backward() {
      for (let i = 0; i < top.values.length; i++) bottom.gradient[from(i)]! += top.gradient[i]!;
    },
  };
}
