/**
 * Every rule against its fixture folder. A case is a file, or a folder with a solver and its net. In
 * `invalid` each finding of the rule is marked on its line by `# expect: part of the message`; in
 * `valid` the rule is silent. `known.json` in a folder holds what a user would tell in settings (support/known.ts). `NAME.fixed.prototxt` holds the text after the rule's own fixes.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from '../grammar/parser.js';
import { rules } from '../rules/index.js';
import { knownIn, type Known } from './support/known.js';
import { fixTexts, lineOf, lintTexts } from './support/lint.js';

const folder = join(import.meta.dirname, '..', 'fixtures', 'rules');

interface Case {
  name: string;
  texts: Record<string, string>;
  fixed: Record<string, string>;
  /** What the user tells besides, from `known.json`. */
  known: Known;
}

function casesOf(id: string, kind: 'valid' | 'invalid'): Case[] {
  const at = join(folder, id, kind);
  if (!existsSync(at)) return [];
  const names = readdirSync(at).filter((n) => !n.includes('.fixed.'));
  return names.sort().map((name) => {
    const path = join(at, name);
    const inFolder = statSync(path).isDirectory();
    const dir = inFolder ? path : at;
    const files = inFolder
      ? readdirSync(dir).filter((f) => /\.prototxt$/.test(f) && !f.includes('.fixed.'))
      : [name];
    const read = (f: string): string => readFileSync(join(dir, f), 'utf8');
    const fixedName = (f: string): string => f.replace(/\.prototxt$/, '.fixed.prototxt');
    const ordered = files.sort((a, b) => Number(b.startsWith('solver')) - Number(a.startsWith('solver')));
    return {
      name,
      known: inFolder ? knownIn(dir) : {},
      texts: Object.fromEntries(ordered.map((f) => [f, read(f)])),
      fixed: Object.fromEntries(
        ordered.flatMap((f) => (existsSync(join(dir, fixedName(f))) ? [[f, read(fixedName(f))]] : [])),
      ),
    };
  });
}

const expectations = (text: string): { line: number; part: string }[] =>
  text.split('\n').flatMap((line, i) => {
    const match = /# expect: (.*?)\r?$/.exec(line);
    return match ? match[1]!.split(' & ').map((part) => ({ line: i + 1, part })) : [];
  });

describe.each(rules.map((rule) => ({ id: rule.meta.id, rule })))('$id', ({ id, rule }) => {
  const valid = casesOf(id, 'valid');
  const invalid = casesOf(id, 'invalid');

  test('has fixtures of both kinds', () => {
    expect({ valid: valid.length > 0, invalid: invalid.length > 0 }).toEqual({ valid: true, invalid: true });
  });

  test.each(valid)('valid/$name', ({ texts, known }) => {
    const found = lintTexts(texts, { rules: [rule], known }).flatMap((r) => r.findings);
    expect(found.map((f) => `${f.source.path}:${lineOf(f)} ${f.message}`)).toEqual([]);
  });

  test.each(invalid)('invalid/$name', ({ texts, fixed, known }) => {
    const results = lintTexts(texts, { rules: [rule], known });
    for (const [name, text] of Object.entries(texts)) {
      const found = results.filter((r) => r.doc.source.path === name).flatMap((r) => r.findings);
      const expected = expectations(text);
      const matched = expected.filter((e) =>
        found.some((f) => lineOf(f) === e.line && f.message.includes(e.part)),
      );
      const shown = found.map((f) => `${lineOf(f)}: ${f.message}`);
      expect({ matched: matched.length, found: found.length, shown }).toEqual({
        matched: expected.length,
        found: expected.length,
        shown,
      });
    }
    expect(results.flatMap((r) => r.findings)).not.toHaveLength(0);
    const hasFix = results.some((r) => r.findings.some((f) => f.fix));
    expect({
      declared: rule.meta.fix !== 'none' || !hasFix,
      fixedFile: Object.keys(fixed).length > 0,
    }).toEqual({
      declared: true,
      fixedFile: hasFix,
    });
    if (!hasFix) return;
    const outcome = fixTexts(texts, { rules: [rule], known });
    expect(outcome.takenBack).toEqual([]);
    for (const [name, text] of Object.entries(texts)) {
      const after = outcome.fixed.find((f) => f.source.path === name)?.text ?? text;
      expect(after).toBe(fixed[name] ?? text);
      expect(parse(after).errors.length).toBeLessThanOrEqual(parse(text).errors.length);
    }
    const again = fixTexts(
      Object.fromEntries(outcome.results.map((r) => [r.doc.source.path, r.doc.source.text])),
      { rules: [rule], known },
    );
    expect(again.fixed).toEqual([]);
  });
});

test('no fixture folder belongs to a rule that is gone', () => {
  const ids = new Set(rules.map((r) => r.meta.id));
  expect(readdirSync(folder).filter((d) => !ids.has(d))).toEqual([]);
});
