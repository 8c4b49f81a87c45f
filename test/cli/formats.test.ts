/** Every report format through the built command line, all at once, each to its own file and valid. */
import { beforeEach, expect, test } from '@jest/globals';
import { formats } from '../../src/report/index.js';
import { expectValid } from '../report/schemas.js';
import { checkstyle, junit, problemsOf, readXml } from '../report/xml.js';
import { net, sandbox, wrongBottom } from './support.js';

const box = sandbox();
const names = Object.keys(formats);
const read = (name: string): string => box.read(`reports/${name}`);
let code: number | null;
let out = '';
beforeEach(() => {
  box.put('good.prototxt', net);
  box.put('bad.prototxt', wrongBottom);
  ({ code, out } = box.run(...names.flatMap((name) => ['-f', `${name}=reports/${name}`]), '.'));
});

test('all at once: nothing on standard output, the place in every file', () => {
  expect({ code, out }).toEqual({ code: 1, out: '' });
  for (const name of names) {
    expect({ name, found: read(name).includes('unknown-bottom') }).toEqual({ name, found: true });
    if (name !== 'statistics')
      expect({ name, found: read(name).includes('bad.prototxt') }).toEqual({ name, found: true });
  }
});

test('each follows its published schema', () => {
  for (const name of ['sarif', 'gitlab', 'rdjson', 'json', 'json-with-metadata'] as const)
    expectValid(name, read(name));
  const lines = read('json-lines').trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expectValid('json-lines', line);
  expect(problemsOf(readXml(read('junit')), junit)).toEqual([]);
  expect(problemsOf(readXml(read('checkstyle')), checkstyle)).toEqual([]);
  expect(read('github')).toMatch(/^::error file=.*bad\.prototxt,line=23,col=3,/m);
  expect(read('compact')).toMatch(/^bad\.prototxt:23:3: error .* \[unknown-bottom\]$/m);
});

test('--quiet leaves errors only in every one of them', () => {
  const { code: quiet } = box.run(
    '--quiet',
    ...names.flatMap((name) => ['-f', `${name}=reports/${name}`]),
    '.',
  );
  expect(quiet).toBe(1);
  const [bad] = JSON.parse(read('json')) as { warningCount: number; errorCount: number }[];
  expect(bad).toMatchObject({ warningCount: 0, errorCount: 1 });
  expect(JSON.parse(read('sarif')).runs[0].results.map((r: { level: string }) => r.level)).toEqual(['error']);
  expect(read('github')).not.toContain('::warning');
  expect(read('checkstyle')).not.toContain('severity="warning"');
});

test('annotations come by themselves in a GitHub job, and never into what a program reads', () => {
  const job = { env: { GITHUB_ACTIONS: 'true' } };
  expect(box.runWith(job, 'bad.prototxt').out).toMatch(/^::error file=/m);
  expect(() => JSON.parse(box.runWith(job, '-f', 'json', 'bad.prototxt').out) as unknown).not.toThrow();
});
