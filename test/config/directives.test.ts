/** Comments that switch rules off: what they cover, and when they are called unused. */
import { expect, test } from '@jest/globals';
import { lintFiles } from '../../src/lint/linter.js';
import type { DirectiveOptions } from '../../src/lint/linter.js';
import { fixToFixedPoint } from '../../src/lint/fix.js';
import { SourceText } from '../../src/text/source-text.js';
import { builtInRules, recommended } from '../../src/config/builtin.js';
import { ruleSettings } from '../../src/config/rule-entry.js';

const rules = ruleSettings(recommended, builtInRules);
const known = new Set(builtInRules.map((r) => r.meta.id));

function lint(text: string, directives: DirectiveOptions | false = {}): ReturnType<typeof lintFiles> {
  return lintFiles(
    [new SourceText('net.prototxt', text)],
    {
      schema: 'auto',
      rules,
      analysis: { given: new Map() },
      directives: directives && { known, ...directives },
    },
    () => undefined,
  );
}
const found = (text: string, directives?: DirectiveOptions | false): string[] =>
  lint(text, directives).flatMap((r) =>
    r.findings.map((f) => `${f.source.position(f.start).line} ${f.ruleId}`),
  );
const said = (text: string): string[] => lint(text).flatMap((r) => r.findings.map((f) => f.message));
const fixed = (text: string): string =>
  fixToFixedPoint((overlay) => lint(overlay.get('net.prototxt') ?? text), { unsafe: false }).fixed[0]?.text ??
  text;

/** An Input, then a ReLU that reads what nobody makes: `unknown-bottom` in the given line. */
const net = (...lines: string[]): string =>
  `layer { name: "in" type: "Input" top: "x" input_param { shape { dim: 1 } } }\n${lines.join('\n')}\n`;
const bad = (name: string): string =>
  `layer { name: "${name}" type: "ReLU" bottom: "nobody" top: "${name}" }`;
const good = 'layer { name: "ok" type: "ReLU" bottom: "x" top: "ok" }';

test('without a directive both are found; with directives off they are comments', () => {
  expect(found(net(bad('a'), bad('b')))).toEqual(['2 unknown-bottom', '3 unknown-bottom']);
  expect(found(net('# caffe-lint-disable', bad('a')), false)).toEqual(['3 unknown-bottom']);
});

const silenced: [string, string[], string[]][] = [
  [
    'next line',
    ['# caffe-lint-disable-next-line unknown-bottom -- why', bad('a'), bad('b')],
    ['4 unknown-bottom'],
  ],
  ['next line over a comment', ['# caffe-lint-disable-next-line unknown-bottom', '# more', bad('a')], []],
  ['next line, any rule', ['# caffe-lint-disable-next-line', bad('a')], []],
  [
    'same line',
    [`${bad('a')} # caffe-lint-disable-line unknown-bottom, unknown-bottom`, bad('b')],
    ['3 unknown-bottom'],
  ],
  [
    'from here to the end',
    [bad('a'), '# caffe-lint-disable unknown-bottom', bad('b'), bad('c')],
    ['2 unknown-bottom'],
  ],
  ['a block', ['# caffe-lint-disable', bad('a'), '# caffe-lint-enable', bad('b')], ['5 unknown-bottom']],
  [
    'a block of one rule',
    ['# caffe-lint-disable', bad('a'), '# caffe-lint-enable unknown-bottom', bad('b')],
    ['5 unknown-bottom'],
  ],
  [
    'a layer',
    [
      'layer { name: "a" type: "ReLU"',
      '# caffe-lint-disable-layer unknown-bottom',
      'bottom: "nobody"',
      'top: "a" }',
      bad('b'),
    ],
    ['6 unknown-bottom'],
  ],
];

test.each(silenced)('%s', (_, lines, left) => {
  expect(found(net(...lines))).toEqual(left);
});

test('what was silenced is kept, with its reason', () => {
  const [result] = lint(net('# caffe-lint-disable-next-line unknown-bottom -- a -- b', bad('a')));
  expect(result!.suppressed.map((s) => [s.finding.ruleId, s.reason])).toEqual([['unknown-bottom', 'a -- b']]);
});

const unused: [string, string[], string, string[]][] = [
  [
    'on a line of its own',
    ['# caffe-lint-disable-next-line unknown-bottom', good],
    'this directive is not needed: "unknown-bottom" finds nothing here',
    [good],
  ],
  [
    'behind something',
    [`${good}  # caffe-lint-disable-line unknown-bottom`],
    'this directive is not needed: "unknown-bottom" finds nothing here',
    [good],
  ],
  [
    'any rule',
    ['# caffe-lint-disable-next-line -- why', good],
    'this directive is not needed: no rule finds anything here',
    [good],
  ],
  [
    'one of two',
    ['# caffe-lint-disable-next-line unknown-bottom, unknown-field -- why', bad('a')],
    'this directive is not needed: "unknown-field" finds nothing here',
    ['# caffe-lint-disable-next-line unknown-bottom -- why', bad('a')],
  ],
  [
    'misspelt rule',
    ['# caffe-lint-disable-next-line unknown-bottm', good],
    'this directive has no effect: there is no rule "unknown-bottm"; did you mean "unknown-bottom"?',
    [good],
  ],
  [
    'enable alone',
    ['# caffe-lint-enable unknown-bottom', good],
    'this directive switches on "unknown-bottom", which nothing above it has switched off',
    [good],
  ],
  [
    'in no layer',
    ['# caffe-lint-disable-layer unknown-bottom', good],
    'this directive stands in no layer; it belongs between the braces of the layer that it is about',
    [good],
  ],
  [
    'next line at the end',
    [good, '# caffe-lint-disable-next-line'],
    'this directive is not needed: no rule finds anything here',
    [good],
  ],
];

test.each(unused)('unused: %s', (_, lines, message, after) => {
  expect(said(net(...lines))).toEqual([message]);
  expect(fixed(net(...lines))).toBe(net(...after));
});

test('a block goes with its end, in two passes, and line ends stay', () => {
  const text = net(
    '# caffe-lint-disable unknown-field',
    good,
    '# caffe-lint-enable unknown-field',
  ).replaceAll('\n', '\r\n');
  expect(fixed(text)).toBe(net(good).replaceAll('\n', '\r\n'));
});

test('a misspelt directive is told, and left for its author', () => {
  const text = net('# caffe-lint-disable-nextline unknown-bottom', good);
  expect(said(text)).toEqual([
    '"caffe-lint-disable-nextline" is no directive; did you mean "caffe-lint-disable-next-line"?',
  ]);
  expect(fixed(text)).toBe(text);
});

test('nothing is called unused that may be needed: broken text, rules not run, a net without its solver', () => {
  expect(
    found(net('# caffe-lint-disable unknown-bottom', good, 'layer {')).filter((f) => f.includes('unused')),
  ).toEqual([]);
  expect(
    found(net('# caffe-lint-disable-next-line unknown-bottom', good), {
      skipped: new Set(['unknown-bottom']),
    }),
  ).toEqual([]);
  expect(found(net('# caffe-lint-disable zero-init-stack', good))).toEqual([]);
});

test('a directive in a string or behind words is none', () => {
  expect(found(net('layer { name: "# caffe-lint-disable" type: "ReLU" bottom: "nobody" top: "a" }'))).toEqual(
    ['2 unknown-bottom'],
  );
  expect(found(net('# see caffe-lint-disable', bad('a')))).toEqual(['3 unknown-bottom']);
});

test('a reason can be asked for', () => {
  const text = net('# caffe-lint-disable-next-line unknown-bottom', bad('a'));
  expect(found(text, { withoutReason: 'error' })).toEqual(['2 directive-without-reason']);
  expect(found(text.replace('bottom\n', 'bottom -- why\n'), { withoutReason: 'error' })).toEqual([]);
});
