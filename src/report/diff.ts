/** Unified patches that `patch -p1` and `git apply` take. */
import { createTwoFilesPatch } from 'diff';

/** The patch from one text to another; empty when they are equal. Paths get git's a/ and b/. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const shown = path
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .replace(/^\/+/, '');
  const patch = createTwoFilesPatch(`a/${shown}`, `b/${shown}`, before, after, undefined, undefined, {
    context: 3,
  });
  // The library's own first line is no part of a patch.
  return patch.replace(/^=+\n/, '').replace(/^(---|\+\+\+) (.*)\t$/gm, '$1 $2');
}
