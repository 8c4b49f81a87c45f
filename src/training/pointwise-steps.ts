/** Activations, and what multiplies or adds element by element. */
import { at, compiled, floats } from './memory.js';
import type { Random } from './random.js';
import type { Step, Tensor, Weights } from './tensor.js';

/** Looked up once, see random.ts. */
const { exp, log, log1p, sign } = Math;

/** A function of each element, with its derivative by input and output. */
export interface Pointwise {
  f(x: number): number;
  d(x: number, y: number): number;
  /** Set for a rectifier: its slope below zero. */
  slope?: number;
}

export const identity: Pointwise = { f: (x) => x, d: () => 1 };
export const relu = (slope: number): Pointwise => ({
  f: (x) => (x > 0 ? x : x <= 0 ? slope * x : NaN),
  d: (x) => (x > 0 ? 1 : slope),
  slope,
});
export const sigmoid: Pointwise = { f: (x) => 1 / (1 + exp(-x)), d: (_, y) => y * (1 - y) };
export const tanh: Pointwise = { f: Math.tanh, d: (_, y) => 1 - y * y };
export const elu = (alpha: number): Pointwise => ({
  f: (x) => (x > 0 ? x : alpha * (exp(x) - 1)),
  d: (x, y) => (x > 0 ? 1 : alpha + y),
});
export const absolute: Pointwise = { f: Math.abs, d: (x) => sign(x) };
export const softplus: Pointwise = {
  f: (x) => (x > 0 ? x + log1p(exp(-x)) : log1p(exp(x))),
  d: (x) => 1 / (1 + exp(-x)),
};
/** Power: (shift + scale x)^power. */
export const power = (p: number, scale: number, shift: number): Pointwise => ({
  f: (x) => (p === 0 ? 1 : p === 1 ? shift + scale * x : (shift + scale * x) ** p),
  d: (x) => (p === 0 ? 0 : p === 1 ? scale : p * scale * (shift + scale * x) ** (p - 1)),
});
export const exponential = (base: number, scale: number, shift: number): Pointwise => {
  const k = base === -1 ? 1 : log(base);
  return { f: (x) => exp(k * (shift + scale * x)), d: (_, y) => k * scale * y };
};
export const logarithm = (base: number, scale: number, shift: number): Pointwise => {
  const k = base === -1 ? 1 : 1 / log(base);
  return { f: (x) => k * log(shift + scale * x), d: (x) => (k * scale) / (shift + scale * x) };
};

export function pointwise(name: string, bottom: Tensor, top: Tensor, { f, d, slope }: Pointwise): Step {
  if (slope !== undefined) return rectifier(name, bottom, top, slope);
  return {
    name,
    forward() {
      for (let i = 0; i < top.values.length; i++) top.values[i] = f(bottom.values[i]!);
    },
    backward() {
      for (let i = 0; i < top.values.length; i++) {
        const g = top.gradient[i]!;
        if (g !== 0) bottom.gradient[i]! += g * d(bottom.values[i]!, top.values[i]!);
      }
    },
  };
}

/** The commonest of them without a call per element, which costs more than the arithmetic. */
function rectifier(name: string, bottom: Tensor, top: Tensor, slope: number): Step {
  const kernels = compiled();
  const { length } = top.values;
  const [x, dx] = [at(bottom.values), at(bottom.gradient)];
  const [y, dy] = [at(top.values), at(top.gradient)];
  return {
    name,
    forward: () => kernels.rectifierForward(x, y, length, slope),
    backward: () => kernels.rectifierBackward(x, dx, dy, length, slope),
  };
}

/** Dropout as Caffe trains it: kept elements grow by 1 / (1 - ratio). */
export function dropout(name: string, bottom: Tensor, top: Tensor, ratio: number, random: Random): Step {
  const kernels = compiled();
  const { length } = top.values;
  const mask = floats(length);
  const kept = 1 / (1 - ratio);
  return {
    name,
    forward() {
      random.mask(mask, ratio, kept);
      kernels.product(at(bottom.values), at(mask), at(top.values), length);
    },
    backward: () => kernels.addProduct(at(top.gradient), at(mask), at(bottom.gradient), length),
  };
}

/** PReLU with a learned slope per unit. */
export function prelu(name: string, bottom: Tensor, top: Tensor, slope: Weights): Step {
  const { units } = top;
  const shared = slope.values.length === 1;
  return {
    name,
    forward() {
      for (let i = 0; i < top.values.length; i++) {
        const x = bottom.values[i]!;
        top.values[i] = x > 0 ? x : x * slope.values[shared ? 0 : i % units]!;
      }
    },
    backward() {
      for (let i = 0; i < top.values.length; i++) {
        const x = bottom.values[i]!;
        const g = top.gradient[i]!;
        const u = shared ? 0 : i % units;
        bottom.gradient[i]! += x > 0 ? g : g * slope.values[u]!;
        if (x <= 0) slope.gradient[u]! += g * x;
      }
    },
  };
}

/** Scale and Bias: a factor and an addend, each optional: a value per unit, or (`num_axes: 0`) one for all. */
export function affine(
  name: string,
  bottom: Tensor,
  top: Tensor,
  factor: Weights | undefined,
  addend: Weights | undefined,
): Step {
  const kernels = compiled();
  // One value for all is one unit in more rows.
  const units = (factor ?? addend)?.values.length ?? top.units;
  const rows = top.values.length / units;
  const [x, dx] = [at(bottom.values), at(bottom.gradient)];
  const [y, dy] = [at(top.values), at(top.gradient)];
  const [f, df] = [at(factor?.values), at(factor?.gradient)];
  const [a, da] = [at(addend?.values), at(addend?.gradient)];
  return {
    name,
    forward: () => kernels.affineForward(x, y, f, a, rows, units),
    backward: () => kernels.affineBackward(x, dx, dy, f, df, da, rows, units),
  };
}
