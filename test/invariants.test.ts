/** What holds for every file, whatever the rules find in it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from '../grammar/parser.js';
import { print } from '../grammar/print.js';
import { openDocument } from '../src/document/document.js';
import { Message } from '../src/document/message.js';
import { applyPass } from '../src/engine/fixer.js';
import type { FileResult } from '../src/lint/linter.js';
import { unifiedDiff } from '../src/report/diff.js';
import { SourceText } from '../src/text/source-text.js';
import { fixtureCases } from './support/fixtures.js';
import type { FixtureCase } from './support/fixtures.js';
import { fixTexts, lintTexts } from './support/lint.js';
import { quick } from './support/quick.js';

const lint = (texts: Record<string, string>) => lintTexts(texts, { rules: quick });

test('most rules are quick', () => {
  expect(quick.length).toBeGreaterThan(70);
});

const cases = fixtureCases();
const named = cases.map((c): [string, FixtureCase] => [c.name, c]);

/** The texts after fixing. */
function fixed(texts: Record<string, string>, unsafe: boolean) {
  const outcome = fixTexts(texts, { unsafe, rules: quick });
  const after = { ...texts };
  for (const { source, text } of outcome.fixed) after[source.path] = text;
  return { outcome, after };
}

test.each(named)('%s is printed as it was read', (_, { texts }) => {
  for (const text of Object.values(texts)) expect(print(parse(text))).toBe(text);
});

test.each(named)('%s is fixed once and for all', (_, { texts }) => {
  const { outcome, after } = fixed(texts, true);
  expect(outcome.takenBack).toEqual([]);
  for (const name of Object.keys(texts))
    expect(parse(after[name]!).errors.length).toBeLessThanOrEqual(parse(texts[name]!).errors.length);
  expect(fixed(after, true).outcome.fixed).toEqual([]);
});

/** A message as plain data, fields in the order of their names. */
function plain(message: Message): unknown {
  return message
    .names()
    .sort()
    .map((name) => [
      name,
      message.all(name).map(({ value }) => (value instanceof Message ? plain(value) : value)),
    ]);
}

const upgraded = (name: string, text: string): unknown => {
  const { message } = openDocument(new SourceText(name, text), 'auto');
  return message && plain(message);
};

const refused = ({ doc, findings }: FileResult): boolean =>
  doc.broken || findings.some((f) => f.symptom === 'load-failure' && f.severity === 'error');

test.each(named)('%s means the same after safe fixes, if Caffe loads it', (_, { texts }) => {
  const results = lint(texts);
  const { after } = fixed(texts, false);
  for (const result of results) {
    const name = result.doc.source.path;
    if (!refused(result)) expect(upgraded(name, after[name]!)).toEqual(upgraded(name, texts[name]!));
  }
});

test.each(named)('%s keeps every byte outside of the edits', (_, { texts }) => {
  for (const { doc, findings } of lint(texts)) {
    const { text } = doc.source;
    const { text: after, applied } = applyPass(text, findings, { unsafe: true });
    const edits = applied.flatMap(({ fix }) => fix.edits).sort((a, b) => a.start - b.start || a.end - b.end);
    let [from, to] = [0, 0];
    for (const edit of edits) {
      const kept = text.slice(from, edit.start);
      expect(after.slice(to, to + kept.length)).toBe(kept);
      to += kept.length + edit.text.length;
      from = edit.end;
    }
    expect(after.slice(to)).toBe(text.slice(from));
  }
});

const windows = (text: string): string => text.replace(/\r?\n/g, '\r\n');

test.each(named)('%s is fixed alike with the line ends of Windows', (_, { texts }) => {
  const crlf = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, windows(text)]));
  const { after } = fixed(texts, true);
  const other = fixed(crlf, true).after;
  for (const name of Object.keys(texts)) expect(other[name]).toBe(windows(after[name]!));
});

test('git applies the printed patches', () => {
  const folder = mkdtempSync(join(tmpdir(), 'caffe-lint-patch-'));
  try {
    const wanted = new Map<string, string>();
    const picked = cases
      .filter(({ texts }) => Object.keys(texts).length === 1)
      .filter((_, i) => i % 12 === 0);
    const patches = picked.flatMap(({ name, texts }) =>
      Object.values(texts).flatMap((text) =>
        [text, windows(text), text.trimEnd()].map((before, i) => {
          const path = `${String(i)}/${name}`;
          const after = Object.values(fixed({ 'net.prototxt': before }, true).after)[0]!;
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), before);
          wanted.set(path, after);
          return unifiedDiff(path, before, after);
        }),
      ),
    );
    expect(patches.filter((p) => p !== '').length).toBeGreaterThan(5);
    const input = patches.join('');
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: folder, input, stdio: 'pipe' });
    for (const [path, after] of wanted) expect(readFileSync(join(folder, path), 'utf8')).toBe(after);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
