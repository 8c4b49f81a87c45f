/** Work that is shared: by worker threads, and by machines. The answer is that of one process, to the byte. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sizeOf } from '../../src/cli/apart.js';
import { filesOfShard, parseShard } from '../../src/cli/shard.js';
import { workerCount } from '../../src/cli/workers.js';
import { groupsOf } from '../../src/lint/groups.js';
import { SourceText } from '../../src/text/source-text.js';
import { sandbox, wrongBottom } from './support.js';
import type { Ran } from './support.js';

const box = sandbox();
const lint = (...args: string[]): Ran => box.run('--no-config-lookup', ...args);
const solver = (net: string): string => `net: "${net}" base_lr: 0.1 lr_policy: "fixed" max_iter: 100 gama: 1`;

/** Folders of a net and a solver each, a solver whose net lies in another folder, a broken file, and no net at all. */
function tree(folders: number): void {
  for (let i = 0; i < folders; i++) {
    box.put(`m${i}/net.prototxt`, wrongBottom.replaceAll('fc9', `fc${10 + i}`));
    box.put(`m${i}/solver.prototxt`, solver('net.prototxt'));
  }
  box.put('far/solver.prototxt', solver('m0/net.prototxt'));
  box.put('broken.prototxt', 'layer { name: ');
  box.put('empty.prototxt', '');
  box.put('latin.prototxt', Buffer.from(`name: "caf\xe9"\n${wrongBottom}`, 'latin1'));
}

describe('worker threads', () => {
  test('answer as one thread does', () => {
    tree(20);
    const alone = lint('-f', 'json', '--concurrency', 'off', '.');
    expect(alone.out).toContain('fc29');
    expect(lint('-f', 'json', '--concurrency', '3', '.')).toEqual(alone);
    const people = lint('--concurrency', 'off', '.');
    expect(lint('--concurrency', '2', '.')).toEqual(people);
  });

  test('take the flags that reach a rule, and tell once what they cannot read', () => {
    tree(20);
    box.put('m3/list.prototxt', wrongBottom.replace('type: "Input"', 'type: "ImageData"'));
    const flags = ['-f', 'json', '--rule', 'unknown-field: off', '--quiet', '--weights', 'none.h5', '.'];
    const alone = lint('--concurrency', 'off', ...flags);
    expect(alone.out).not.toContain('gama');
    expect(lint('--concurrency', '2', ...flags)).toEqual(alone);
  });

  test('leave plugins to the main thread', () => {
    tree(20);
    box.put(
      'own.mjs',
      `import { appendFileSync } from 'node:fs';
appendFileSync('loaded', 'x');
export default { rules: {}, layers: [], dialects: [], formatters: {} };`,
    );
    box.put('.caffelintrc.json', '{ "plugins": ["./own.mjs"] }');
    const ran = box.run('-f', 'json', '--concurrency', '2', '.');
    expect(ran.out).toContain('fc29');
    expect(box.read('loaded')).toBe('x');
  });

  test('work together with --cache', () => {
    tree(20);
    const alone = lint('-f', 'json', '--concurrency', 'off', '.');
    expect(lint('-f', 'json', '--concurrency', '2', '--cache', '.')).toEqual(alone);
    expect(lint('-f', 'json', '--concurrency', '2', '--cache', '.')).toEqual(alone);
  });

  test.each(['two', '-1', '1.5', ''])('--concurrency %j is refused', (value) => {
    tree(1);
    const ran = lint('--concurrency', value, '.');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('--concurrency');
  });

  test('there are none where there is little to do', () => {
    const group = (length: number) => ({ files: [new SourceText('a', ' '.repeat(length))], nets: [] });
    expect(workerCount('auto', Array(40).fill(group(1000)), 8)).toBe(0);
    expect(workerCount('auto', Array(40).fill(group(100_000)), 8)).toBe(5);
    // One worker and what V8 does beside it keep two cores busy.
    expect(workerCount('auto', Array(40).fill(group(100_000)), 2)).toBe(0);
    expect(workerCount('auto', Array(40).fill(group(100_000)), 3)).toBe(2);
    expect(workerCount('auto', [group(1e7)], 8)).toBe(0);
    expect(workerCount('auto', Array(40).fill(group(1e6)), 1)).toBe(0);
    expect(workerCount('off', Array(40).fill(group(1e6)), 8)).toBe(0);
    expect(workerCount('3', Array(40).fill(group(10)), 8)).toBe(3);
  });
});

describe('shards', () => {
  test('all of them find what one run finds', () => {
    tree(9);
    const whole = lint('-f', 'json-lines', '.');
    const parts = [1, 2, 3].map((i) => lint('-f', 'json-lines', '--shard', `${i}/3`, '.'));
    const lines = (text: string): string[] => text.split('\n').filter((l) => l !== '');
    expect(parts.flatMap((p) => lines(p.out)).sort()).toEqual(lines(whole.out).sort());
    expect(lines(parts[1]!.out).length).toBeGreaterThan(3);
    expect(Math.max(...parts.map((p) => p.code!))).toBe(whole.code);
  });

  test('SARIF has a category for each', () => {
    tree(2);
    const { runs } = JSON.parse(lint('-f', 'sarif', '--shard', '2/2', '.').out);
    expect(runs[0].automationDetails).toEqual({ id: 'caffe-lint/2-of-2/' });
    expect(JSON.parse(lint('-f', 'sarif', '.').out).runs[0].automationDetails).toBeUndefined();
  });

  test('more shards than files: the empty ones are content', () => {
    box.put('net.prototxt', wrongBottom);
    expect(lint('--shard', '1/2', '.').code).toBe(1);
    expect(lint('--shard', '2/2', '.')).toEqual({ code: 0, out: '', err: '' });
  });

  test('what cannot be read is told by one of them', () => {
    box.put('net.prototxt', wrongBottom);
    box.put('binary.prototxt', Buffer.from([0, 1, 2, 0, 255]));
    const told = [1, 2].map((i) => lint('--shard', `${i}/2`, 'net.prototxt', 'binary.prototxt'));
    expect(told.map((t) => t.err.includes('binary.prototxt'))).toEqual([true, false]);
  });

  test.each(['0/2', '3/2', '1', '1/0', 'a/b', '1/2/3'])('--shard %s is refused', (value) => {
    expect(lint('--shard', value, '.')).toMatchObject({ code: 2, out: '' });
  });

  test('what is written about all files is not written by a part', () => {
    box.put('net.prototxt', wrongBottom);
    for (const flag of ['--suppress-all', '--prune-suppressions'])
      expect(lint('--shard', '1/2', flag, '.').err).toContain('--shard cannot be used');
  });

  test('are disjoint, make up the whole, keep solver and net together, and are even', () => {
    const folders = fc.array(fc.record({ size: fc.nat(3000), net: fc.option(fc.nat(30)) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(folders, fc.integer({ min: 1, max: 7 }), (made, count) => {
        const files = made.flatMap(({ size, net }, i) => [
          new SourceText(`f${i}/net.prototxt`, 'x'.repeat(size)),
          ...(net === null ? [] : [new SourceText(`s${i}.prototxt`, `net: "f${net}/net.prototxt"`)]),
        ]);
        const find = (_: string, path: string): SourceText | undefined => files.find((f) => f.path === path);
        const parts = Array.from({ length: count }, (_, i) =>
          filesOfShard(files, { index: i + 1, count }, find),
        );
        expect(
          parts
            .flat()
            .map((f) => f.path)
            .sort(),
        ).toEqual(files.map((f) => f.path).sort());
        for (const part of parts)
          for (const file of part) {
            const net = /^net: "(.*)"$/.exec(file.text)?.[1];
            const named = net === undefined ? undefined : find('', net);
            if (named) expect(part).toContain(named);
          }
        // No part is heavier than the lightest by more than its last group.
        const loads = parts.map((part) => sizeOf({ files: part, nets: [] }) + part.length);
        const largest = Math.max(0, ...groupsOf(files, (file, name) => find(file.path, name)).map(sizeOf));
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(largest + files.length);
      }),
      { numRuns: 200 },
    );
  });

  test('parseShard', () => {
    expect(parseShard(' 2/4 ')).toEqual({ index: 2, count: 4 });
    expect(parseShard(undefined)).toBeUndefined();
  });
});
