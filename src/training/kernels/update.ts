/** SGDSolver::ApplyUpdate, with all that is the same for every element taken together beforehand. */

/** first = ofGradient · gradient + decay · (values, or their sign with `l1`) + momentum · first; values -= first. */
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
  const a = f32x4.splat(ofGradient);
  const d = f32x4.splat(decay);
  const m = f32x4.splat(momentum);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  let i: usize = 0;
  for (; i + 3 < n; i += 4, values += 16, gradient += 16, first += 16) {
    const w = v128.load(values);
    const pulled = l1 ? f32x4.sub(v128.and(f32x4.gt(w, zero), one), v128.and(f32x4.lt(w, zero), one)) : w;
    const step = f32x4.add(
      f32x4.add(f32x4.mul(a, v128.load(gradient)), f32x4.mul(d, pulled)),
      f32x4.mul(m, v128.load(first)),
    );
    v128.store(first, step);
    v128.store(values, f32x4.sub(w, step));
  }
  for (; i < n; i++, values += 4, gradient += 4, first += 4) {
    const w = load<f32>(values);
    const pulled: f32 = !l1 ? w : w > 0 ? 1 : w < 0 ? -1 : 0;
    const step = ofGradient * load<f32>(gradient) + decay * pulled + momentum * load<f32>(first);
    store<f32>(first, step);
    store<f32>(values, w - step);
  }
}
