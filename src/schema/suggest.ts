/** Which known name a misspelt one most likely stands for. */

/** Edit distance with transpositions (optimal string alignment), cut off above `limit`. */
export function distance(a: string, b: string, limit = 3): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
    if (Math.min(...row) > limit) return limit + 1;
    before = last;
    last = row;
  }
  return last[b.length]!;
}

/**
 * The nearest of `names`, or undefined when none is near: at most one edit in three letters, three
 * in all. Of several equally near ones none is the answer.
 */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const limit = Math.min(3, Math.max(1, Math.floor(name.length / 3)));
  let best: string | undefined;
  let bestDistance = limit + 1;
  let tie = false;
  const folded = fold(name);
  for (const candidate of names) {
    const d = fold(candidate) === folded ? 0 : distance(name, candidate, limit);
    if (d < bestDistance) {
      [best, bestDistance, tie] = [candidate, d, false];
    } else if (d === bestDistance) tie = true;
  }
  return tie || bestDistance > limit ? undefined : best;
}

const fold = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');
