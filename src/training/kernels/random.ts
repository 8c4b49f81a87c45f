/** Random numbers, four at a time: mulberry32 steps its state by a constant, so each number's is known beforehand. */

const STEP: i32 = 0x6d2b79f5;

/** Each element becomes 0 where its number, of 32 bits, is below `limit`, else `kept`. Writes whole vectors. */
export function randomMask(to: usize, n: usize, state: i32, limit: f64, kept: f32): void {
  const value = f32x4.splat(kept);
  const all = limit >= 4294967296;
  const below = i32x4.splat(all ? 0 : <i32>(<u32>limit));
  let s = i32x4.add(i32x4.splat(state), i32x4(STEP, STEP * 2, STEP * 3, STEP * 4));
  for (let i: usize = 0; i < n; i += 4, to += 16) {
    let t = i32x4.mul(v128.xor(s, i32x4.shr_u(s, 15)), v128.or(s, i32x4.splat(1)));
    const u = i32x4.mul(v128.xor(t, i32x4.shr_u(t, 7)), v128.or(t, i32x4.splat(61)));
    t = v128.xor(t, i32x4.add(t, u));
    t = v128.xor(t, i32x4.shr_u(t, 14));
    v128.store(to, all ? f32x4.splat(0) : v128.andnot(value, i32x4.lt_u(t, below)));
    s = i32x4.add(s, i32x4.splat(STEP * 4));
  }
}
