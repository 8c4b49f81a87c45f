/** Whatever a file, its name or a plugin says: no report passes it on raw. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Finding } from '../../src/engine/finding.js';
import { formats } from '../../src/report/index.js';
import type { Report } from '../../src/report/report.js';
import { messagesOf } from '../../src/report/result.js';
import type { ReportedFile } from '../../src/report/result.js';
import { printable } from '../../src/report/safe-text.js';
import { SourceText } from '../../src/text/source-text.js';
import { tableOf } from './markdown.js';
import { expectValid } from './schemas.js';
import { checkstyle, junit, problemsOf, readXml } from './xml.js';
import { format, reportOf } from './samples.js';

const piece = fc.oneof(
  fc.constantFrom(
    '\u001b[2J',
    '\u001b]0;title\u0007',
    '\u009b31m',
    '\u0000',
    '\u0007',
    '\b',
    '\r',
    '\n',
    '\t',
    '\u007f',
  ),
  fc.constantFrom(
    '\u202e',
    '\u2066',
    '\u200b',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\ud800',
    '\udc00',
    '\ufffe',
    '\uffff',
    '\u{e0041}',
  ),
  fc.constantFrom(
    ']]>',
    '<script>alert(1)</script>',
    '<!--',
    '-->',
    '&amp;',
    '&#0;',
    '<?xml?>',
    '<img src=x onerror=y>',
    '"',
    "'",
  ),
  fc.constantFrom(
    '|',
    '`',
    '``',
    '\\',
    '\\|',
    '*',
    '_',
    '~~',
    '[x](http://evil.example)',
    '![x](y)',
    '\n# x\n',
    '\n- x',
    '$$',
  ),
  fc.constantFrom(
    '@octocat',
    '#12',
    'https://evil.example/x',
    'www.evil.example',
    'a@evil.example',
    ':::',
    '<https://evil.example>',
  ),
  fc.constantFrom(
    '\n::error ::x',
    '::add-mask::x',
    '##[add-mask]x',
    '%0A',
    '%',
    ',',
    ':',
    '::',
    ' ::',
    '{0}',
    '{',
    '}',
    '](1)',
  ),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'layer',
    ' ',
    'name',
    '名',
    '😀',
    '../',
    '/',
    'C:\\',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const words = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('') || 'x');
const name = fc.oneof(words, fc.constantFrom('__proto__', 'unknown-field', 'plugin/rule'));

const finding = (source: SourceText): fc.Arbitrary<Finding> =>
  fc
    .record({
      ruleId: name,
      category: words,
      severity: fc.constantFrom('error', 'warn'),
      symptom: fc.oneof(fc.constantFrom('none', 'nan', '__proto__'), words),
      message: words,
      at: fc.tuple(fc.nat(source.text.length), fc.nat(source.text.length)),
      views: fc.option(fc.array(words, { minLength: 1, maxLength: 2 }), { nil: undefined }),
      title: words,
      text: words,
      applicability: fc.constantFrom('safe', 'unsafe', 'display'),
      related: fc.option(words, { nil: undefined }),
    })
    .map(({ at, views, title, text, applicability, related, ...f }) => {
      const [start, end] = [Math.min(...at), Math.max(...at)];
      return {
        ...f,
        source,
        start,
        end,
        ...(views ? { views } : {}),
        ...(related === undefined ? {} : { related: [{ source, start, end, message: related }] }),
        fix: { title, applicability, edits: [{ start, end, text }] },
      } as Finding;
    });

const file: fc.Arbitrary<ReportedFile> = fc.tuple(words, words, words).chain(([path, layer, body]) => {
  const source = new SourceText(path, `layer { name: "${layer}" ${body}\n}\n${body}`);
  return fc.record({
    path: fc.constant(path),
    source: fc.constant(source),
    findings: fc.array(finding(source), { maxLength: 3 }),
    dialects: fc.array(words, { maxLength: 2 }),
  });
});
const failed: fc.Arbitrary<ReportedFile> = fc.record({
  path: words,
  source: fc.constant(undefined),
  findings: fc.constant([]),
  failure: words,
});
const reports: fc.Arbitrary<Report> = fc
  .tuple(
    fc.array(fc.oneof(file, failed), { maxLength: 3 }),
    words,
    fc.oneof(
      words,
      words.map((w) => `example.org/${w}`),
    ),
  )
  .map(([files, description, url]) =>
    reportOf(files, {
      rule: (id) =>
        id.length % 2 === 0
          ? undefined
          : {
              id,
              category: description,
              severity: 'warn',
              symptom: 'nan',
              fix: 'none',
              description,
              url: `https://${url}`,
            },
    }),
  );

/** Written apart from the code's own list: C0, C1, direction marks, zero-width, separators, halves, tags. */
const RAW =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|[\u{e0000}-\u{e007f}]|\p{Cs}/u;

const runs = { numRuns: 100 };
const check = (nameOfFormat: string, examine: (text: string, of: Report) => void) =>
  fc.assert(
    fc.asyncProperty(reports, async (of) => examine(await format(nameOfFormat, of), of)),
    runs,
  );
const messages = (of: Report) => of.files.flatMap((f) => messagesOf(f).map((m) => ({ path: f.path, m })));

test.each(Object.keys(formats))('%s holds no hidden character and gives a CI runner no command', (name) =>
  check(name, (text) => {
    expect(text).not.toMatch(RAW);
    expect(text).not.toContain('##[');
    if (name !== 'github') expect(text.split('\n').filter((l) => l.trimStart().startsWith('::'))).toEqual([]);
  }),
);

describe('what a reader gets', () => {
  test('json: the very same strings', () =>
    check('json', (text, of) => {
      const results = JSON.parse(text) as { filePath: string; messages: { message: string }[] }[];
      const wellFormed = JSON.parse(JSON.stringify(of.files.map((f) => [f.path, messagesOf(f)])));
      expect(results.map((r) => [r.filePath, r.messages])).toEqual(wellFormed);
    }));

  test('json-lines: one line per message', () =>
    check('json-lines', (text, of) => {
      const lines = text === '' ? [] : text.split('\n').map((l) => JSON.parse(l));
      expect(lines.map((l) => l.message)).toEqual(messages(of).map(({ m }) => m.message));
    }));

  test('json-with-metadata: rules by id, whatever they are called', () =>
    check('json-with-metadata', (text, of) => {
      const { metadata } = JSON.parse(text);
      const ids = new Set(messages(of).flatMap(({ m }) => m.ruleId ?? []));
      expect(new Set(Object.keys(metadata.rulesMeta))).toEqual(
        new Set([...ids].filter((id) => id.length % 2 === 1)),
      );
    }));

  test.each(['sarif', 'gitlab', 'rdjson'] as const)('%s: valid, one entry per message', (name) =>
    check(name, (text, of) => {
      const value = expectValid(name, text);
      const entries =
        name === 'sarif' ? value.runs[0].results : name === 'gitlab' ? value : value.diagnostics;
      const failures = name === 'sarif' ? of.files.filter((f) => f.failure !== undefined).length : 0;
      expect(entries.length).toBe(messages(of).length - failures);
    }),
  );

  test.each([
    ['junit', junit],
    ['checkstyle', checkstyle],
  ] as const)('%s: well-formed, of its schema, the words as they are', (name, schema) =>
    check(name, (text, of) => {
      const root = readXml(text);
      expect(problemsOf(root, schema)).toEqual([]);
      expect(root.children.map((c) => c.attributes['name'])).toEqual(of.files.map((f) => printable(f.path)));
      if (name === 'junit')
        expect(
          root.children.flatMap((s) =>
            s.children.flatMap((c) => c.children.map((f) => f.attributes['message'])),
          ),
        ).toEqual(messages(of).map(({ m }) => printable(m.message)));
    }),
  );

  test('github: one command per message and line, its words unescape to what was said', () =>
    check('github', (text, of) => {
      const lines = text === '' ? [] : text.split('\n');
      expect(lines.length).toBe(messages(of).length);
      lines.forEach((line, i) => {
        const match = /^::(error|warning) ([^:]*)::(.*)$/s.exec(line)!;
        const properties = match[2]!.split(',').map((p) => p.split('=')[0]);
        expect(properties.filter((p) => !/^(file|line|col|endLine|endColumn|title)$/.test(p!))).toEqual([]);
        const said = match[3]!.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');
        expect(said.startsWith(printable(messages(of)[i]!.m.message))).toBe(true);
      });
    }));

  test('compact: one line per message', () =>
    check('compact', (text, of) => {
      const lines = text === '' ? [] : text.split('\n');
      expect(lines.length).toBe(messages(of).length);
      for (const line of lines) expect(line).toMatch(/^.+:\d+:\d+: (error|warning) .*\[.*\]$/);
    }));

  test('stylish: a heading per file with problems, all else indented', () =>
    check('stylish', (text, of) => {
      fc.pre(of.files.every((f) => !/^\s/.test(f.path)));
      const flush = text.split('\n').filter((l) => /^\S/.test(l));
      const files = of.files.filter((f) => messagesOf(f).length > 0).length;
      expect(flush.length).toBe(files === 0 ? 0 : files + 1);
    }));

  test('markdown: a row of four cells per message, no element and no link of its own', () =>
    check('markdown', (text, of) => {
      const { rows, tags, links } = tableOf(text);
      expect(rows.length).toBe(messages(of).length);
      for (const row of rows) expect(row.length).toBe(4);
      const allowed = ['h3', 'h4', 'p', 'code', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'br', 'em', 'a'];
      expect([...tags].filter((t) => !allowed.includes(t))).toEqual([]);
      const ids = messages(of).flatMap(({ m }) => m.ruleId ?? []);
      const urls = new Set(ids.map((id) => of.rule(id)?.url));
      for (const link of links)
        if (![...urls].some((u) => u !== undefined && sameUrl(u, link))) expect([...urls]).toContain(link);
    }));
});

const sameUrl = (a: string, b: string): boolean => {
  const plain = (u: string): string => decodeURI(u.toLowerCase().replace(/%(?![0-9a-f]{2})/gi, '%25'));
  try {
    return a === b || plain(a) === plain(b);
  } catch {
    return false;
  }
};
