/** How fixes of several rules come together: order, overlaps, groups, and those that cannot be kept. */
import { expect, test } from '@jest/globals';
import { applyPass } from '../../src/engine/fixer.js';
import type { Applicability, Finding, Fix } from '../../src/engine/finding.js';
import { defineRule } from '../../src/engine/rule.js';
import type { Rule } from '../../src/engine/rule.js';
import { SourceText } from '../../src/text/source-text.js';
import { fixTexts } from '../support/lint.js';

const source = new SourceText('net.prototxt', 'abcdef');
const finding = (
  ruleId: string,
  edits: Fix['edits'],
  more: { applicability?: Applicability; isolation?: string } = {},
): Finding => ({
  ruleId,
  category: 'style',
  severity: 'warn',
  symptom: 'none',
  message: '',
  source,
  start: 0,
  end: 0,
  fix: { title: '', applicability: 'safe', edits, ...more },
});
const pass = (...findings: Finding[]): string => applyPass(source.text, findings, { unsafe: false }).text;
const edit = (start: number, end: number, text: string): Fix['edits'][number] => ({ start, end, text });

test('fixes are applied from front to back, whatever order they come in', () => {
  expect(pass(finding('b', [edit(4, 5, 'X')]), finding('a', [edit(0, 1, 'YY')]))).toBe('YYbcdXf');
});

test('the same fix twice is applied once', () => {
  const { text, applied } = applyPass(
    source.text,
    [finding('a', [edit(1, 1, '+')]), finding('b', [edit(1, 1, '+')])],
    { unsafe: false },
  );
  expect(text).toBe('a+bcdef');
  expect(applied.map((a) => a.ruleId)).toEqual(['a']);
});

test('of two that overlap the second waits, as a whole', () => {
  const late = finding('b', [edit(2, 3, 'X'), edit(5, 6, 'Z')]);
  expect(pass(finding('a', [edit(1, 3, 'Y')]), late)).toBe('aYdef');
});

test('of an isolation group one is applied in a pass', () => {
  const of = (id: string, at: number, isolation?: string) =>
    finding(id, [edit(at, at + 1, id.toUpperCase())], isolation === undefined ? {} : { isolation });
  expect(pass(of('a', 0, 'g'), of('b', 1, 'g'), of('c', 2, 'h'), of('d', 3))).toBe('AbCDef');
});

test('what is only shown is never applied, what is unsafe only when asked for', () => {
  const shown = finding('a', [edit(0, 1, 'X')], { applicability: 'display' });
  const unsafe = finding('b', [edit(1, 2, 'Y')], { applicability: 'unsafe' });
  expect(applyPass(source.text, [shown, unsafe], { unsafe: true }).text).toBe('aYcdef');
  expect(pass(shown, unsafe)).toBe('abcdef');
  expect(applyPass(source.text, [unsafe], { unsafe: true, rules: new Set(['a']) }).text).toBe('abcdef');
});

const net = 'layer { name: "a" type: "Input" top: "a" input_param { shape { dim: 1 } } }\n';

/** A rule that writes another text where it finds one. */
const writes = (id: string, from: string, to: string): Rule =>
  defineRule({
    meta: { id, category: 'style', severity: 'warn', symptom: 'none', description: '', fix: 'safe' },
    check({ unit, report }) {
      const doc = unit.netDoc!;
      const start = doc.source.text.indexOf(from);
      if (start < 0) return;
      const at = { start, end: start + from.length };
      report({
        doc,
        at,
        message: id,
        fix: { title: '', applicability: 'safe', edits: [{ ...at, text: to }] },
      });
    },
  });
const fix = (...rules: Rule[]) => fixTexts({ 'net.prototxt': net }, { rules });

test('passes go on until nothing changes', () => {
  const { fixed, takenBack } = fix(writes('one', 'dim: 1', 'dim: 2'), writes('two', 'dim: 2', 'dim: 3'));
  expect(fixed[0]!.text).toContain('dim: 3');
  expect([...fixed[0]!.applied]).toEqual([
    ['one', 1],
    ['two', 1],
  ]);
  expect(takenBack).toEqual([]);
});

test('a fix that breaks the syntax is taken back and named, the others stay', () => {
  const { fixed, takenBack } = fix(writes('breaks', 'shape {', 'shape'), writes('good', 'dim: 1', 'dim: 2'));
  expect(fixed[0]!.text).toBe(net.replace('dim: 1', 'dim: 2'));
  expect(takenBack).toEqual([{ path: 'net.prototxt', ruleId: 'breaks', why: 'syntax' }]);
});

test('it is named also where nothing else was fixed', () => {
  const { fixed, takenBack } = fix(writes('breaks', 'shape {', 'shape'));
  expect(fixed).toEqual([]);
  expect(takenBack).toEqual([{ path: 'net.prototxt', ruleId: 'breaks', why: 'syntax' }]);
});

test('fixes that undo each other are taken back and named, the others stay', () => {
  const rules = [
    writes('up', 'dim: 1', 'dim: 2'),
    writes('down', 'dim: 2', 'dim: 1'),
    writes('good', 'top: "a"', 'top: "b"'),
  ];
  const { fixed, takenBack, results } = fix(...rules);
  expect(fixed[0]!.text).toBe(net.replace('top: "a"', 'top: "b"'));
  expect(takenBack).toContainEqual(expect.objectContaining({ why: 'loop' }));
  expect(takenBack.map((t) => t.ruleId)).not.toContain('good');
  expect(results[0]!.doc.source.text).toBe(fixed[0]!.text);
});

test('a fix that grows without end is taken back', () => {
  const { fixed, takenBack } = fix(writes('grows', 'dim: 1', 'dim: 11'));
  expect(fixed).toEqual([]);
  expect(takenBack).toEqual([{ path: 'net.prototxt', ruleId: 'grows', why: 'loop' }]);
});

test('more passes than ten are made where each leaves less to do', () => {
  const many = Array.from(
    { length: 14 },
    (_, i) => `layer { name: "a${i}" type: "Input" top: "x${i}" input_param { shape { dim: 1 } } }`,
  );
  const rule = defineRule({
    meta: {
      id: 'one-a-pass',
      category: 'style',
      severity: 'warn',
      symptom: 'none',
      description: '',
      fix: 'safe',
    },
    check({ unit, report }) {
      const doc = unit.netDoc!;
      for (const m of doc.source.text.matchAll(/top: "x/g)) {
        const at = { start: m.index, end: m.index + m[0].length };
        const edits = [{ ...at, text: 'top: "y' }];
        report({ doc, at, message: '', fix: { title: '', applicability: 'safe', isolation: 'tops', edits } });
      }
    },
  });
  const { fixed, takenBack } = fixTexts({ 'net.prototxt': many.join('\n') }, { rules: [rule] });
  expect(fixed[0]!.text).not.toContain('"x');
  expect(fixed[0]!.applied.get('one-a-pass')).toBe(14);
  expect(takenBack).toEqual([]);
});
