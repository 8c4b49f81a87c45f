/** The line that tells how far a long run is: on a terminal only, and gone in the end. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { Progress } from '../../src/cli/progress.js';
import { net, sandbox, solver } from './support.js';

jest.setTimeout(60_000);
const box = sandbox();

describe('the line', () => {
  const recorded = (): { written: string[]; progress: Progress; at: (time: number) => Progress } => {
    const written: string[] = [];
    let time = 0;
    const progress = new Progress({ isTTY: true, write: (text) => written.push(text) }, () => time);
    const at = (next: number): Progress => {
      time = next;
      return progress;
    };
    return { written, progress, at };
  };

  test('does not show in a short run', () => {
    const { written, at } = recorded();
    at(0).step(0, 2);
    at(499).step(1, 2);
    at(499).clear();
    expect(written).toEqual([]);
  });

  test('is rewritten in place, not more than ten times a second, and taken away', () => {
    const { written, at } = recorded();
    at(500).step(3, 9);
    at(599).step(4, 9);
    at(600).step(5, 9);
    at(601).clear();
    at(602).clear();
    expect(written).toEqual(['\r\u001b[Klinting 3 of 9 …', '\r\u001b[Klinting 5 of 9 …', '\r\u001b[K']);
  });

  test('needs a terminal that can rewrite a line, and somebody who watches', () => {
    const terminal = { isTTY: true, write: () => true };
    expect(Progress.fits(terminal, { TERM: 'xterm' })).toBe(true);
    expect(Progress.fits({ write: () => true }, { TERM: 'xterm' })).toBe(false);
    expect(Progress.fits(terminal, { TERM: 'dumb' })).toBe(false);
    expect(Progress.fits(terminal, { TERM: 'xterm', CI: 'true' })).toBe(false);
  });
});

/** util-linux's script gives a program a terminal. */
const hasScript = spawnSync('script', ['--version']).stdout?.toString().includes('util-linux') ?? false;

(hasScript ? test : test.skip)('the built command line on a terminal (needs script of util-linux)', () => {
  const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
  for (let i = 0; i < 200; i++) {
    box.put(`${i}/net.prototxt`, net);
    box.put(`${i}/solver.prototxt`, solver);
  }
  const onTerminal = (format: string): string =>
    spawnSync('script', ['-qec', `"${process.execPath}" "${cli}" -f ${format} .`, '/dev/null'], {
      cwd: box.folder,
      encoding: 'utf8',
      env: { ...process.env, TERM: 'xterm', CI: '', GITHUB_ACTIONS: '' },
    }).stdout;
  const shown = onTerminal('stylish');
  expect(shown).toMatch(/\r\u001b\[Klinting \d+ of \d+ …/);
  // The last that is written of it is its erasure, before the report.
  expect(shown.slice(shown.lastIndexOf('…') + 1)).toMatch(/^\r\u001b\[K/);
  expect(onTerminal('json')).not.toContain('linting');
  expect(box.run('.')).toMatchObject({ err: '' });
});
