/** RuleTester is strict: each way in which a test would assert too little is refused. */
import { expect, test } from '@jest/globals';
import { defineRule } from '../../src/engine/rule.js';
import type { Rule } from '../../src/engine/rule.js';
import { removeField, setField } from '../../src/document/edit-verbs.js';
import type { Cases, InvalidCase } from '../../src/api/rule-tester.js';
import { RuleTester } from '../../src/api/rule-tester.js';

// Run at once, so that what it throws can be seen.
RuleTester.describe = (_, run) => run();
RuleTester.it = (_, run) => run();
RuleTester.itOnly = (_, run) => run();

type Fix = 'good' | 'breaks' | 'grows' | 'none';

const named = (fix: Fix = 'good'): Rule =>
  defineRule({
    meta: {
      id: 'named',
      category: 'style',
      severity: 'warn',
      symptom: 'none',
      description: 'The net is called "bad".',
      fix: fix === 'none' ? 'none' : 'unsafe',
    },
    check({ unit, report }) {
      const doc = unit.netDoc;
      const net = unit.net;
      if (!doc || !net || !net.str('name').startsWith('bad')) return;
      const field = net.all('name')[0]!.node;
      const edits = {
        good: () => [removeField(doc.tree, field)],
        breaks: () => [{ start: field.start, end: field.end, text: 'name: {' }],
        grows: () => [setField(doc.tree, net, 'name', `"${net.str('name')}d"`)!],
        none: () => [],
      }[fix]();
      report({
        doc,
        at: net.at('name'),
        message: 'the net is called "bad"',
        ...(fix === 'none' ? {} : { fix: { title: 'Remove it', applicability: 'unsafe' as const, edits } }),
      });
    },
  });

const layer = 'layer { name: "a" type: "Input" top: "a" }\n';
const bad = `name: "bad"\n${layer}`;
const valid = [layer];
const fails = (cases: Partial<Cases>, rule = named()): string => {
  try {
    new RuleTester().run('named', rule, {
      valid,
      invalid: [{ code: bad, errors: 1, output: layer }],
      ...cases,
    });
  } catch (error) {
    return (error as Error).message;
  }
  return 'passed';
};
const invalid = (c: Partial<InvalidCase>, rule = named()): string =>
  fails({ invalid: [{ code: bad, errors: 1, output: layer, ...c }] }, rule);

test('a right test passes', () => {
  expect(fails({})).toBe('passed');
  expect(
    invalid({
      errors: [
        {
          message: 'the net is called "bad"',
          line: 1,
          column: 1,
          endLine: 1,
          endColumn: 12,
          severity: 1,
          fix: { title: 'Remove it', applicability: 'unsafe' },
        },
      ],
    }),
  ).toBe('passed');
  expect(invalid({ output: null }, named('none'))).toBe('passed');
});

const refused: [string, () => string, string][] = [
  [
    'a finding in a valid case',
    () => fails({ valid: [bad] }),
    'expected: no finding\nfound: 1:1 the net is called "bad"',
  ],
  ['no invalid case', () => fails({ invalid: [] }), 'neither of them empty'],
  ['another number of findings', () => invalid({ errors: 2 }), 'expected: 2 findings\nfound: 1:'],
  ['no errors', () => invalid({ errors: [] }), 'an invalid case has errors'],
  [
    'other words',
    () => invalid({ errors: ['the net'] }),
    'expected: the net\nfound: the net is called "bad"',
  ],
  ['a pattern that does not fit', () => invalid({ errors: [/good/] }), 'expected: /good/'],
  [
    'another line',
    () => invalid({ errors: [{ message: /bad/, line: 2 }] }),
    'expected: line 2\nfound: line 1',
  ],
  [
    'an error without message',
    () => invalid({ errors: [{ line: 1 } as never] }),
    'an expected error has a message',
  ],
  ['a misspelt member', () => invalid({ errors: [{ message: /bad/, lin: 1 } as never] }), 'has no "lin"'],
  ['a misspelt key', () => invalid({ ouput: layer } as never), 'has no "ouput"'],
  ['an output that is the code', () => invalid({ output: bad }), 'output is the same as code'],
  ['another output', () => invalid({ output: 'name: "x"' }), 'expected: name: "x"'],
  ['a fix that is not expected', () => invalid({ output: null }), 'expected: no fix (output: null)'],
  [
    'no output where there is a fix',
    () => fails({ invalid: [{ code: bad, errors: 1 }] }),
    'expected: no fix',
  ],
  ['a fix that breaks the text', () => invalid({}, named('breaks')), 'expected: layer'],
  [
    'a fix that is never done',
    () => invalid({ output: `name: "baddddddddddd"\n${layer}` }, named('grows')),
    'fixes that come to an end',
  ],
  [
    'the same case twice',
    () => fails({ valid: [layer, { code: layer, name: 'again' }] }),
    'the same case stands here twice',
  ],
  ['options that it does not take', () => invalid({ options: { x: 1 } }), 'no options'],
];
test.each(refused)('%s', (_, run, words) => {
  expect(run()).toContain(words);
});
