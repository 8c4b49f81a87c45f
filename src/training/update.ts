/**
 * One update of the weights (solvers/*.cpp, in the order of SGDSolver::ApplyUpdate: clip, then divide
 * by iter_size, then decay, then the solver's own rule). Real gradients are the surrogate's over
 * `spread`; a real step of a weight is `reach` steps of the surrogate's.
 */
import type { Message } from '../document/message.js';
import { solverType } from '../solver/facts.js';
import { learningRate } from '../solver/schedule.js';
import type { Change } from './build.js';
import { at, compiled } from './memory.js';
import type { Weights } from './tensor.js';

export interface SolverFacts {
  type: string;
  rate(iteration: number): number;
  momentum: number;
  momentum2: number;
  delta: number;
  rmsDecay: number;
  decay: number;
  l1: boolean;
  clip: number;
  iterSize: number;
}

/** Solver's numbers, with what a counterfactual changes. */
export function solverFacts(solver: Message, change: Change, factor = 1): SolverFacts {
  const base = change.rate ?? solver.num('base_lr');
  const scale = solver.num('base_lr') === 0 ? 1 : base / solver.num('base_lr');
  return {
    type: solverType(solver),
    rate: (i) => factor * (change.fixedRate ? base : (learningRate(solver, i) ?? base) * scale),
    momentum: change.momentum ?? solver.num('momentum'),
    momentum2: solver.num('momentum2'),
    delta: solver.num('delta'),
    rmsDecay: solver.num('rms_decay'),
    decay: change.decay ?? solver.num('weight_decay'),
    l1: solver.str('regularization_type') === 'L1',
    clip: solver.num('clip_gradients'),
    iterSize: Math.max(1, solver.num('iter_size')),
  };
}

/** Norm of all real gradients. */
export function gradientNorm(all: readonly Weights[]): number {
  let square = 0;
  for (const w of all) {
    let own = 0;
    for (let i = 0; i < w.gradient.length; i++) own += w.gradient[i]! ** 2;
    square += own * w.fan;
  }
  return Math.sqrt(square);
}

/**
 * One step of a weight. What a real gradient is of the surrogate's, and a real pull of its weight: `ofGradient` and
 * `pull`; what either moves the surrogate's weight by: `reach` and the root of the fan.
 */
function step(w: Weights, lr: number, scale: number, s: SolverFacts, t: number): void {
  const kernels = compiled();
  const [values, gradient, first, second] = [at(w.values), at(w.gradient), at(w.first), at(w.second)];
  const n = w.values.length;
  const { reach } = w;
  const root = Math.sqrt(w.fan);
  const { momentum, momentum2, delta, l1 } = s;
  const ofGradient = scale / w.spread;
  const pull = (s.decay * w.decayMult) / (l1 ? 1 : root);
  const history = [values, gradient, second, n, ofGradient, pull] as const;
  switch (s.type) {
    case 'AdaGrad':
      return kernels.adaptive(...history, lr * reach, lr * root, 1, 1, delta, l1);
    case 'RMSProp':
      return kernels.adaptive(...history, lr * reach, lr * root, s.rmsDecay, 1 - s.rmsDecay, delta, l1);
    case 'AdaDelta':
      return kernels.adaDelta(...history, first, lr * reach, lr * root, momentum, delta, l1);
    case 'Adam': {
      const rate = (lr * Math.sqrt(1 - momentum2 ** (t + 1))) / (1 - momentum ** (t + 1));
      return kernels.adam(...history, first, reach, root, momentum, momentum2, delta, rate, l1);
    }
    default: {
      const kernel = s.type === 'Nesterov' ? kernels.nesterov : kernels.sgd;
      kernel(values, gradient, first, n, lr * reach * ofGradient, lr * root * pull, momentum, l1);
    }
  }
}

/** Apply the gradients of iteration `t` (from 0). */
export function update(all: readonly Weights[], s: SolverFacts, t: number): void {
  let scale = 1;
  if (s.clip >= 0) {
    // Caffe sums over iter_size passes and clips before it divides by their number.
    const norm = gradientNorm(all) * s.iterSize;
    if (norm > s.clip) scale = s.clip / norm;
  }
  const rate = s.rate(t);
  for (const w of all) {
    if (w.lrMult === 0) continue;
    step(w, Math.fround(rate * w.lrMult), scale, s, t);
  }
}
