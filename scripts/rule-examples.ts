/**
 * The example of a rule's page: its shortest failing fixture, what caffe-lint says of it, and the text
 * mended. Drawn by `npm run generate`, so that what a page shows is what the tool prints.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createTwoFilesPatch, diffLines } from 'diff';
import type { Rule } from '../src/engine/rule.js';
import { lintFiles } from '../src/lint/linter.js';
import type { FileResult } from '../src/lint/linter.js';
import { makeColors } from '../src/report/colors.js';
import { formatStylish } from '../src/report/stylish.js';
import { SourceText } from '../src/text/source-text.js';
import { analysisOf, knownIn, type Known } from '../test/support/known.js';

/** Texts by file name; a solver stands before its net. */
export type Texts = Readonly<Record<string, string>>;

interface Case {
  name: string;
  texts: Texts;
  /** What stands beside them, such as trained weights. */
  known: Known;
  /** The texts after the rule's own fixes, which test/rules.test.ts holds against the fixer; empty without a fix. */
  fixed: Texts;
}

/** Where a page holds its example: between these comments, or at its end. */
const BEGIN = '<!-- example: drawn from fixtures by npm run generate -->';
const END = '<!-- end of example -->';

/** The page with its example written anew; as it is when the rule has no fixtures yet. */
export function withExample(page: string, rule: Rule, fixtures: string): string {
  const example = exampleOf(rule, join(fixtures, rule.meta.id));
  if (example === undefined) return page;
  const block = `${BEGIN}\n\n${example}\n\n${END}`;
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from >= 0 && to > from) return page.slice(0, from) + block + page.slice(to + END.length);
  return `${page.trimEnd()}\n\n${block}\n`;
}

function exampleOf(rule: Rule, folder: string): string | undefined {
  const valid = casesIn(join(folder, 'valid'));
  const pairs = pairsOf(casesIn(join(folder, 'invalid')), valid);
  if (pairs.length === 0) return undefined;
  // A case in which something is left to be mended by hand is no example of its fix.
  let [chosen, results] = [pairs[0]!, lint(rule, pairs[0]!.failing)];
  for (const pair of pairs) {
    const found = pair === chosen ? results : lint(rule, pair.failing);
    if (!pair.words && found.some((r) => r.findings.some((f) => !f.fix))) continue;
    [chosen, results] = [pair, found];
    break;
  }
  const { failing, mended, words } = chosen;
  const said = formatStylish(
    results.map(({ doc, findings }) => ({ path: doc.source.path, source: doc.source, findings })),
    makeColors(false),
    { width: 100 },
  );
  const fixes = results.flatMap((r) => r.findings.flatMap((f) => f.fix ?? []));
  const flags = fixes.every((f) => f.applicability === 'safe') ? '--fix' : '--fix --unsafe-fixes';
  return [
    '## Example',
    ...shown(failing.texts),
    fence('text', `$ caffe-lint ${Object.keys(failing.texts)[0]!}\n${said}`),
    words ?? `Mended, as \`${flags}\` does it:`,
    ...differences(failing.texts, mended),
  ].join('\n\n');
}

interface Pair {
  failing: Case;
  mended: Texts;
  /** How the mended text is announced; undefined where the rule's own fix made it. */
  words?: string;
  cost: number;
}

/**
 * Failing cases, each with its mended twin, the best one to show first: the shortest that has a fix;
 * without fixes one with a valid case of the same name, else the pair that differs least.
 */
function pairsOf(invalid: readonly Case[], valid: readonly Case[]): Pair[] {
  const pairs = invalid.flatMap((failing): Pair[] =>
    Object.keys(failing.fixed).length > 0
      ? [{ failing, mended: failing.fixed, cost: sizeOf(failing.texts) }]
      : valid.map(({ name, texts }) => ({
          failing,
          mended: texts,
          words: name === failing.name ? 'Mended:' : 'Not reported:',
          cost: distanceOf(failing.texts, texts) * (name === failing.name ? 1 : 1000) + sizeOf(failing.texts),
        })),
  );
  const fixable = pairs.filter((p) => p.words === undefined);
  return (fixable.length > 0 ? fixable : pairs).sort((a, b) => a.cost - b.cost);
}

/** What differs, as patches; the text itself where most of it is another. */
function differences(before: Texts, after: Texts): string[] {
  return Object.entries(after).flatMap(([name, text]) => {
    const old = before[name] ?? (Object.keys(after).length === 1 ? Object.values(before)[0]! : '');
    if (old === text) return [];
    const kept = diffLines(old, text).reduce((n, p) => n + (p.added || p.removed ? 0 : p.count), 0);
    return kept * 2 >= text.split('\n').length ? patchOf(name, old, text) : shown({ [name]: text });
  });
}

/** Shorter is better, and one file better than two. */
const sizeOf = (texts: Texts): number =>
  (Object.keys(texts).length - 1) * 10_000 + Object.values(texts).join('').length;

function distanceOf(a: Texts, b: Texts): number {
  if (Object.keys(a).length !== Object.keys(b).length) return Infinity;
  return diffLines(Object.values(a).join(''), Object.values(b).join('')).reduce(
    (n, p) => n + (p.added || p.removed ? p.count : 0),
    0,
  );
}

const fence = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
const shown = (texts: Texts): string[] =>
  Object.entries(texts).map(([name, text]) => fence('prototxt', `# ${name}\n${text}`));

const patchOf = (name: string, before: string, after: string): string =>
  fence('diff', createTwoFilesPatch(name, name, before, after).replace(/^(Index: .*|=+)\n/gm, ''));

/** The same lint run as the command line's, of one rule. */
function lint(rule: Rule, { texts, known }: Case): FileResult[] {
  const sources = Object.entries(texts).map(([name, text]) => new SourceText(name, text));
  const severity = rule.meta.severity === 'error' ? 'error' : 'warn';
  return lintFiles(
    sources,
    {
      schema: 'auto',
      rules: [{ rule, severity, options: rule.meta.defaults ?? {} }],
      analysis: { given: new Map(), ...analysisOf(known) },
    },
    (_, path) => sources.find((s) => s.path === basename(path)),
  );
}

/** The cases of a fixture folder without the marks of what is expected. */
function casesIn(folder: string): Case[] {
  if (!existsSync(folder)) return [];
  const isText = (n: string): boolean => n.endsWith('.prototxt') && !n.includes('.fixed.');
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const isFolder = statSync(path).isDirectory();
      if (!isFolder && !isText(name)) return [];
      const files = isFolder ? readdirSync(path).filter(isText).sort(solverFirst) : [name];
      const at = (f: string): string => (isFolder ? join(path, f) : join(folder, f));
      const read = (f: string): string =>
        readFileSync(at(f), 'utf8').replace(/[ \t]*# expect: .*?(?=\r?$)/gm, '');
      const shownAs = (f: string): string => (isFolder ? f : nameOf(read(f)));
      const fixedOf = (f: string): string => f.replace(/\.prototxt$/, '.fixed.prototxt');
      const isFixed = files.some((f) => existsSync(at(fixedOf(f))));
      const texts = Object.fromEntries(files.map((f) => [shownAs(f), read(f)]));
      const fixed = isFixed
        ? Object.fromEntries(
            files.map((f) => [shownAs(f), read(existsSync(at(fixedOf(f))) ? fixedOf(f) : f)]),
          )
        : {};
      return [{ name, texts, fixed, known: isFolder ? knownIn(path) : {} }];
    });
}

const solverFirst = (a: string, b: string): number =>
  Number(b.startsWith('solver')) - Number(a.startsWith('solver')) || (a < b ? -1 : 1);

/** A name for a single file that tells what it is. */
const nameOf = (text: string): string =>
  /^\s*layers?\b/m.test(text)
    ? 'net.prototxt'
    : /^\s*base_lr\b|^\s*lr_policy\b/m.test(text)
      ? 'solver.prototxt'
      : 'net.prototxt';
