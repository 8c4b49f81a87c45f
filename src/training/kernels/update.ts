/**
 * The solvers' updates (solvers/*_solver.cpp), with all that is the same for every element taken together
 * beforehand. Arrays are whole: their last vector may be filled up with what is never read.
 */

/** Decay pulls by the weight, or with L1 by its sign. */
function pull(w: v128, l1: bool): v128 {
  if (!l1) return w;
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  return f32x4.sub(v128.and(f32x4.gt(w, zero), one), v128.and(f32x4.lt(w, zero), one));
}

function scaled(v: v128, factor: f32): v128 {
  return f32x4.mul(v, f32x4.splat(factor));
}

/** first = ofGradient · gradient + decay · pull + momentum · first; values -= first. */
export function sgd(
  values: usize,
  gradient: usize,
  first: usize,
  n: usize,
  ofGradient: f32,
  decay: f32,
  momentum: f32,
  l1: bool,
): void {
  for (let i: usize = 0; i < n; i += 4, values += 16, gradient += 16, first += 16) {
    const w = v128.load(values);
    const moved = f32x4.add(scaled(v128.load(gradient), ofGradient), scaled(pull(w, l1), decay));
    const step = f32x4.add(moved, scaled(v128.load(first), momentum));
    v128.store(first, step);
    v128.store(values, f32x4.sub(w, step));
  }
}

/** As `sgd`, with the step (1 + momentum) · first - momentum · (first before). */
export function nesterov(
  values: usize,
  gradient: usize,
  first: usize,
  n: usize,
  ofGradient: f32,
  decay: f32,
  momentum: f32,
  l1: bool,
): void {
  for (let i: usize = 0; i < n; i += 4, values += 16, gradient += 16, first += 16) {
    const w = v128.load(values);
    const old = scaled(v128.load(first), momentum);
    const moved = f32x4.add(scaled(v128.load(gradient), ofGradient), scaled(pull(w, l1), decay));
    const now = f32x4.add(moved, old);
    v128.store(first, now);
    v128.store(values, f32x4.sub(w, f32x4.sub(scaled(now, 1 + momentum), old)));
  }
}

/** RMSProp and AdaGrad: second = keep · second + take · g²; values -= moved / (sqrt(second) + delta). */
export function adaptive(
  values: usize,
  gradient: usize,
  second: usize,
  n: usize,
  ofGradient: f32,
  decay: f32,
  /** From g to the move: of the gradient's part, and of the decay's. */
  gradientReach: f32,
  decayReach: f32,
  keep: f32,
  take: f32,
  delta: f32,
  l1: bool,
): void {
  for (let i: usize = 0; i < n; i += 4, values += 16, gradient += 16, second += 16) {
    const w = v128.load(values);
    const g = scaled(v128.load(gradient), ofGradient);
    const d = scaled(pull(w, l1), decay);
    const total = f32x4.add(g, d);
    const history = f32x4.add(scaled(v128.load(second), keep), scaled(f32x4.mul(total, total), take));
    v128.store(second, history);
    const moved = f32x4.add(scaled(g, gradientReach), scaled(d, decayReach));
    v128.store(values, f32x4.sub(w, f32x4.div(moved, f32x4.add(f32x4.sqrt(history), f32x4.splat(delta)))));
  }
}

/** Adam; `rate` is the one corrected for the start. */
export function adam(
  values: usize,
  gradient: usize,
  second: usize,
  n: usize,
  ofGradient: f32,
  decay: f32,
  first: usize,
  gradientReach: f32,
  decayReach: f32,
  momentum: f32,
  momentum2: f32,
  delta: f32,
  rate: f32,
  l1: bool,
): void {
  for (let i: usize = 0; i < n; i += 4, values += 16, gradient += 16, first += 16, second += 16) {
    const w = v128.load(values);
    const g = scaled(v128.load(gradient), ofGradient);
    const d = scaled(pull(w, l1), decay);
    const total = f32x4.add(g, d);
    const history = f32x4.add(
      scaled(v128.load(second), momentum2),
      scaled(f32x4.mul(total, total), 1 - momentum2),
    );
    v128.store(second, history);
    const moved = f32x4.add(scaled(g, gradientReach), scaled(d, decayReach));
    const mean = f32x4.add(scaled(v128.load(first), momentum), scaled(moved, 1 - momentum));
    v128.store(first, mean);
    const step = f32x4.div(scaled(mean, rate), f32x4.add(f32x4.sqrt(history), f32x4.splat(delta)));
    v128.store(values, f32x4.sub(w, step));
  }
}

export function adaDelta(
  values: usize,
  gradient: usize,
  second: usize,
  n: usize,
  ofGradient: f32,
  decay: f32,
  first: usize,
  gradientReach: f32,
  decayReach: f32,
  momentum: f32,
  delta: f32,
  l1: bool,
): void {
  const small = f32x4.splat(delta);
  for (let i: usize = 0; i < n; i += 4, values += 16, gradient += 16, first += 16, second += 16) {
    const w = v128.load(values);
    const g = scaled(v128.load(gradient), ofGradient);
    const d = scaled(pull(w, l1), decay);
    const total = f32x4.add(g, d);
    const history = f32x4.add(
      scaled(v128.load(second), momentum),
      scaled(f32x4.mul(total, total), 1 - momentum),
    );
    v128.store(second, history);
    const moves = v128.load(first);
    const factor = f32x4.sqrt(f32x4.div(f32x4.add(moves, small), f32x4.add(history, small)));
    const real = f32x4.mul(factor, total);
    v128.store(first, f32x4.add(scaled(moves, momentum), scaled(f32x4.mul(real, real), 1 - momentum)));
    const moved = f32x4.add(scaled(g, gradientReach), scaled(d, decayReach));
    v128.store(values, f32x4.sub(w, f32x4.mul(factor, moved)));
  }
}
