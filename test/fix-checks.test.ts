/** The checks that scripts/check-fixes.mjs runs over whole folders: each of them can fail. */
import { expect, test } from '@jest/globals';
import { rules } from '../rules/index.js';
import { defineRule } from '../src/engine/rule.js';
import type { Rule } from '../src/engine/rule.js';
import { checkFixes, keepsTheRest } from './support/fix-checks.js';

const net = `layer { name: "data" type: "Input" top: "data" input_param { shape { dim: 2 dim: 4 } } }
layer { name: "fc" type: "InnerProduct" bottom: "data" top: "fc" inner_product_param { num_output: 5 } }
`;
const unknownBottom = rules.find((r) => r.meta.id === 'unknown-bottom')!;

/** A rule that mends what matches. */
const mender = (pattern: RegExp, text: (found: string) => string, applicability: 'safe' | 'unsafe'): Rule =>
  defineRule({
    meta: {
      id: 'made-up',
      category: 'style',
      severity: 'warn',
      symptom: 'none',
      description: 'For this test.',
      fix: applicability,
    },
    check({ unit, report }) {
      const doc = unit.netDoc!;
      for (const m of doc.source.text.matchAll(new RegExp(pattern, 'g'))) {
        const at = { start: m.index, end: m.index + m[0].length };
        const edits = [{ ...at, text: text(m[0]) }];
        report({ doc, at, message: 'made up', fix: { title: 'Mend', applicability, edits } });
      }
    },
  });
const broken = (...made: Rule[]): string => checkFixes({ 'net.prototxt': net }, made).broken.join('\n');

test('a mend that keeps all promises is passed, and its patch given', () => {
  const checked = checkFixes({ 'net.prototxt': net }, [
    mender(/num_output: 5/, () => 'num_output:  5', 'safe'),
  ]);
  expect(checked.broken).toEqual([]);
  expect(checked.changed).toEqual({ safe: 1, unsafe: 1 });
  expect(checked.patches[0]!.patch).toContain(
    '+layer { name: "fc" type: "InnerProduct" bottom: "data" top: "fc" inner_product_param { num_output:  5 } }',
  );
});

test('a "safe" mend that changes what Caffe reads is told', () => {
  expect(broken(mender(/num_output: 5/, () => 'num_output: 6', 'safe'))).toContain('not what it read before');
  expect(broken(mender(/num_output: 5/, () => 'num_output: 6', 'unsafe'))).toBe('');
});

test('a mend without an end is told', () => {
  const turns = mender(
    /num_output: [56]/,
    (t) => (t.endsWith('5') ? 'num_output: 6' : 'num_output: 5'),
    'unsafe',
  );
  expect(broken(turns)).toContain('taken back: made-up (loop)');
});

test('a mend that breaks the syntax is told', () => {
  expect(broken(mender(/num_output: 5 }/, () => 'num_output: 5', 'unsafe'))).toContain(
    'taken back: made-up (syntax)',
  );
});

test('a mend that brings an error is told', () => {
  const renames = mender(/bottom: "data"/, () => 'bottom: "datum"', 'unsafe');
  expect(broken(renames, unknownBottom)).toContain('a fix brought unknown-bottom');
});

test('text that changed beside the edits is seen', () => {
  const edits = [{ start: 1, end: 2, text: 'XY' }];
  expect(keepsTheRest('abc', 'aXYc', edits)).toBe(true);
  expect(keepsTheRest('abc', 'aXYd', edits)).toBe(false);
  expect(keepsTheRest('abc', 'zXYc', edits)).toBe(false);
});
