/** The dense layer: y = W x + b row by row, and its gradients. Every sum is single precision, as in Caffe. */

/** Sum of the four lanes. */
function across(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

function dot(a: usize, b: usize, n: usize): f32 {
  let sum = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 3 < n; i += 4, a += 16, b += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(a), v128.load(b)));
  let rest = across(sum);
  for (; i < n; i++, a += 4, b += 4) rest += load<f32>(a) * load<f32>(b);
  return rest;
}

/** Two rows and four outputs at a time: eight sums that do not wait for each other. */
function forwardBlock(x: usize, y: usize, w: usize, inputs: usize, outputs: usize): void {
  const row: usize = inputs << 2;
  const x1 = x + row;
  const w1 = w + row;
  const w2 = w1 + row;
  const w3 = w2 + row;
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s02 = s00;
  let s03 = s00;
  let s10 = s00;
  let s11 = s00;
  let s12 = s00;
  let s13 = s00;
  const whole: usize = (inputs & ~3) << 2;
  for (let i: usize = 0; i < whole; i += 16) {
    const a = v128.load(x + i);
    const b = v128.load(x1 + i);
    let v = v128.load(w + i);
    s00 = f32x4.add(s00, f32x4.mul(a, v));
    s10 = f32x4.add(s10, f32x4.mul(b, v));
    v = v128.load(w1 + i);
    s01 = f32x4.add(s01, f32x4.mul(a, v));
    s11 = f32x4.add(s11, f32x4.mul(b, v));
    v = v128.load(w2 + i);
    s02 = f32x4.add(s02, f32x4.mul(a, v));
    s12 = f32x4.add(s12, f32x4.mul(b, v));
    v = v128.load(w3 + i);
    s03 = f32x4.add(s03, f32x4.mul(a, v));
    s13 = f32x4.add(s13, f32x4.mul(b, v));
  }
  let t0 = fourSums(s00, s01, s02, s03);
  let t1 = fourSums(s10, s11, s12, s13);
  for (let i = whole; i < row; i += 4) {
    const v = f32x4(load<f32>(w + i), load<f32>(w1 + i), load<f32>(w2 + i), load<f32>(w3 + i));
    t0 = f32x4.add(t0, f32x4.mul(v128.load32_splat(x + i), v));
    t1 = f32x4.add(t1, f32x4.mul(v128.load32_splat(x1 + i), v));
  }
  v128.store(y, t0);
  v128.store(y + (outputs << 2), t1);
}

/** The sums over the lanes of four vectors, as one vector. */
function fourSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 1, 4, 5), v128.shuffle<f32>(a, b, 2, 3, 6, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 1, 4, 5), v128.shuffle<f32>(c, d, 2, 3, 6, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 2, 4, 6), v128.shuffle<f32>(ab, cd, 1, 3, 5, 7));
}

/** y[r, o] = b[o] + sum over i of x[r, i] w[o, i]; `b` is 0 where there is no bias. */
export function denseForward(
  x: usize,
  y: usize,
  w: usize,
  b: usize,
  rows: usize,
  inputs: usize,
  outputs: usize,
): void {
  const paired = rows & ~1;
  const whole = outputs & ~3;
  for (let r: usize = 0; r < paired; r += 2)
    for (let o: usize = 0; o < whole; o += 4)
      forwardBlock(
        x + ((r * inputs) << 2),
        y + ((r * outputs + o) << 2),
        w + ((o * inputs) << 2),
        inputs,
        outputs,
      );
  for (let r: usize = 0; r < rows; r++) {
    const from = x + ((r * inputs) << 2);
    const to = y + ((r * outputs) << 2);
    for (let o = r < paired ? whole : 0; o < outputs; o++)
      store<f32>(to + (o << 2), dot(from, w + ((o * inputs) << 2), inputs));
    if (b) addTo(to, b, outputs);
  }
}

function addTo(to: usize, from: usize, n: usize): void {
  let i: usize = 0;
  for (; i + 3 < n; i += 4, to += 16, from += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  for (; i < n; i++, to += 4, from += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}

/**
 * to[m, i] += sum over k of c[m, k] from[k, i]: the one product of both gradients, with m and k at strides
 * (in bytes) of their own in c. Four m and eight i at a time.
 */
function accumulate(
  to: usize,
  from: usize,
  c: usize,
  many: usize,
  terms: usize,
  width: usize,
  ofM: usize,
  ofK: usize,
): void {
  const row: usize = width << 2;
  let m: usize = 0;
  for (; m + 3 < many; m += 4) {
    const t0 = to + m * row;
    const at = c + m * ofM;
    let i: usize = 0;
    for (; i + 31 < row; i += 32) accumulateBlock(t0 + i, from + i, at, terms, row, ofM, ofK);
    for (; i + 15 < row; i += 16) accumulateColumn(t0 + i, from + i, at, terms, row, ofM, ofK);
    for (; i < row; i += 4)
      for (let j: usize = 0; j < 4; j++)
        accumulateOne(t0 + j * row + i, from + i, at + j * ofM, terms, row, ofK);
  }
  for (; m < many; m++) {
    const at = c + m * ofM;
    let i: usize = 0;
    for (; i + 15 < row; i += 16) {
      let sum = f32x4.splat(0);
      let p = at;
      let q = from + i;
      for (let k: usize = 0; k < terms; k++, p += ofK, q += row)
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(p), v128.load(q)));
      const t = to + m * row + i;
      v128.store(t, f32x4.add(v128.load(t), sum));
    }
    for (; i < row; i += 4) accumulateOne(to + m * row + i, from + i, at, terms, row, ofK);
  }
}

function accumulateOne(to: usize, from: usize, c: usize, terms: usize, row: usize, ofK: usize): void {
  let sum: f32 = 0;
  for (let k: usize = 0; k < terms; k++, c += ofK, from += row) sum += load<f32>(c) * load<f32>(from);
  store<f32>(to, load<f32>(to) + sum);
}

function accumulateColumn(
  to: usize,
  from: usize,
  c: usize,
  terms: usize,
  row: usize,
  ofM: usize,
  ofK: usize,
): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let k: usize = 0; k < terms; k++, c += ofK, from += row) {
    const v = v128.load(from);
    s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(c), v));
    s1 = f32x4.add(s1, f32x4.mul(v128.load32_splat(c + ofM), v));
    s2 = f32x4.add(s2, f32x4.mul(v128.load32_splat(c + ofM * 2), v));
    s3 = f32x4.add(s3, f32x4.mul(v128.load32_splat(c + ofM * 3), v));
  }
  v128.store(to, f32x4.add(v128.load(to), s0));
  to += row;
  v128.store(to, f32x4.add(v128.load(to), s1));
  to += row;
  v128.store(to, f32x4.add(v128.load(to), s2));
  to += row;
  v128.store(to, f32x4.add(v128.load(to), s3));
}

function accumulateBlock(
  to: usize,
  from: usize,
  c: usize,
  terms: usize,
  row: usize,
  ofM: usize,
  ofK: usize,
): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let u0 = s0;
  let u1 = s0;
  let u2 = s0;
  let u3 = s0;
  for (let k: usize = 0; k < terms; k++, c += ofK, from += row) {
    const v = v128.load(from);
    const u = v128.load(from, 16);
    let g = v128.load32_splat(c);
    s0 = f32x4.add(s0, f32x4.mul(g, v));
    u0 = f32x4.add(u0, f32x4.mul(g, u));
    g = v128.load32_splat(c + ofM);
    s1 = f32x4.add(s1, f32x4.mul(g, v));
    u1 = f32x4.add(u1, f32x4.mul(g, u));
    g = v128.load32_splat(c + ofM * 2);
    s2 = f32x4.add(s2, f32x4.mul(g, v));
    u2 = f32x4.add(u2, f32x4.mul(g, u));
    g = v128.load32_splat(c + ofM * 3);
    s3 = f32x4.add(s3, f32x4.mul(g, v));
    u3 = f32x4.add(u3, f32x4.mul(g, u));
  }
  v128.store(to, f32x4.add(v128.load(to), s0));
  v128.store(to, f32x4.add(v128.load(to, 16), u0), 16);
  to += row;
  v128.store(to, f32x4.add(v128.load(to), s1));
  v128.store(to, f32x4.add(v128.load(to, 16), u1), 16);
  to += row;
  v128.store(to, f32x4.add(v128.load(to), s2));
  v128.store(to, f32x4.add(v128.load(to, 16), u2), 16);
  to += row;
  v128.store(to, f32x4.add(v128.load(to), s3));
  v128.store(to, f32x4.add(v128.load(to, 16), u3), 16);
}

/** Adds to dx (0: nothing below learns), dw and db (0: no bias) what dy makes of them. */
export function denseBackward(
  x: usize,
  dx: usize,
  dy: usize,
  w: usize,
  dw: usize,
  db: usize,
  rows: usize,
  inputs: usize,
  outputs: usize,
): void {
  const row: usize = outputs << 2;
  if (db) for (let r: usize = 0; r < rows; r++) addTo(db, dy + r * row, outputs);
  accumulate(dw, x, dy, outputs, rows, inputs, 4, row);
  if (dx) accumulate(dx, w, dy, rows, outputs, inputs, row, 4);
}
