/** Linting group by group, each let go when its findings are known: what was kept is not linted, and workers share the rest. */
import { groupsOf, netNames } from '../lint/groups.js';
import type { Group } from '../lint/groups.js';
import type { LintedFile } from '../lint/linted-file.js';
import type { LinterOptions } from '../lint/linter.js';
import type { SourceText } from '../text/source-text.js';
import type { ResultCache } from './cache.js';

/** Lints a group elsewhere; undefined where that was not possible. */
export type GroupLinter = (group: Group) => Promise<readonly LintedFile[] | undefined>;

export interface Apart {
  sources: readonly SourceText[];
  findNet(from: string, name: string): SourceText | undefined;
  optionsFor(path: string): LinterOptions;
  lint(files: readonly SourceText[]): readonly LintedFile[];
  cache?: ResultCache | undefined;
  /** Who else lints; undefined where these groups are not worth it. */
  others?(groups: readonly Group[]): GroupLinter | undefined;
  /** So many files of so many are done. */
  progress?: ((done: number, total: number) => void) | undefined;
}

/** The results of `lint(sources)`, in its order. */
export async function lintApart(apart: Apart): Promise<readonly LintedFile[]> {
  const { sources, findNet, optionsFor, lint, cache } = apart;
  const groups = groupsOf(sources, (file, name) => findNet(file.path, name)).map((group) => {
    const key = cache?.keyOf(group, optionsFor);
    return { group, key, results: key === undefined ? undefined : cache?.find(group, key) };
  });
  const left = groups.filter((g) => !g.results);
  const elsewhere = apart.others?.(left.map((g) => g.group));
  let done = sources.length - left.reduce((sum, { group }) => sum + group.files.length, 0);
  const finish = (entry: (typeof groups)[number], results: readonly LintedFile[]): void => {
    entry.results = results.map(slim);
    done += entry.group.files.length;
    apart.progress?.(done, sources.length);
  };
  if (elsewhere)
    await Promise.all(
      // The largest first, so that none is left for the end.
      left
        .map((entry) => ({ entry, size: sizeOf(entry.group) }))
        .sort((a, b) => b.size - a.size)
        .map(async ({ entry }) => finish(entry, (await elsewhere(entry.group)) ?? lint(entry.group.files))),
    );
  else for (const entry of left) finish(entry, lint(entry.group.files));

  for (const { group, results } of groups) {
    const members = new Set([...group.files, ...group.nets].map((s) => s.path));
    // A file names a net in a way that was not foreseen: then all are linted together, as ever.
    if (results!.some((r) => !members.has(r.doc.source.path))) return lint(sources);
  }
  for (const { group, key, results } of left) if (key !== undefined) cache!.keep(group, key, results!);
  return inOrder(
    groups.flatMap((g) => g.results!),
    sources,
    findNet,
  );
}

/** Characters that are read for a group. */
export const sizeOf = ({ files, nets }: Group): number =>
  [...files, ...nets].reduce((sum, { text }) => sum + text.length, 0);

/** Without the tree and the message of the text, which take far more memory than the rest. */
const slim = ({ doc: { source, kind, dialects }, findings, broughtIn }: LintedFile): LintedFile => ({
  doc: { source, kind, dialects },
  findings,
  broughtIn,
});

/** As `lintFiles` orders them: the files, then the nets that their solvers brought in. */
function inOrder(
  results: LintedFile[],
  sources: readonly SourceText[],
  findNet: Apart['findNet'],
): LintedFile[] {
  const order = new Map<string, number>();
  const named = sources.flatMap((s) =>
    (netNames(s.text) ?? []).flatMap((name) => findNet(s.path, name)?.path ?? []),
  );
  for (const path of [...sources.map((s) => s.path), ...named])
    if (!order.has(path)) order.set(path, order.size);
  return results.sort((a, b) => order.get(a.doc.source.path)! - order.get(b.doc.source.path)!);
}
