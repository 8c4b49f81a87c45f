/**
 * Findings that a repository has agreed to live with for now, counted per file and rule as in ESLint's
 * suppressions file: as long as a rule finds no more errors in a file than were suppressed, none of
 * them is reported; when it finds more, all are.
 */
import type { Finding } from './finding.js';

/** Number of suppressed errors by file, then by rule. */
export type Suppressions = Map<string, Map<string, number>>;

export interface Counted {
  /** The file as the suppressions name it. */
  key: string;
  findings: readonly Finding[];
}

/** Only errors are suppressed: warnings do not stop anyone. */
const countsOf = (findings: readonly Finding[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const f of findings) if (f.severity === 'error') counts.set(f.ruleId, (counts.get(f.ruleId) ?? 0) + 1);
  return counts;
};

/**
 * Leave out what is suppressed.
 * @returns `kept`, the findings left of each result in the same order; `unused`, by file and rule how many
 * suppressions of these files have nothing left to suppress.
 */
export function applySuppressions(
  results: readonly Counted[],
  suppressions: Suppressions,
): { kept: Finding[][]; unused: Suppressions } {
  const unused: Suppressions = new Map();
  const kept = results.map(({ key, findings }) => {
    const allowed = suppressions.get(key);
    if (!allowed) return [...findings];
    const counts = countsOf(findings);
    for (const [rule, count] of allowed) {
      const left = count - (counts.get(rule) ?? 0);
      if (left <= 0) continue;
      const file = unused.get(key) ?? new Map<string, number>();
      unused.set(key, file.set(rule, left));
    }
    return findings.filter(
      (f) => f.severity !== 'error' || (counts.get(f.ruleId) ?? 0) > (allowed.get(f.ruleId) ?? 0),
    );
  });
  return { kept, unused };
}

/** The suppressions with today's errors of these files entered; `rules` restricts it to some rules. */
export function withSuppressed(
  suppressions: Suppressions,
  results: readonly Counted[],
  rules?: ReadonlySet<string>,
): Suppressions {
  const next: Suppressions = new Map([...suppressions].map(([file, counts]) => [file, new Map(counts)]));
  for (const { key, findings } of results)
    for (const [rule, count] of countsOf(findings)) {
      if (rules && !rules.has(rule)) continue;
      const file = next.get(key) ?? new Map<string, number>();
      next.set(key, file.set(rule, count));
    }
  return next;
}

/** The suppressions without what is unused, and without files that are gone. */
export function pruned(
  suppressions: Suppressions,
  unused: Suppressions,
  exists: (file: string) => boolean,
): Suppressions {
  const next: Suppressions = new Map();
  for (const [file, counts] of suppressions) {
    if (!exists(file)) continue;
    const left = new Map(
      [...counts].flatMap(([rule, count]): [string, number][] => {
        const n = count - (unused.get(file)?.get(rule) ?? 0);
        return n > 0 ? [[rule, n]] : [];
      }),
    );
    if (left.size > 0) next.set(file, left);
  }
  return next;
}

/**
 * Text of a suppressions file → suppressions.
 * @throws Error in words for the user when it is not `{file: {rule: {count: n}}}`.
 */
export function parseSuppressions(text: string): Suppressions {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const suppressions: Suppressions = new Map();
  for (const [file, rules] of entriesOf(value, 'the file'))
    suppressions.set(
      file,
      new Map(
        entriesOf(rules, `"${file}"`).map(([rule, entry]) => {
          const count = (entry as { count?: unknown } | null)?.count;
          if (typeof count !== 'number' || !Number.isInteger(count) || count < 1)
            throw new Error(`"${file}", "${rule}": it takes {"count": N} with a whole number from 1`);
          return [rule, count];
        }),
      ),
    );
  return suppressions;
}

function entriesOf(value: unknown, what: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${what} holds no object; it takes {"path/net.prototxt": {"rule-id": {"count": 1}}}`);
  return Object.entries(value);
}

/** Suppressions as text, sorted so that its history shows what changed. */
export function formatSuppressions(suppressions: Suppressions): string {
  const byName = <T>([a]: [string, T], [b]: [string, T]): number => (a < b ? -1 : a > b ? 1 : 0);
  const value = Object.fromEntries(
    [...suppressions]
      .filter(([, rules]) => rules.size > 0)
      .sort(byName)
      .map(([file, rules]) => [
        file,
        Object.fromEntries([...rules].sort(byName).map(([rule, count]) => [rule, { count }])),
      ]),
  );
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
