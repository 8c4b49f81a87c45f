/**
 * Random texts through everything that reads texts: no crash, no hang, bytes kept, fixes that end.
 * `node scripts/fuzz.mjs` runs more of them; what it finds is kept in `fixtures/fuzz/`.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as p from './properties.js';

const env = (name: string): string | undefined => process.env[`CAFFE_LINT_FUZZ_${name}`];
const times = Number(env('TIMES') ?? 1);
const only = env('ONLY');
const seed = env('SEED');
const found = join(import.meta.dirname, '..', '..', 'fixtures', 'fuzz');

for (const { name, runs, property } of p.properties)
  (only === undefined || name.includes(only) ? test : test.skip)(
    `${name}`,
    async () => {
      await fc.assert(property, {
        numRuns: Math.ceil(runs * times),
        ...(seed === undefined ? {} : { seed: Number(seed) }),
        // Shrinking goes on for minutes otherwise.
        interruptAfterTimeLimit: 60_000 + 10_000 * runs * times,
      });
    },
    120_000 + 10_000 * runs * times,
  );

/** Each find is a file, or a folder of a solver and its net, as it was when it did harm. */
const finds = readdirSync(found, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));

test('finds are kept', () => {
  expect(finds.length).toBeGreaterThan(0);
});

test.each(finds.filter((f) => !/\.(log|json|proto)$/.test(f.name)).map((f) => [f.name, f] as const))(
  'found before: %s',
  (name, entry) => {
    const folder = entry.isDirectory() ? join(found, name) : found;
    const names = entry.isDirectory() ? readdirSync(folder) : [name];
    const all = Object.fromEntries(
      names.map((n) => [entry.isDirectory() ? n : 'net.prototxt', readFileSync(join(folder, n), 'utf8')]),
    );
    p.lintAndInspect(all);
    p.everyRule(all);
    p.fixesHold(all);
    p.figures([all['solver.prototxt'] ?? '', all['net.prototxt'] ?? '']);
  },
);
