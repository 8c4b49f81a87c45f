/** What reports need of a linted file: plain enough to be kept in a cache, and made again from it. */
import type { Kind } from '../document/kinds.js';
import type { TextDocument } from '../document/document.js';
import type { Finding, Related } from '../engine/finding.js';
import type { SourceText } from '../text/source-text.js';

export interface LintedFile {
  doc: Pick<TextDocument, 'source' | 'kind' | 'dialects'>;
  findings: Finding[];
  /** It was not asked for, but named by a solver. */
  broughtIn: boolean;
}

type Placed<T> = Omit<T, 'source' | 'related'> & { path: string };

/** The same without objects that are shared or large: texts by their paths. */
export interface PlainFile {
  path: string;
  kind: Kind;
  dialects: readonly string[];
  findings: (Placed<Finding> & { related?: Placed<Related>[] })[];
  broughtIn: boolean;
}

/** For a file; `filesOf` is the way back. */
export function plainOf({ doc, findings, broughtIn }: LintedFile): PlainFile {
  return {
    path: doc.source.path,
    kind: doc.kind,
    dialects: doc.dialects,
    findings: findings.map(({ source, related, ...finding }) => ({
      ...finding,
      path: source.path,
      ...(related && { related: related.map(({ source, ...rest }) => ({ ...rest, path: source.path })) }),
    })),
    broughtIn,
  };
}

/**
 * The files as they were; undefined where one speaks of a text that is not there.
 * @param textOf The text at a path, the one that the findings were found in.
 */
export function filesOf(
  plain: readonly PlainFile[],
  textOf: (path: string) => SourceText | undefined,
): LintedFile[] | undefined {
  const paths = plain.flatMap((file) => [
    file.path,
    ...file.findings.flatMap((f) => [f.path, ...(f.related ?? []).map((r) => r.path)]),
  ]);
  if (paths.some((path) => !textOf(path))) return undefined;
  return plain.map(({ path, kind, dialects, findings, broughtIn }) => ({
    doc: { source: textOf(path)!, kind, dialects },
    findings: findings.map(({ path, related, ...finding }) => ({
      ...finding,
      source: textOf(path)!,
      ...(related && { related: related.map(({ path, ...rest }) => ({ ...rest, source: textOf(path)! })) }),
    })),
    broughtIn,
  }));
}
