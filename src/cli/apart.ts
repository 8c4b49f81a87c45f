/** Linting group by group, where it serves: only groups that changed since they were kept are linted. */
import { groupsOf, netNames } from '../lint/groups.js';
import type { LintedFile } from '../lint/linted-file.js';
import type { LinterOptions } from '../lint/linter.js';
import type { SourceText } from '../text/source-text.js';
import type { ResultCache } from './cache.js';

export interface Apart {
  sources: readonly SourceText[];
  findNet(from: string, name: string): SourceText | undefined;
  optionsFor(path: string): LinterOptions;
  lint(files: readonly SourceText[]): readonly LintedFile[];
  cache: ResultCache;
}

/** The results of `lint(sources)`, in its order. */
export function lintApart({ sources, findNet, optionsFor, lint, cache }: Apart): readonly LintedFile[] {
  const results: LintedFile[] = [];
  for (const group of groupsOf(sources, (file, name) => findNet(file.path, name))) {
    const key = cache.keyOf(group, optionsFor);
    const kept = key === undefined ? undefined : cache.find(group, key);
    const own = kept ?? lint(group.files);
    const members = new Set([...group.files, ...group.nets].map((s) => s.path));
    // A file names a net in a way that was not foreseen: then all are linted together, as ever.
    if (own.some((r) => !members.has(r.doc.source.path))) return lint(sources);
    if (key !== undefined && !kept) cache.keep(group, key, own);
    results.push(...own);
  }
  const order = new Map<string, number>();
  const named = sources.flatMap((s) =>
    (netNames(s.text) ?? []).flatMap((name) => findNet(s.path, name)?.path ?? []),
  );
  for (const path of [...sources.map((s) => s.path), ...named])
    if (!order.has(path)) order.set(path, order.size);
  return results.sort((a, b) => order.get(a.doc.source.path)! - order.get(b.doc.source.path)!);
}
