/** The learning rate's curve in a few points. */
import type { Message } from '../document/message.js';
import { learningRate, stepsDone } from './schedule.js';

export interface RatePoint {
  /** From 0. */
  iteration: number;
  rate: number;
}

/** More steps than this are not listed one by one. */
const MOST = 10;

/**
 * Start, each step down (or up) of a schedule with steps, quarters of a smooth one, and the last
 * iteration; empty where Caffe would stop or the policy is not known.
 */
export function ratePoints(solver: Message): RatePoint[] {
  const last = Math.max(0, solver.num('max_iter') - 1);
  const at = [0, ...changes(solver, last), last];
  const points: RatePoint[] = [];
  for (const iteration of [...new Set(at)].sort((a, b) => a - b)) {
    const rate = learningRate(solver, iteration);
    if (rate === undefined) return [];
    points.push({ iteration, rate });
  }
  return points;
}

function changes(solver: Message, last: number): number[] {
  const inside = (n: number): boolean => n > 0 && n < last;
  switch (solver.str('lr_policy')) {
    case 'fixed':
      return [];
    case 'step': {
      const step = solver.num('stepsize');
      return step > 0 ? Array.from({ length: MOST }, (_, i) => (i + 1) * step).filter(inside) : [];
    }
    case 'multistep': {
      const values = solver.nums('stepvalue');
      // Values out of order fire late.
      return values.filter((v, i) => inside(v) && stepsDone(values, v) > i).slice(0, MOST);
    }
    default:
      return [0.25, 0.5, 0.75].map((share) => Math.floor(share * last)).filter(inside);
  }
}

/** The rate at `n` iterations of even distance from the first to the last. */
export function rateCurve(solver: Message, n: number): RatePoint[] {
  const last = Math.max(0, solver.num('max_iter') - 1);
  return Array.from({ length: n }, (_, i) => {
    const iteration = Math.round((i / (n - 1)) * last);
    return { iteration, rate: learningRate(solver, iteration) ?? NaN };
  });
}
