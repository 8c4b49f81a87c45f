/** BatchNorm, LRN and pooling. */
import { product } from './pointwise';

/** Batch statistics per unit over `rows`; `deviation` keeps what backward divides by. */
export function batchNormForward(
  x: usize,
  y: usize,
  deviation: usize,
  rows: usize,
  units: usize,
  eps: f32,
): void {
  const row: usize = units << 2;
  const n: f32 = <f32>rows;
  let u: usize = 0;
  for (; u + 15 < row; u += 16) {
    let sum = f32x4.splat(0);
    for (let r: usize = 0, p = x + u; r < rows; r++, p += row) sum = f32x4.add(sum, v128.load(p));
    const mean = f32x4.div(sum, f32x4.splat(n));
    let square = f32x4.splat(0);
    for (let r: usize = 0, p = x + u; r < rows; r++, p += row) {
      const d = f32x4.sub(v128.load(p), mean);
      square = f32x4.add(square, f32x4.mul(d, d));
    }
    const s = f32x4.sqrt(f32x4.add(f32x4.div(square, f32x4.splat(n)), f32x4.splat(eps)));
    v128.store(deviation + u, s);
    for (let r: usize = 0, p = x + u, q = y + u; r < rows; r++, p += row, q += row)
      v128.store(q, f32x4.div(f32x4.sub(v128.load(p), mean), s));
  }
  for (; u < row; u += 4) {
    let sum: f32 = 0;
    for (let r: usize = 0, p = x + u; r < rows; r++, p += row) sum += load<f32>(p);
    const mean = sum / n;
    let square: f32 = 0;
    for (let r: usize = 0, p = x + u; r < rows; r++, p += row) {
      const d = load<f32>(p) - mean;
      square += d * d;
    }
    const s = sqrt<f32>(square / n + eps);
    store<f32>(deviation + u, s);
    for (let r: usize = 0, p = x + u, q = y + u; r < rows; r++, p += row, q += row)
      store<f32>(q, (load<f32>(p) - mean) / s);
  }
}

export function batchNormBackward(
  y: usize,
  dx: usize,
  dy: usize,
  deviation: usize,
  rows: usize,
  units: usize,
): void {
  const row: usize = units << 2;
  const n: f32 = <f32>rows;
  let u: usize = 0;
  for (; u + 15 < row; u += 16) {
    let sum = f32x4.splat(0);
    let dot = f32x4.splat(0);
    for (let r: usize = 0, p = dy + u, q = y + u; r < rows; r++, p += row, q += row) {
      const g = v128.load(p);
      sum = f32x4.add(sum, g);
      dot = f32x4.add(dot, f32x4.mul(g, v128.load(q)));
    }
    const mean = f32x4.div(sum, f32x4.splat(n));
    dot = f32x4.div(dot, f32x4.splat(n));
    const s = v128.load(deviation + u);
    for (let r: usize = 0, p = dy + u, q = y + u, t = dx + u; r < rows; r++, p += row, q += row, t += row) {
      const own = f32x4.sub(f32x4.sub(v128.load(p), mean), f32x4.mul(v128.load(q), dot));
      v128.store(t, f32x4.add(v128.load(t), f32x4.div(own, s)));
    }
  }
  for (; u < row; u += 4) {
    let sum: f32 = 0;
    let dot: f32 = 0;
    for (let r: usize = 0, p = dy + u, q = y + u; r < rows; r++, p += row, q += row) {
      sum += load<f32>(p);
      dot += load<f32>(p) * load<f32>(q);
    }
    const mean = sum / n;
    dot /= n;
    const s = load<f32>(deviation + u);
    for (let r: usize = 0, p = dy + u, q = y + u, t = dx + u; r < rows; r++, p += row, q += row, t += row)
      store<f32>(t, load<f32>(t) + (load<f32>(p) - mean - load<f32>(q) * dot) / s);
  }
}

/** to[u] = sum of `from` over the window of `half` on each side, within the row. */
function windowSum(from: usize, u: usize, units: usize, half: usize): f32 {
  let sum: f32 = 0;
  const last = min(units - 1, u + half);
  for (let j = u > half ? u - half : 0; j <= last; j++) sum += load<f32>(from + (j << 2));
  return sum;
}

/** base[u] = k + a · sum of x² over the window. `squares` holds one row. */
export function lrnBase(
  x: usize,
  base: usize,
  squares: usize,
  rows: usize,
  units: usize,
  half: usize,
  k: f32,
  a: f32,
): void {
  const row: usize = units << 2;
  for (let r: usize = 0; r < rows; r++, x += row, base += row) {
    product(x, x, squares, units);
    for (let u: usize = 0; u < units; u++)
      store<f32>(base + (u << 2), k + a * windowSum(squares, u, units, half));
  }
}

/** scale = base^-0.75, by roots. */
export function lrnRoots(base: usize, scale: usize, n: usize): void {
  for (let i: usize = 0; i < n; i++, base += 4, scale += 4) {
    const root = sqrt<f32>(load<f32>(base));
    store<f32>(scale, 1 / (root * sqrt<f32>(root)));
  }
}

/** dx += dy · scale - c · x · (sum over the window of dy · y / base). `ratios` holds one row. */
export function lrnBackward(
  x: usize,
  y: usize,
  dx: usize,
  dy: usize,
  base: usize,
  scale: usize,
  ratios: usize,
  rows: usize,
  units: usize,
  half: usize,
  c: f32,
): void {
  for (let r: usize = 0; r < rows; r++) {
    for (let u: usize = 0; u < units; u++) {
      const at: usize = u << 2;
      store<f32>(ratios + at, (load<f32>(dy + at) * load<f32>(y + at)) / load<f32>(base + at));
    }
    for (let u: usize = 0; u < units; u++, x += 4, y += 4, dx += 4, dy += 4, base += 4, scale += 4) {
      const cross = windowSum(ratios, u, units, half);
      store<f32>(dx, load<f32>(dx) + (load<f32>(dy) * load<f32>(scale) - c * load<f32>(x) * cross));
    }
  }
}
