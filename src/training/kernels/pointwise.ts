/** What works element by element, or unit by unit. */

/** y = x above zero, slope · x below; NaN stays NaN. */
export function rectifierForward(x: usize, y: usize, n: usize, slope: f32): void {
  const s = f32x4.splat(slope);
  const zero = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 3 < n; i += 4, x += 16, y += 16) {
    const v = v128.load(x);
    v128.store(y, v128.bitselect(v, f32x4.mul(v, s), f32x4.gt(v, zero)));
  }
  for (; i < n; i++, x += 4, y += 4) {
    const v = load<f32>(x);
    store<f32>(y, v > 0 ? v : v * slope);
  }
}

export function rectifierBackward(x: usize, dx: usize, dy: usize, n: usize, slope: f32): void {
  const s = f32x4.splat(slope);
  const zero = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 3 < n; i += 4, x += 16, dx += 16, dy += 16) {
    const g = v128.load(dy);
    const passed = v128.bitselect(g, f32x4.mul(g, s), f32x4.gt(v128.load(x), zero));
    v128.store(dx, f32x4.add(v128.load(dx), passed));
  }
  for (; i < n; i++, x += 4, dx += 4, dy += 4) {
    const g = load<f32>(dy);
    store<f32>(dx, load<f32>(dx) + (load<f32>(x) > 0 ? g : g * slope));
  }
}

/** y = factor x + addend. */
export function linear(x: usize, y: usize, n: usize, factor: f32, addend: f32): void {
  const f = f32x4.splat(factor);
  const a = f32x4.splat(addend);
  let i: usize = 0;
  for (; i + 3 < n; i += 4, x += 16, y += 16) v128.store(y, f32x4.add(f32x4.mul(v128.load(x), f), a));
  for (; i < n; i++, x += 4, y += 4) store<f32>(y, load<f32>(x) * factor + addend);
}

/** y += factor x. */
export function addScaled(x: usize, y: usize, n: usize, factor: f32): void {
  const f = f32x4.splat(factor);
  let i: usize = 0;
  for (; i + 3 < n; i += 4, x += 16, y += 16)
    v128.store(y, f32x4.add(v128.load(y), f32x4.mul(v128.load(x), f)));
  for (; i < n; i++, x += 4, y += 4) store<f32>(y, load<f32>(y) + load<f32>(x) * factor);
}

/** y += a · b, element by element. */
export function addProduct(a: usize, b: usize, y: usize, n: usize): void {
  let i: usize = 0;
  for (; i + 3 < n; i += 4, a += 16, b += 16, y += 16)
    v128.store(y, f32x4.add(v128.load(y), f32x4.mul(v128.load(a), v128.load(b))));
  for (; i < n; i++, a += 4, b += 4, y += 4) store<f32>(y, load<f32>(y) + load<f32>(a) * load<f32>(b));
}

/** y = a · b, element by element. */
export function product(a: usize, b: usize, y: usize, n: usize): void {
  let i: usize = 0;
  for (; i + 3 < n; i += 4, a += 16, b += 16, y += 16) v128.store(y, f32x4.mul(v128.load(a), v128.load(b)));
  for (; i < n; i++, a += 4, b += 4, y += 4) store<f32>(y, load<f32>(a) * load<f32>(b));
}

/** y[r, u] = x[r, u] · factor[u] + addend[u]; a pointer of 0 leaves a part out. */
export function affineForward(
  x: usize,
  y: usize,
  factor: usize,
  addend: usize,
  rows: usize,
  units: usize,
): void {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  for (let r: usize = 0; r < rows; r++) {
    let u: usize = 0;
    for (; u + 3 < units; u += 4, x += 16, y += 16) {
      const f = factor ? v128.load(factor + (u << 2)) : one;
      const a = addend ? v128.load(addend + (u << 2)) : zero;
      v128.store(y, f32x4.add(f32x4.mul(v128.load(x), f), a));
    }
    for (; u < units; u++, x += 4, y += 4) {
      const f: f32 = factor ? load<f32>(factor + (u << 2)) : 1;
      const a: f32 = addend ? load<f32>(addend + (u << 2)) : 0;
      store<f32>(y, load<f32>(x) * f + a);
    }
  }
}

/** Adds to dx, and to the gradients of factor and addend. */
export function affineBackward(
  x: usize,
  dx: usize,
  dy: usize,
  factor: usize,
  dFactor: usize,
  dAddend: usize,
  rows: usize,
  units: usize,
): void {
  const one = f32x4.splat(1);
  for (let r: usize = 0; r < rows; r++) {
    let u: usize = 0;
    for (; u + 3 < units; u += 4, x += 16, dx += 16, dy += 16) {
      const at: usize = u << 2;
      const g = v128.load(dy);
      const f = factor ? v128.load(factor + at) : one;
      v128.store(dx, f32x4.add(v128.load(dx), f32x4.mul(g, f)));
      if (factor) v128.store(dFactor + at, f32x4.add(v128.load(dFactor + at), f32x4.mul(g, v128.load(x))));
      if (dAddend) v128.store(dAddend + at, f32x4.add(v128.load(dAddend + at), g));
    }
    for (; u < units; u++, x += 4, dx += 4, dy += 4) {
      const at: usize = u << 2;
      const g = load<f32>(dy);
      const f: f32 = factor ? load<f32>(factor + at) : 1;
      store<f32>(dx, load<f32>(dx) + g * f);
      if (factor) store<f32>(dFactor + at, load<f32>(dFactor + at) + g * load<f32>(x));
      if (dAddend) store<f32>(dAddend + at, load<f32>(dAddend + at) + g);
    }
  }
}

/** Rows of `width` from one stride to another (in elements). */
export function copyRows(
  from: usize,
  to: usize,
  rows: usize,
  width: usize,
  fromStride: usize,
  toStride: usize,
): void {
  for (let r: usize = 0; r < rows; r++)
    memory.copy(to + ((r * toStride) << 2), from + ((r * fromStride) << 2), width << 2);
}

/** `copyRows`, added to what is there. */
export function addRows(
  from: usize,
  to: usize,
  rows: usize,
  width: usize,
  fromStride: usize,
  toStride: usize,
): void {
  for (let r: usize = 0; r < rows; r++)
    addScaled(from + ((r * fromStride) << 2), to + ((r * toStride) << 2), width, 1);
}
