/** The arithmetic of suppressions: as many errors as were suppressed pass, one more and all are shown. */
import { expect, test } from '@jest/globals';
import {
  applySuppressions,
  formatSuppressions,
  parseSuppressions,
  pruned,
  withSuppressed,
} from '../../src/engine/suppressions.js';
import type { Finding, Severity } from '../../src/engine/finding.js';
import { SourceText } from '../../src/text/source-text.js';

const source = new SourceText('a.prototxt', '');
const finding = (ruleId: string, severity: Severity = 'error'): Finding => ({
  ruleId,
  severity,
  category: 'graph',
  symptom: 'none',
  message: '',
  source,
  start: 0,
  end: 0,
});
const file = (count: number): string => `{"a.prototxt": {"r": {"count": ${count}}}}`;
const left = (count: number, ...findings: Finding[]): [number, unknown] => {
  const { kept, unused } = applySuppressions(
    [{ key: 'a.prototxt', findings }],
    parseSuppressions(file(count)),
  );
  return [kept[0]!.length, JSON.parse(formatSuppressions(unused))];
};

test('counts', () => {
  expect(left(2, finding('r'), finding('r'))).toEqual([0, {}]);
  expect(left(2, finding('r'), finding('r'), finding('r'))).toEqual([3, {}]);
  expect(left(2, finding('r'))).toEqual([0, { 'a.prototxt': { r: { count: 1 } } }]);
  expect(left(1, finding('r', 'warn'), finding('s'))).toEqual([2, { 'a.prototxt': { r: { count: 1 } } }]);
});

test('entering and pruning', () => {
  const results = [{ key: 'b', findings: [finding('s'), finding('r'), finding('r'), finding('w', 'warn')] }];
  const all = withSuppressed(parseSuppressions(file(1)), results);
  expect(formatSuppressions(all)).toBe(
    '{\n  "a.prototxt": {\n    "r": {\n      "count": 1\n    }\n  },\n  "b": {\n    "r": {\n      "count": 2\n    },\n    "s": {\n      "count": 1\n    }\n  }\n}\n',
  );
  expect(withSuppressed(new Map(), results, new Set(['s'])).get('b')!.size).toBe(1);
  const { unused } = applySuppressions([{ key: 'b', findings: [finding('r')] }], all);
  expect(JSON.parse(formatSuppressions(pruned(all, unused, (f) => f === 'b')))).toEqual({
    b: { r: { count: 1 } },
  });
});

test.each([['[]'], ['{"a": 1}'], ['{"a": {"r": {"count": 0}}}'], ['{'], ['{"a": {"r": null}}']])(
  'refused: %s',
  (text) => {
    expect(() => parseSuppressions(text)).toThrow();
  },
);
