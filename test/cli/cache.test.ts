/** `--cache`: the same answer sooner, and never an old one. */
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sandbox, wrongBottom } from './support.js';
import type { Ran } from './support.js';

const box = sandbox();
const CACHE = '.caffelintcache';
const MARK = 'taken from the cache';

/** Everything that a user sees of a run. */
const lint = (...args: string[]): Ran => box.run('-f', 'json', '--no-config-lookup', ...args);
/** Put a mark into what is kept, so that a run that uses it shows it. */
const mark = (): void =>
  void box.put(CACHE, box.read(CACHE).replaceAll('which no layer before it produces', MARK));

test('gives what a run without it gives, from what was kept', () => {
  box.put('a/net.prototxt', wrongBottom);
  box.put('b/net.prototxt', wrongBottom.replace('fc9', 'fc1'));
  box.put('b/solver.prototxt', 'net: "net.prototxt" base_lr: 0.1 lr_policy: "fixed" gama: 1');
  box.put('c.prototxt', 'name: "x" layer { ');
  const plain = lint('.');
  expect(plain.out).toContain('which no layer before it produces');
  expect(lint('--cache', '.')).toEqual(plain);
  expect(lint('--cache', '.')).toEqual(plain);
  mark();
  expect(lint('--cache', '.').out).toBe(plain.out.replaceAll('which no layer before it produces', MARK));
});

test('a file that changed is linted anew, the others are not', () => {
  box.put('a/net.prototxt', wrongBottom);
  box.put('b/net.prototxt', wrongBottom);
  lint('--cache', '.');
  mark();
  box.put('a/net.prototxt', `# more\n${wrongBottom}`);
  const [a, b] = JSON.parse(lint('--cache', '.').out) as { messages: { message: string }[] }[];
  expect(JSON.stringify(a)).not.toContain(MARK);
  expect(JSON.stringify(b)).toContain(MARK);
});

test('a solver depends on the net that it names, wherever that lies, and on whether it is there', () => {
  box.put('nets/net.prototxt', wrongBottom);
  box.put('run/solver.prototxt', 'net: "nets/net.prototxt" base_lr: 0.1 lr_policy: "fixed"');
  const with9 = lint('--cache', 'run');
  expect(with9.out).toContain('fc9');
  expect(lint('--cache', 'run')).toEqual(with9);
  box.put('nets/net.prototxt', wrongBottom.replaceAll('fc9', 'fc8'));
  expect(lint('--cache', 'run')).toEqual(lint('run'));
  box.put('run/solver.prototxt', 'net: "nets/other.prototxt" base_lr: 0.1 lr_policy: "fixed"');
  expect(lint('--cache', 'run')).toEqual(lint('run'));
  box.put('nets/other.prototxt', wrongBottom);
  expect(lint('--cache', 'run')).toEqual(lint('run'));
  expect(lint('run').out).toContain('fc9');
});

test('other settings give other results', () => {
  box.put('net.prototxt', wrongBottom);
  lint('--cache', '.');
  mark();
  for (const flags of [['--rule', 'unknown-bottom: off'], ['--no-inline-config'], ['--input', 'x=1,2']])
    expect(lint('--cache', ...flags, '.')).toEqual(lint(...flags, '.'));
});

test('a cache that is torn, or something else, is passed over and written anew', () => {
  box.put('net.prototxt', wrongBottom);
  const plain = lint('net.prototxt');
  lint('--cache', 'net.prototxt');
  const good = box.read(CACHE);
  for (const bad of ['', good.slice(0, good.length / 2), 'null', '[]', '{"entries":{"a":1}}', '\0\xff'])
    for (const run of [box.put(CACHE, bad), 'again']) {
      expect(run).toBeTruthy();
      expect(lint('--cache', 'net.prototxt')).toEqual(plain);
    }
  expect(box.read(CACHE)).toBe(good);
  // Nothing half-written is left beside it.
  expect(readdirSync(box.folder).sort()).toEqual([CACHE, 'net.prototxt']);
});

test('a place where it cannot be written is told, and nothing else is lost', () => {
  box.put('net.prototxt', wrongBottom);
  box.put('file', '');
  const { code, out, err } = box.run(
    '-f',
    'compact',
    '--cache',
    '--cache-location',
    'file/cache',
    'net.prototxt',
  );
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringMatching(/file\/cache: the cache could not be written/),
  });
  expect(out).toContain('unknown-bottom');
});

test('fixes are made from the text, not from what was kept', () => {
  box.put(
    'net.prototxt',
    'name: "x"\nlayer { name: "a" type: "Input" top: "a" input_param { shape { dim: 1 } }, }\nlayer { name "b" type: "ReLU" bottom: "a" top: "b" }\n',
  );
  lint('--cache', '.');
  box.run('--cache', '--fix', '.');
  const fixed = box.read('net.prototxt');
  expect(fixed).toContain('name: "b"');
  expect(lint('--cache', '.')).toEqual(lint('.'));
});

test('by metadata: a file of the same time and size counts as unchanged', () => {
  const path = box.put('net.prototxt', wrongBottom);
  utimesSync(path, 1e9, 1e9);
  const args = ['--cache', '--cache-strategy', 'metadata', '--cache-location', 'kept/', '.'];
  const first = lint(...args);
  box.put('net.prototxt', wrongBottom.replaceAll('fc9', 'fc8'));
  utimesSync(path, 1e9, 1e9);
  expect(lint(...args)).toEqual(first);
  utimesSync(path, 1e9, 1e9 + 1);
  expect(lint(...args).out).toContain('fc8');
  expect(readdirSync(join(box.folder, 'kept'))).toEqual([CACHE]);
});
