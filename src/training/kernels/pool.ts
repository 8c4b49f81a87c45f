/** Pooling over `ratio` neighbouring positions of the input per position of the output. */

/** y = lift · the largest; `winner` keeps which of the positions it was. */
export function maxForward(
  x: usize,
  y: usize,
  winner: usize,
  rows: usize,
  units: usize,
  ratio: usize,
  lift: f32,
): void {
  const row: usize = units << 2;
  for (let r: usize = 0; r < rows; r++, x += row * ratio, y += row, winner += row) {
    let u: usize = 0;
    for (; u + 15 < row; u += 16) {
      let best = v128.load(x + u);
      let at = i32x4.splat(0);
      for (let k: usize = 1; k < ratio; k++) {
        const v = v128.load(x + u + k * row);
        const more = f32x4.gt(v, best);
        best = v128.bitselect(v, best, more);
        at = v128.bitselect(i32x4.splat(<i32>k), at, more);
      }
      v128.store(y + u, f32x4.mul(best, f32x4.splat(lift)));
      v128.store(winner + u, at);
    }
    for (; u < row; u += 4) {
      let best = load<f32>(x + u);
      let at: usize = 0;
      for (let k: usize = 1; k < ratio; k++) {
        const v = load<f32>(x + u + k * row);
        if (v > best) {
          best = v;
          at = k;
        }
      }
      store<f32>(y + u, best * lift);
      store<usize>(winner + u, at);
    }
  }
}

export function maxBackward(
  dx: usize,
  dy: usize,
  winner: usize,
  rows: usize,
  units: usize,
  ratio: usize,
): void {
  const row: usize = units << 2;
  for (let r: usize = 0; r < rows; r++, dx += row * ratio, dy += row, winner += row)
    for (let u: usize = 0; u < row; u += 4) {
      const at = dx + u + load<usize>(winner + u) * row;
      store<f32>(at, load<f32>(at) + load<f32>(dy + u));
    }
}

/** y = the mean. */
export function meanForward(x: usize, y: usize, rows: usize, units: usize, ratio: usize): void {
  const row: usize = units << 2;
  for (let r: usize = 0; r < rows; r++, x += row * ratio, y += row)
    for (let u: usize = 0; u < row; u += 4) {
      let sum: f32 = 0;
      for (let k: usize = 0; k < ratio; k++) sum += load<f32>(x + u + k * row);
      store<f32>(y + u, sum / <f32>ratio);
    }
}

export function meanBackward(dx: usize, dy: usize, rows: usize, units: usize, ratio: usize): void {
  const row: usize = units << 2;
  for (let r: usize = 0; r < rows; r++, dx += row * ratio, dy += row)
    for (let u: usize = 0; u < row; u += 4) {
      const g = load<f32>(dy + u) / <f32>ratio;
      for (let k: usize = 0; k < ratio; k++) store<f32>(dx + u + k * row, load<f32>(dx + u + k * row) + g);
    }
}
