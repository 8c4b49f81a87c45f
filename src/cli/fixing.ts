/** Fixed texts to disk, and a word about them. */
import { readFileSync } from 'node:fs';
import { fixable } from '../engine/fixer.js';
import type { FixChoice } from '../engine/fixer.js';
import type { Fixed, FixOutcome } from '../lint/fix.js';
import type { LintedFile } from '../lint/linted-file.js';
import type { Colors } from '../report/colors.js';
import { printable } from '../report/result.js';
import { reasonOf } from './files.js';
import type { Problem } from './files.js';
import { FileChanged, otherNames, replaceFile } from './write.js';

/** What became of the fixed texts. */
export interface Written {
  /** Files that hold their fixed text now. */
  done: Fixed[];
  /** Why the others do not. */
  problems: Problem[];
  /** What the user should know of those that do. */
  notes: Problem[];
}

/** Write fixed texts to their files. */
export function writeFixes(fixed: readonly Fixed[]): Written {
  const written: Written = { done: [], problems: [], notes: [] };
  for (const one of fixed) {
    const { path } = one.source;
    const others = otherNames(path);
    const problems = writeFixed(one);
    written.problems.push(...problems);
    if (problems.length > 0) continue;
    written.done.push(one);
    if (others > 0)
      written.notes.push({
        path,
        reason: `fixed under this name; ${others} more (hard links) go on holding the old text`,
      });
  }
  return written;
}

function writeFixed(fixed: Fixed): Problem[] {
  const { path } = fixed.source;
  try {
    // Compared with what is on disk now: a file that changed since it was read is left alone.
    const before = fixed.source.encode(fixed.source.text);
    if (!readFileSync(path).equals(before)) throw new FileChanged('it changed after it was read');
    replaceFile(path, before, fixed.source.encode(fixed.text));
    return [];
  } catch (error) {
    const reason = error instanceof FileChanged ? error.message : reasonOf(error, 'write');
    return [{ path, reason: `not fixed: ${reason}` }];
  }
}

/** Tell on standard error what was fixed, what more could be, and what went wrong. */
export function summariseFixes(
  outcome: FixOutcome<LintedFile>,
  written: boolean,
  choice: FixChoice,
  colors: Colors,
): void {
  const counts = new Map<string, number>();
  for (const f of outcome.fixed) for (const [id, n] of f.applied) counts.set(id, (counts.get(id) ?? 0) + n);
  const total = [...counts.values()].reduce((a, b) => a + b, 0);
  const list = [...counts].map(([id, n]) => `${n} ${id}`).join(', ');
  if (total > 0)
    process.stderr.write(
      colors.green(
        `${written ? 'fixed' : 'would fix'} ${total} in ${outcome.fixed.length} file${outcome.fixed.length === 1 ? '' : 's'}: ${list}\n`,
      ),
    );
  const left = outcome.results.flatMap((r) => r.findings);
  const more = choice.unsafe ? 0 : fixable(left, { unsafe: true }).length;
  if (more > 0) process.stderr.write(`${more} more with --unsafe-fixes: these change what the file means\n`);
  for (const { path, ruleId, why } of outcome.takenBack)
    process.stderr.write(
      `caffe-lint: ${printable(path)}: the fix of ${printable(ruleId)} ${why === 'syntax' ? 'broke the syntax' : 'found no end'} and was taken back; please report it\n`,
    );
}
