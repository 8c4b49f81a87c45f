/** Seeded random numbers, for simulations that always give the same answer. */

export interface Random {
  uniform(): number;
  normal(): number;
}

/** A 32-bit generator (mulberry32's recurrence) with Box and Muller's normals on top. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

/** Mean and standard deviation. */
export function moments(values: ArrayLike<number>): { mean: number; std: number } {
  let mean = 0;
  let square = 0;
  for (let i = 0; i < values.length; i++) mean += values[i]! / values.length;
  for (let i = 0; i < values.length; i++) square += (values[i]! - mean) ** 2 / values.length;
  return { mean, std: Math.sqrt(square) };
}
