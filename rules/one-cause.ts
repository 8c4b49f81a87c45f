/** One cause, one finding: what repeats in a file is told once, and mended by one fix. */
import type { Fix } from '../src/engine/finding.js';

export type Group<T> = [T, ...T[]];

/** Items of one key together, in the order of the first of each. */
export function grouped<T>(items: Iterable<T>, key: (item: T) => unknown): Group<T>[] {
  const groups = new Map<unknown, Group<T>>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}

/** "… (4 places)", where it is more than one. */
export const inPlaces = (message: string, { length }: Group<unknown>): string =>
  length > 1 ? `${message} (${length} places)` : message;

/** One fix for all of them; none where one of them has none. */
export function together(fixes: readonly (Fix | undefined)[]): Fix | undefined {
  const all = fixes.filter((f) => f !== undefined);
  const [first] = all;
  if (!first || all.length < fixes.length) return undefined;
  const weakest = all.find((f) => f.applicability !== 'safe') ?? first;
  return { ...first, applicability: weakest.applicability, edits: all.flatMap((f) => f.edits) };
}
