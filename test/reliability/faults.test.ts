/** Writing that is disturbed: at every single step of it here, at random moments in `bench/faults.mjs`. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sandbox, solver, net } from '../cli/support.js';

const box = sandbox();
const root = join(import.meta.dirname, '..', '..');
const old = `${solver}# caffe-lint-disable\n`;
const fixed = `${solver}`;
const left = (): string[] => readdirSync(box.folder).filter((n) => n.startsWith('.caffe-lint'));

/**
 * A run whose calls on files beside the target are counted, and which is disturbed at one of them. The
 * bundle calls `node:fs` through its module object, so that what is loaded before it can stand in between.
 * @param act JavaScript that runs before a call; `fs`, `real` (the calls as they were), `name`, `args` and `count` are in reach.
 */
function disturbed(
  act: string,
  ...args: string[]
): { code: number | null; signal: string | null; err: string } {
  const hook = box.put(
    'hook.cjs',
    `const fs = require('node:fs');
     const real = { ...fs };
     let count = 0;
     const ourFiles = new Set();
     for (const name of ['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'chmodSync', 'linkSync', 'renameSync', 'unlinkSync'])
       fs[name] = (...args) => {
         const ours = ourFiles.has(args[0]) || args.some((a) => String(a).includes('.caffe-lint-'));
         if (ours) { count++; ${act} }
         const result = real[name](...args);
         if (ours && name === 'openSync') ourFiles.add(result);
         return result;
       };`,
  );
  const cli = join(root, 'dist', 'cli.js');
  const ran = spawnSync(process.execPath, ['--require', hook, cli, '--fix', ...args, 'solver.prototxt'], {
    cwd: box.folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '', NODE_DISABLE_COMPILE_CACHE: '1' },
  });
  return { code: ran.status, signal: ran.signal, err: ran.stderr };
}
const start = (): void => {
  box.put('net.prototxt', net);
  box.put('solver.prototxt', old);
};

test('killed before any one of its calls: the old file or the new one, and the next run finishes', () => {
  start();
  const states: string[] = [];
  for (let at = 1; ; at++) {
    box.put('solver.prototxt', old);
    const ran = disturbed(`if (count === ${at}) process.kill(process.pid, 'SIGKILL');`);
    if (ran.signal !== 'SIGKILL') {
      expect(ran).toMatchObject({ code: 0, signal: null });
      break;
    }
    const text = box.read('solver.prototxt');
    expect([old, fixed]).toContain(text);
    states.push(text === old ? 'old' : 'new');
    expect(box.run('--fix', 'solver.prototxt').code).toBe(0);
    expect(box.read('solver.prototxt')).toBe(fixed);
  }
  // open, write, flush, close, mode, second name, rename ‖ second name away
  expect(states.filter((s) => s === 'old').length).toBeGreaterThanOrEqual(7);
  expect(states.filter((s) => s === 'new').length).toBeGreaterThanOrEqual(1);
  // What stayed from the kill after the rename goes with the next file that is written here.
  box.put('solver.prototxt', old);
  box.run('--fix', 'solver.prototxt');
  expect(left()).toEqual([]);
}, 60_000);

test.each(['openSync', 'writeSync', 'fsyncSync', 'chmodSync', 'renameSync'])(
  'no space at %s: the old file, nothing beside it, exit 2',
  (call) => {
    start();
    const ran = disturbed(
      `if (name === '${call}') throw Object.assign(new Error('ENOSPC: no space'), { code: 'ENOSPC' });`,
    );
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('solver.prototxt: not fixed: no space left on the device');
    expect(ran.err).not.toMatch(/^fixed/m);
    expect(box.read('solver.prototxt')).toBe(old);
    expect(left()).toEqual([]);
  },
);

test('a file system without hard links is written all the same', () => {
  start();
  const ran = disturbed(
    `if (name === 'linkSync') throw Object.assign(new Error('EPERM'), { code: 'EPERM' });`,
  );
  expect(ran.code).toBe(0);
  expect([box.read('solver.prototxt'), left()]).toEqual([fixed, []]);
});

describe('saved by an editor', () => {
  const edited = `${old}# edited\n`;
  const save = `real.writeFileSync('solver.prototxt', ${JSON.stringify(edited)})`;
  test.each([
    ['before it is compared', `if (name === 'openSync') ${save};`],
    ['between the comparison and the rename', `if (name === 'renameSync') ${save};`],
    ['while the old file has its second name', `if (name === 'linkSync') ${save};`],
  ])('%s: the edit stays', (_, act) => {
    start();
    const ran = disturbed(
      `if (!globalThis.done) { const n = name; (() => { ${act.replace(save, `{ globalThis.done = true; ${save}; }`)} })(); }`,
    );
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('not fixed: it changed while it was being fixed');
    expect([box.read('solver.prototxt'), left()]).toEqual([edited, []]);
  });
});

describe('what a killed run left behind', () => {
  const ours = (pid: number, tail: string): string => {
    start();
    // A name as this machine makes it, with another process's number.
    disturbed(`if (name === 'writeSync') process.kill(process.pid, 'SIGKILL');`);
    const [name] = left();
    expect(name).toMatch(/^\.caffe-lint-[0-9a-f]{8}-\d+-[0-9a-f]{16}\.tmp$/);
    box.run('--fix', 'solver.prototxt');
    start();
    return name!.replace(/-\d+-[0-9a-f]{16}\.tmp$/, `-${pid}-${tail}`);
  };

  test('stays while its process runs', () => {
    const name = ours(process.pid, '0123456789abcdef.tmp');
    box.put(name, 'half');
    box.run('--fix', 'solver.prototxt');
    expect(left()).toEqual([name]);
  });

  test('of another machine stays for a day', () => {
    start();
    const name = '.caffe-lint-00000000-1-0123456789abcdef.tmp';
    const path = box.put(name, 'half');
    box.run('--fix', 'solver.prototxt');
    expect(left()).toEqual([name]);
    const before = Date.now() / 1000 - 25 * 3600;
    utimesSync(path, before, before);
    box.put('solver.prototxt', old);
    box.run('--fix', 'solver.prototxt');
    expect(left()).toEqual([]);
  });

  test('an old file that somebody wrote into is kept', () => {
    const name = ours(2 ** 22 + 1, '00000000-0123456789abcdef.old');
    box.put(name, 'not what the name says');
    box.run('--fix', 'solver.prototxt');
    expect(left()).toEqual([name]);
  });

  test('a file whose name is no other than that is linted like any', () => {
    start();
    box.put('.caffe-lint.prototxt', 'name "x"');
    expect(box.lint('.caffe-lint.prototxt').map((m) => m.ruleId)).toContain('syntax-error');
  });
});

test('a name of 255 bytes is fixed, too', () => {
  const name = `${'n'.repeat(246)}.prototxt`;
  const path = box.put(name, old);
  box.put('net.prototxt', net);
  expect(box.run('--fix', name).code).toBe(0);
  expect(readFileSync(path, 'utf8')).toBe(fixed);
});

test('kills at random moments, edits, two runs, full disk, no permission, closed pipes, links', () => {
  const args = ['bench/faults.mjs', '--kills', '12', '--rounds', '6'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(stdout.split('\n').filter((l) => l.includes('FAILED'))).toEqual([]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/12 kills: .* every file the old or the new one/);
  const skipped = stdout.split('\n').filter((l) => l.includes('skipped'));
  // Said in the test's output, so that nobody takes it for done.
  if (skipped.length > 0) writeFileSync(process.stderr.fd, `${skipped.join('\n')}\n`);
}, 180_000);
