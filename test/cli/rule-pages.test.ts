/** Every rule's page shows a failing and a mended example; both are run here through the built command line. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { applyPatch } from 'diff';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rules } from '../../rules/index.js';
import { pages } from '../../rules/pages.gen.js';
import { knownIn, listText } from '../support/known.js';
import { blob, layer, model } from '../weights/encode.js';

const root = join(import.meta.dirname, '..', '..');
const cli = process.env['CAFFE_LINT_CLI'] ?? join(root, 'dist', 'cli.js');

interface Example {
  id: string;
  failing: Record<string, string>;
  said: string;
  mended: Record<string, string>;
}

const fences = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?\\n)\`\`\`$`, 'gm'))].map((m) => m[1]!);

/** Fences that begin with the name of their file. */
const texts = (page: string): Record<string, string> =>
  Object.fromEntries(
    fences(page, 'prototxt').map((f) => [/^# (\S+)\n/.exec(f)![1]!, f.replace(/^.*\n/, '')]),
  );

function exampleOf(id: string): Example {
  const page = pages[id]!;
  const example = page.slice(page.indexOf('\n## Example'));
  const said = fences(example, 'text')[0]!;
  const [before, after] = example.split(said) as [string, string];
  const failing = texts(before);
  const mended = { ...failing, ...texts(after) };
  for (const patch of fences(after, 'diff')) {
    const name = /^--- (\S+)/m.exec(patch)![1]!;
    const text = applyPatch(failing[name]!, patch, { autoConvertLineEndings: true });
    expect({ name, applies: text !== false }).toEqual({ name, applies: true });
    mended[name] = text as string;
  }
  return { id, failing, said, mended };
}

/** The trained weights and lists beside the failing fixture that an example was drawn from, by file name. */
function besides({ id, failing }: Example): Record<string, Buffer | string> {
  const cases = join(root, 'fixtures', 'rules', id, 'invalid');
  const from = readdirSync(cases)
    .map((name) => join(cases, name))
    .find((path) =>
      Object.entries(failing).every(([name, text]) => {
        const file = join(path, name);
        return existsSync(file) && readFileSync(file, 'utf8').replace(/[ \t]*# expect: .*$/gm, '') === text;
      }),
    );
  const { weights = {}, lists = {}, broken = {} } = from ? knownIn(from) : {};
  const values = (shape: number[], last = 0.1): number[] => {
    const n = shape.reduce((a, b) => a * b, 1);
    return Array.from({ length: n }, (_, i) => (i === n - 1 ? last : i % 2 ? 0.1 : -0.1));
  };
  const models = Object.fromEntries(
    Object.entries(weights).map(([path, layers]) => [
      path,
      model(
        ...Object.entries(layers).map(([name, shapes]) =>
          layer(
            name,
            ...shapes.map((s) => blob(s, values(s, broken[path]?.includes(name) ? NaN : undefined))),
          ),
        ),
      ),
    ]),
  );
  return {
    ...models,
    ...Object.fromEntries(Object.entries(lists).map(([path, runs]) => [path, listText(runs)])),
  };
}

const examples = new Map<string, Example>();
let folder = '';
let found: {
  filePath: string;
  messages: { ruleId: string; line: number; column: number; message: string }[];
}[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'caffe-lint-pages-'));
  const put = (path: string, text: string | Buffer): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const { meta } of rules) {
    const example = exampleOf(meta.id);
    examples.set(meta.id, example);
    for (const kind of ['failing', 'mended'] as const) {
      for (const [name, bytes] of Object.entries(besides(example))) put(`${meta.id}/${kind}/${name}`, bytes);
      for (const [name, text] of Object.entries(example[kind])) put(`${meta.id}/${kind}/${name}`, text);
    }
  }
  put('.caffelintrc.json', '{ "root": true, "extends": "caffe-lint:all" }');
  const run = spawnSync(process.execPath, [cli, '--format', 'json', '.'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  found = JSON.parse(run.stdout) as typeof found;
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ofRule = (id: string, kind: 'failing' | 'mended'): string[] =>
  found
    .filter((f) => f.filePath.startsWith(`${id}/${kind}/`))
    .flatMap((f) => f.messages.filter((m) => m.ruleId === id).map((m) => `${m.line}:${m.column}`));

describe.each(rules.map((r) => r.meta.id))('%s', (id) => {
  test('the failing example fails at the shown places, with the shown words', () => {
    const places = ofRule(id, 'failing');
    const shown = [...examples.get(id)!.said.matchAll(/^ +(\d+:\d+) +(?:error|warning) /gm)].map(
      (m) => m[1]!,
    );
    expect(places.length).toBeGreaterThan(0);
    expect(shown.sort()).toEqual(places.sort());
    const words = examples.get(id)!.said.replace(/\s+/g, ' ');
    for (const { filePath, messages } of found.filter((f) => f.filePath.startsWith(`${id}/failing/`)))
      for (const m of messages.filter((m) => m.ruleId === id))
        expect({
          filePath,
          shown: words.includes(m.message.replaceAll(`${id}/failing/`, '')) || m.message,
        }).toEqual({
          filePath,
          shown: true,
        });
  });

  test('the mended one does not', () => {
    expect(Object.keys(examples.get(id)!.mended).length).toBeGreaterThan(0);
    expect(ofRule(id, 'mended')).toEqual([]);
  });
});

test('explain prints the page with its example, without the marks of the generator', () => {
  const run = spawnSync(process.execPath, [cli, 'explain', 'no-learning-rate'], { encoding: 'utf8' });
  expect(run.stdout).toContain('## Example');
  expect(run.stdout).toContain('+base_lr: 0.01');
  expect(run.stdout).not.toContain('<!--');
});
