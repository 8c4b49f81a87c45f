/** Steps with several bottoms, or none of their own. */
import type { Step, Tensor } from './tensor.js';

/** Eltwise SUM with coefficients. */
export function sum(name: string, bottoms: readonly Tensor[], top: Tensor, coeffs: readonly number[]): Step {
  return {
    name,
    forward() {
      top.values.fill(0);
      bottoms.forEach((b, j) => {
        const c = coeffs[j] ?? 1;
        for (let i = 0; i < top.values.length; i++) top.values[i]! += c * b.values[i]!;
      });
    },
    backward() {
      bottoms.forEach((b, j) => {
        const c = coeffs[j] ?? 1;
        for (let i = 0; i < top.values.length; i++) b.gradient[i]! += c * top.gradient[i]!;
      });
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
  const rows = top.batch * top.positions;
  const each = (visit: (b: Tensor, from: number, to: number) => void): void => {
    let offset = 0;
    for (const b of bottoms) {
      for (let r = 0; r < rows; r++)
        for (let u = 0; u < b.units; u++) visit(b, r * b.units + u, r * top.units + offset + u);
      offset += b.units;
    }
  };
  return {
    name,
    forward: () => each((b, from, to) => (top.values[to] = b.values[from]!)),
    backward: () => each((b, from, to) => (b.gradient[from]! += top.gradient[to]!)),
  };
}

/** Slice along the units: `top` holds those from `offset` on. */
export function slice(name: string, bottom: Tensor, top: Tensor, offset: number): Step {
  const rows = top.batch * top.positions;
  const each = (visit: (from: number, to: number) => void): void => {
    for (let r = 0; r < rows; r++)
      for (let u = 0; u < top.units; u++) visit(r * bottom.units + offset + u, r * top.units + u);
  };
  return {
    name,
    forward: () => each((from, to) => (top.values[to] = bottom.values[from]!)),
    backward: () => each((from, to) => (bottom.gradient[from]! += top.gradient[to]!)),
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
