/**
 * Nets and solvers that look wrong to a pattern and train all the same, or are meant as they are: no rule
 * says a word. Each folder below fixtures/traps is one; its solver, where there is one, brings its net.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { lineOf, lintTexts } from './support/lint.js';

const root = join(import.meta.dirname, '..', 'fixtures', 'traps');

test.each(readdirSync(root))('%s is left alone', (name) => {
  const files = readdirSync(join(root, name)).sort().reverse();
  const texts = Object.fromEntries(files.map((f) => [f, readFileSync(join(root, name, f), 'utf8')]));
  const results = lintTexts(texts);
  expect(results.map((r) => r.doc.source.path).sort()).toEqual([...files].sort());
  const found = results.flatMap((r) => r.findings);
  expect(found.map((f) => `${f.source.path}:${lineOf(f)} ${f.ruleId}: ${f.message}`)).toEqual([]);
});
