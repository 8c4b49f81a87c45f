/** Lists of images, read as ImageData reads them. */
import { describe, expect, test } from '@jest/globals';
import {
  LabelListError,
  outside,
  readLabelList,
  shareInRuns,
  shareWhenShuffled,
  type LabelList,
} from '../../src/labels/label-list.js';
import type { ByteSource } from '../../src/weights/wire.js';
import { bytesOf } from '../support/known.js';

const read = (text: string): LabelList => readLabelList('list', bytesOf(text));
const labels = (text: string): number[] => read(text).labels.map((l) => l.label);

describe('what std::getline, find_last_of and atoi make of a line', () => {
  test.each([
    ['a 3', 3],
    ['a  3', 3],
    ['a 3\r', 3],
    ['a b c 7', 7],
    ['a -2', -2],
    ['a +2', 2],
    ['a 1.9', 1],
    ['a 2e3', 2],
    ['a \t4', 4],
    ['a 4294967297', 1],
  ])('%j is labelled %i', (line, label) => {
    expect(labels(line)).toEqual([label]);
    expect(read(line).unlabelled.count).toBe(0);
  });

  test.each(['a', '', 'a\t3', 'a,3', 'a 3 ', 'a dog', 'a -', '12'])('%j has no label', (line) => {
    const list = read(`x 5\n${line}\n`);
    expect(list.unlabelled).toEqual({ count: 1, line: 2 });
    expect(list.count).toBe(2);
  });

  // Without a space the whole line goes through atoi.
  test('a bare number is path and label at once', () => expect(labels('12')).toEqual([12]));

  test('the last line need not end; nothing follows the last line feed', () => {
    expect(read('a 1\nb 2').count).toBe(2);
    expect(read('a 1\nb 2\n').count).toBe(2);
    expect(read('a 1\nb 2\n\n').count).toBe(3);
  });
});

test('counts, first lines and runs', () => {
  const list = read('a 1\nb 1\nc 0\nd 1\ne 0\nf 0\ng 0\n');
  expect(list.labels).toEqual([
    { label: 1, line: 1, count: 3 },
    { label: 0, line: 3, count: 4 },
  ]);
  // 1 1 | 0 | 1 | 0 0 0
  expect([...list.runs].sort()).toEqual([
    [1, 2],
    [2, 1],
    [3, 1],
  ]);
  expect(shareInRuns(list, 0)).toBe(1);
  expect(shareInRuns(list, 1)).toBeCloseTo(5 / 7);
  expect(shareInRuns(list, 3)).toBe(0);
});

test('the share of long runs in random order is that of many random orders', () => {
  const list = read('a 0\n'.repeat(8) + 'a 1\n'.repeat(2));
  // p = .8 and .2, runs of more than two: .8 · .64 · 1.4 + .2 · .04 · 2.6.
  expect(shareWhenShuffled(list, 2)).toBeCloseTo(0.7376, 10);
  let seed = 1;
  const uniform = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const drawn = read(Array.from({ length: 200_000 }, () => `a ${uniform() < 0.8 ? 0 : 1}\n`).join(''));
  expect(shareInRuns(drawn, 2)).toBeCloseTo(0.7376, 1);
});

test('labels out of range, those that are ignored apart', () => {
  const list = read('a 0\nb 255\nc -1\nd 9\ne 10\nf 255\n');
  expect(outside(list, 10)).toEqual([
    { label: 255, line: 2, count: 2 },
    { label: -1, line: 3, count: 1 },
    { label: 10, line: 5, count: 1 },
  ]);
  expect(outside(list, 11, 255).map((l) => l.label)).toEqual([-1]);
});

test('a list is read by pieces, and more labels than can be kept leave the extremes', () => {
  const lines = 200_000;
  const line = (i: number): string => `images/${String(i).padStart(9, '0')}.png ${i}\n`;
  const width = 31;
  let most = 0;
  // The text is made where it is asked for; labels are 100000000 and up, so that each line is as long.
  const source: ByteSource = {
    size: lines * width,
    read: (at, into) => {
      most = Math.max(most, into.length);
      const from = Math.floor(at / width);
      const text = Array.from({ length: Math.ceil(into.length / width) + 1 }, (_, i) =>
        from + i < lines ? line(100_000_000 + from + i) : '',
      ).join('');
      return Buffer.from(text).copy(into, 0, at - from * width);
    },
  };
  expect(line(100_000_000)).toHaveLength(width);
  const list = readLabelList('list', source);
  expect(most).toBeLessThanOrEqual(1 << 20);
  expect(list.count).toBe(lines);
  expect(list.complete).toBe(false);
  expect(list.labels.map((l) => [l.label, l.line])).toEqual([
    [100_000_000, 1],
    [100_199_999, lines],
  ]);
  expect([...list.runs]).toEqual([[1, lines]]);
});

test.each([
  ['', 'the list is empty'],
  ['a 1\nb\0 2\n', 'not a list of images: byte 5 is NUL'],
])('%j is no list', (text, words) => {
  expect(() => read(text)).toThrow(LabelListError);
  expect(() => read(text)).toThrow(words);
});
