/** One machine's share of a run: `--shard 2/4`. */
import { groupsOf } from '../lint/groups.js';
import type { SourceText } from '../text/source-text.js';
import { sizeOf } from './apart.js';
import { SettingsError } from './settings.js';
import type { SuppressFlags } from './suppress.js';

export interface Shard {
  /** From 1. */
  index: number;
  count: number;
}

/** @throws SettingsError for anything but "I/N" with 1 <= I <= N. */
export function parseShard(flag: string | undefined): Shard | undefined {
  if (flag === undefined) return undefined;
  const match = /^(\d+)\/(\d+)$/.exec(flag.trim());
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || index < 1 || index > count || count > 100_000)
    throw new SettingsError(`--shard ${flag}: takes I/N, the I-th of N parts, such as 2/4`);
  return { index, count };
}

/** @throws SettingsError where a part of the files would be taken for all of them. */
export function checkShard(shard: Shard | undefined, flags: SuppressFlags & { stdin: boolean }): void {
  if (!shard) return;
  if (flags.stdin) throw new SettingsError('--shard cannot be used with standard input');
  if (flags.suppressAll || flags.suppressRule.length > 0 || flags.pruneSuppressions)
    throw new SettingsError('--shard cannot be used with flags that write the suppressions file');
}

/**
 * The files of a shard, in their order. Files that are judged together (a solver and its net, the nets of a
 * folder) stay together, so that all shards find together what one run finds; the parts are of about the same
 * size, and depend on nothing but the files.
 */
export function filesOfShard(
  files: readonly SourceText[],
  { index, count }: Shard,
  findNet: (solver: string, path: string) => SourceText | undefined,
): SourceText[] {
  const groups = groupsOf(files, (file, name) => findNet(file.path, name))
    .map((group) => ({ group, size: sizeOf(group), first: group.files[0]?.path ?? '' }))
    .sort((a, b) => b.size - a.size || (a.first < b.first ? -1 : 1));
  const loads = Array<number>(count).fill(0);
  const own = new Set<SourceText>();
  for (const { group, size } of groups) {
    const lightest = loads.indexOf(Math.min(...loads));
    // An empty file is some work, too.
    loads[lightest]! += size + 1;
    if (lightest === index - 1) for (const file of group.files) own.add(file);
  }
  return files.filter((f) => own.has(f));
}
