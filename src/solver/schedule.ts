/** The learning rate at every iteration, as SGDSolver::GetLearningRate computes it (solvers/sgd_solver.cpp). */
import type { Message } from '../document/message.js';

/** Policies of BVLC's solver. */
export const policies = ['fixed', 'step', 'exp', 'inv', 'multistep', 'poly', 'sigmoid'] as const;

/** Policies that forks add, with the forks that have them. */
export const forkPolicies: Readonly<Record<string, string>> = {
  plateau: 'ssd',
  multifixed: 'ssd and intel',
};

/** What a schedule starts from. */
export const planOf = (solver: Message): { policy: string; maxIter: number; base: number } => ({
  policy: solver.str('lr_policy'),
  maxIter: solver.num('max_iter'),
  base: solver.num('base_lr'),
});

/**
 * The rate of iteration `iter` (from 0), before lr_mult. NaN where Caffe computes NaN; undefined
 * where Caffe aborts (unknown policy, stepsize <= 0, negative gamma) or a fork's policy decides.
 */
export function learningRate(solver: Message, iter: number): number | undefined {
  const base = Math.fround(solver.num('base_lr'));
  const gamma = solver.num('gamma');
  const power = solver.num('power');
  switch (solver.str('lr_policy')) {
    case 'fixed':
      return base;
    case 'step': {
      const step = solver.num('stepsize');
      return step > 0 && gamma >= 0 ? base * gamma ** Math.floor(iter / step) : undefined;
    }
    case 'exp':
      return gamma >= 0 ? base * gamma ** iter : undefined;
    case 'inv':
      return gamma >= 0 ? base * (1 + gamma * iter) ** -power : undefined;
    case 'multistep':
      return gamma >= 0 ? base * gamma ** stepsDone(solver.nums('stepvalue'), iter) : undefined;
    case 'poly':
      return base * (1 - iter / solver.num('max_iter')) ** power;
    case 'sigmoid': {
      const step = solver.num('stepsize');
      return step > 0 && gamma >= 0 ? base / (1 + Math.exp(-gamma * (iter - step))) : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * How many entries of `stepvalue` have fired by an iteration. Caffe holds a pointer that moves on by
 * at most one entry an iteration and never looks behind, so values out of order fire late.
 */
export function stepsDone(values: readonly number[], iter: number): number {
  let current = 0;
  let at = 0;
  while (current < values.length) {
    const next = Math.max(values[current]!, at);
    if (next > iter) break;
    current++;
    at = next + 1;
  }
  return current;
}

/** Sum of the rates of iterations `from` up to but not including `to`, by at most 2,000 samples. */
export function totalRate(solver: Message, from: number, to: number): number | undefined {
  const n = to - from;
  if (n <= 0) return 0;
  const samples = Math.min(n, 2000);
  let sum = 0;
  for (let i = 0; i < samples; i++) {
    const rate = learningRate(solver, from + Math.floor(((i + 0.5) * n) / samples));
    if (rate === undefined) return undefined;
    sum += rate;
  }
  return (sum / samples) * n;
}

/** A stepsize at which the rate drops twice in a plan, and once more at its end. */
export const thirdOf = (maxIter: number): number => (maxIter >= 3 ? Math.round(maxIter / 3) : 10000);

/** gamma for which gamma^maxIter is about 1/100, with as many digits as that needs. */
export function gammaOver(maxIter: number): string {
  if (maxIter <= 0) return '0.9999';
  return (0.01 ** (1 / maxIter)).toFixed(Math.max(4, Math.ceil(Math.log10(maxIter)) + 1));
}
