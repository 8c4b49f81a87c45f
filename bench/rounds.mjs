/** A and B in turn, round after round: whatever else loads the machine loads both. */

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/**
 * Run each of the candidates once per round, a few times before the first that counts.
 * @param candidates Name → a function that answers `{ wall, cpu }` in milliseconds.
 * @returns Name → the figures of all rounds.
 */
export function inTurn(rounds, candidates, warmUp = 0) {
  const figures = new Map(Object.keys(candidates).map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round++)
    for (const [name, run] of Object.entries(candidates)) {
      const figure = run();
      if (round >= 0) figures.get(name).push(figure);
    }
  return figures;
}

/** The ratio of A to B, round by round: its median, and that of the best times. */
export function ratio(figures, a, b, key) {
  const [of, to] = [figures.get(a), figures.get(b)].map((list) => list.map((f) => f[key]));
  return { median: median(of.map((v, i) => v / to[i])), best: Math.min(...of) / Math.min(...to) };
}

/** Time a function within this process. */
export function timed(run) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  run();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000 };
}
