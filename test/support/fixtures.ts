/** The fixture cases as texts by file name. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..', '..', 'fixtures', 'rules');

export interface FixtureCase {
  /** Path below fixtures/rules. */
  name: string;
  texts: Record<string, string>;
}

/** Every case of every rule: a file, or a folder with a solver (first) and its nets. */
export function fixtureCases(): FixtureCase[] {
  return readdirSync(root)
    .sort()
    .flatMap((rule) => ['valid', 'invalid'].flatMap((kind) => casesIn(join(root, rule, kind))));
}

function casesIn(folder: string): FixtureCase[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder);
  return names.sort().map((name) => {
    const path = join(folder, name);
    const files = statSync(path).isDirectory() ? filesOf(path) : [path];
    const texts = Object.fromEntries(files.map((f) => [relative(folder, f), readFileSync(f, 'utf8')]));
    return { name: relative(root, path), texts };
  });
}

function filesOf(folder: string): string[] {
  const names = readdirSync(folder).filter((f) => /\.prototxt$/.test(f) && !f.includes('.fixed.'));
  const solverFirst = (a: string, b: string): number =>
    Number(b.startsWith('solver')) - Number(a.startsWith('solver')) || (a < b ? -1 : 1);
  return names.sort(solverFirst).map((f) => join(folder, f));
}
