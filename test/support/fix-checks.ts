/** What every fix promises, held against any file: used on the fixtures by the tests, on folders by scripts/check-fixes.mjs. */
import { parse } from '../../grammar/parser.js';
import { openDocument } from '../../src/document/document.js';
import { Message } from '../../src/document/message.js';
import { applyPass } from '../../src/engine/fixer.js';
import type { Rule } from '../../src/engine/rule.js';
import type { FileResult } from '../../src/lint/linter.js';
import { unifiedDiff } from '../../src/report/diff.js';
import type { Edit } from '../../src/text/edit.js';
import { SourceText } from '../../src/text/source-text.js';
import { fixTexts, lintTexts } from './lint.js';

type Rules = readonly Rule[];
export type Texts = Record<string, string>;

/** The texts after fixing. */
export function fixed(texts: Texts, unsafe: boolean, rules: Rules) {
  const outcome = fixTexts(texts, { unsafe, rules });
  const after = { ...texts };
  for (const { source, text } of outcome.fixed) after[source.path] = text;
  return { outcome, after };
}

/** A message as plain data, fields in the order of their names. */
export function plain(message: Message): unknown {
  return message
    .names()
    .sort()
    .map((name) => [
      name,
      message.all(name).map(({ value }) => (value instanceof Message ? plain(value) : value)),
    ]);
}

/** What Caffe holds after its upgrade of a text; undefined where there is no message. */
export const upgraded = (name: string, text: string): unknown => {
  const { message } = openDocument(new SourceText(name, text), 'auto');
  return message && plain(message);
};

/** Caffe would not have loaded it. */
export const refused = ({ doc, findings }: FileResult): boolean =>
  doc.broken || findings.some((f) => f.symptom === 'load-failure' && f.severity === 'error');

/** Is `after` the text with these edits, and every other character as it was? */
export function keepsTheRest(text: string, after: string, edits: readonly Edit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let [from, to] = [0, 0];
  for (const edit of sorted) {
    const kept = text.slice(from, edit.start);
    if (after.slice(to, to + kept.length) !== kept) return false;
    to += kept.length + edit.text.length;
    from = edit.end;
  }
  return after.slice(to) === text.slice(from);
}

export interface Checked {
  /** Promises that are broken, in words. */
  broken: string[];
  /** How many files each kind of fixing changed. */
  changed: { safe: number; unsafe: number };
  patches: { path: string; after: string; patch: string }[];
}

/** Hold both kinds of fixing against what they promise. */
export function checkFixes(texts: Texts, rules: Rules): Checked {
  const before = lintTexts(texts, { rules });
  const broken: string[] = [];
  const patches: Checked['patches'] = [];
  const changed = { safe: 0, unsafe: 0 };
  for (const { doc, findings } of before) {
    const { text, path } = doc.source;
    const pass = applyPass(text, findings, { unsafe: true });
    if (
      !keepsTheRest(
        text,
        pass.text,
        pass.applied.flatMap(({ fix }) => fix.edits),
      )
    )
      broken.push(`${path}: bytes outside of the edits changed`);
  }
  for (const unsafe of [false, true]) {
    const kind = unsafe ? 'unsafe' : 'safe';
    const { outcome, after } = fixed(texts, unsafe, rules);
    for (const { path, ruleId, why } of outcome.takenBack)
      broken.push(`${kind}: ${path}: taken back: ${ruleId} (${why})`);
    const again = fixed(after, unsafe, rules).outcome.fixed;
    for (const { source, applied } of again)
      broken.push(
        `${kind}: ${source.path}: a second run changes it again: ${[...applied.keys()].join(', ')}`,
      );
    for (const [name, text] of Object.entries(texts)) {
      const now = after[name]!;
      if (now === text) continue;
      changed[kind]++;
      patches.push({ path: `${kind}/${name}`, after: now, patch: unifiedDiff(`${kind}/${name}`, text, now) });
      if (parse(now).errors.length > parse(text).errors.length)
        broken.push(`${kind}: ${name}: more syntax errors than before`);
      const was = before.find((r) => r.doc.source.path === name)!;
      if (refused(was)) continue;
      if (!unsafe && JSON.stringify(upgraded(name, now)) !== JSON.stringify(upgraded(name, text)))
        broken.push(`safe: ${name}: what Caffe reads is not what it read before`);
      const result = outcome.results.find((r) => r.doc.source.path === name);
      const errors = (result?.findings ?? []).filter((f) => f.severity === 'error');
      const known = new Set(was.findings.map((f) => f.ruleId));
      for (const { ruleId, message } of errors)
        if (!known.has(ruleId)) broken.push(`${kind}: ${name}: a fix brought ${ruleId}: ${message}`);
    }
  }
  return { broken, changed, patches };
}
