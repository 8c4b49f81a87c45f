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

/** SGDSolver, the commonest. */
function sgd(w: Weights, lr: number, decay: number, root: number, scale: number, s: SolverFacts): void {
  compiled().sgd(
    at(w.values),
    at(w.gradient),
    at(w.first),
    w.values.length,
    (lr * w.reach * scale) / w.spread,
    lr * decay * (s.l1 ? root : 1),
    s.momentum,
    s.l1,
  );
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
    const lr = Math.fround(rate * w.lrMult);
    const decay = s.decay * w.decayMult;
    const root = Math.sqrt(w.fan);
    const { values, gradient, first, second, reach } = w;
    if (s.type === 'SGD') {
      sgd(w, lr, decay, root, scale, s);
      continue;
    }
    for (let i = 0; i < values.length; i++) {
      const g = (gradient[i]! * scale) / w.spread;
      const real = values[i]! / root;
      const d = decay === 0 ? 0 : decay * (s.l1 ? Math.sign(real) : real);
      const total = g + d;
      const moved = reach * g + root * d;
      let step: number;
      switch (s.type) {
        case 'Nesterov': {
          const old = first[i]!;
          first[i] = lr * moved + s.momentum * old;
          step = (1 + s.momentum) * first[i]! - s.momentum * old;
          break;
        }
        case 'AdaGrad':
          second[i]! += total * total;
          step = (lr * moved) / (Math.sqrt(second[i]!) + s.delta);
          break;
        case 'RMSProp':
          second[i] = s.rmsDecay * second[i]! + (1 - s.rmsDecay) * total * total;
          step = (lr * moved) / (Math.sqrt(second[i]!) + s.delta);
          break;
        case 'AdaDelta': {
          const m = s.momentum;
          second[i] = m * second[i]! + (1 - m) * total * total;
          const factor = Math.sqrt((first[i]! + s.delta) / (second[i]! + s.delta));
          first[i] = m * first[i]! + (1 - m) * (factor * total) ** 2;
          step = lr * factor * moved;
          break;
        }
        case 'Adam': {
          first[i] = s.momentum * first[i]! + (1 - s.momentum) * moved;
          second[i] = s.momentum2 * second[i]! + (1 - s.momentum2) * total * total;
          const correction = Math.sqrt(1 - s.momentum2 ** (t + 1)) / (1 - s.momentum ** (t + 1));
          step = (lr * correction * first[i]!) / (Math.sqrt(second[i]!) + s.delta);
          break;
        }
        default:
          first[i] = lr * moved + s.momentum * first[i]!;
          step = first[i]!;
      }
      values[i]! -= step;
    }
  }
}
