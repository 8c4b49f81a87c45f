/** What the user tells of data and weights reaches the rules and the simulation. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sandbox } from './support.js';

const { put, lint, run } = sandbox();
const fixture = (rule: string, name: string, file: string): string =>
  readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'rules', rule, name, file), 'utf8');

test('settings.pixels: pixels that are small already need no scale', () => {
  const folder = 'invalid/raw-pixels';
  for (const file of ['solver.prototxt', 'train_val.prototxt'])
    put(file, fixture('unscaled-input', folder, file));
  const found = (): string[] =>
    lint('solver.prototxt').flatMap((m) => (m.ruleId === 'unscaled-input' ? m.message : []));
  expect(found()[0]).toContain('mean 115 and standard deviation 57 (taken for natural 8-bit images)');
  put('.caffelintrc', 'settings: {pixels: "normal:200:80"}');
  expect(found()[0]).toContain('mean 200 and standard deviation 80 (as settings.pixels tells)');
  put('.caffelintrc', 'settings: {pixels: "uniform:0:1"}');
  expect(found()).toEqual([]);
  put('.caffelintrc', 'settings: {pixels: "uniform:1:0"}');
  const { code, err } = run('solver.prototxt');
  expect(code).toBe(2);
  expect(err).toContain('settings.pixels takes natural, uniform:LOW:HIGH or normal:MEAN:STD');
});
