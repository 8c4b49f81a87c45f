/** Activations, and what multiplies or adds element by element. */
import type { Random } from './random.js';
import type { Step, Tensor, Weights } from './tensor.js';

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
export const sigmoid: Pointwise = { f: (x) => 1 / (1 + Math.exp(-x)), d: (_, y) => y * (1 - y) };
export const tanh: Pointwise = { f: Math.tanh, d: (_, y) => 1 - y * y };
export const elu = (alpha: number): Pointwise => ({
  f: (x) => (x > 0 ? x : alpha * (Math.exp(x) - 1)),
  d: (x, y) => (x > 0 ? 1 : alpha + y),
});
export const absolute: Pointwise = { f: Math.abs, d: (x) => Math.sign(x) };
export const softplus: Pointwise = {
  f: (x) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))),
  d: (x) => 1 / (1 + Math.exp(-x)),
};
/** Power: (shift + scale x)^power. */
export const power = (p: number, scale: number, shift: number): Pointwise => ({
  f: (x) => (p === 0 ? 1 : p === 1 ? shift + scale * x : (shift + scale * x) ** p),
  d: (x) => (p === 0 ? 0 : p === 1 ? scale : p * scale * (shift + scale * x) ** (p - 1)),
});
export const exponential = (base: number, scale: number, shift: number): Pointwise => {
  const k = base === -1 ? 1 : Math.log(base);
  return { f: (x) => Math.exp(k * (shift + scale * x)), d: (_, y) => k * scale * y };
};
export const logarithm = (base: number, scale: number, shift: number): Pointwise => {
  const k = base === -1 ? 1 : 1 / Math.log(base);
  return { f: (x) => k * Math.log(shift + scale * x), d: (x) => (k * scale) / (shift + scale * x) };
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
  return {
    name,
    forward() {
      const x = bottom.values;
      const y = top.values;
      for (let i = 0; i < y.length; i++) {
        const v = x[i]!;
        y[i] = v > 0 ? v : v <= 0 ? slope * v : NaN;
      }
    },
    backward() {
      const x = bottom.values;
      const dx = bottom.gradient;
      const dy = top.gradient;
      for (let i = 0; i < dy.length; i++) {
        const g = dy[i]!;
        if (g !== 0) dx[i]! += x[i]! > 0 ? g : g * slope;
      }
    },
  };
}

/** Dropout as Caffe trains it: kept elements grow by 1 / (1 - ratio). */
export function dropout(name: string, bottom: Tensor, top: Tensor, ratio: number, random: Random): Step {
  const mask = new Float32Array(top.values.length);
  return {
    name,
    forward() {
      for (let i = 0; i < mask.length; i++) {
        mask[i] = random.uniform() < ratio ? 0 : 1 / (1 - ratio);
        top.values[i] = bottom.values[i]! * mask[i]!;
      }
    },
    backward() {
      for (let i = 0; i < mask.length; i++) bottom.gradient[i]! += top.gradient[i]! * mask[i]!;
    },
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

/** Scale and Bias: a factor and an addend per unit, each optional. */
export function affine(
  name: string,
  bottom: Tensor,
  top: Tensor,
  factor: Weights | undefined,
  addend: Weights | undefined,
): Step {
  const { units } = top;
  return {
    name,
    forward() {
      for (let i = 0; i < top.values.length; i++) {
        const u = i % units;
        top.values[i] =
          bottom.values[i]! * (factor ? factor.values[u]! : 1) + (addend ? addend.values[u]! : 0);
      }
    },
    backward() {
      for (let i = 0; i < top.values.length; i++) {
        const u = i % units;
        const g = top.gradient[i]!;
        bottom.gradient[i]! += g * (factor ? factor.values[u]! : 1);
        if (factor) factor.gradient[u]! += g * bottom.values[i]!;
        if (addend) addend.gradient[u]! += g;
      }
    },
  };
}
