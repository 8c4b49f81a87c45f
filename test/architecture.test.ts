/** Data flows one way: a module imports only from what stands before it. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');

/** From text to report; a folder may import from itself and from what stands above it. */
const order = [
  'grammar',
  'src/text',
  'src/schema',
  'src/document',
  'src/net',
  'src/shapes',
  'src/numeric',
  'src/layers',
  'src/weights',
  'src/labels',
  'src/analysis',
  'src/solver',
  'src/training',
  'src/log',
  'src/engine',
  'rules',
  'src/config',
  'src/lint',
  'src/explanation',
  'src/report',
  'src/lsp',
  'src/cli',
  'src/api',
];

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile() && e.name.endsWith('.ts'))
    .map((e) => relative(root, join(e.parentPath, e.name)).split(sep).join('/'));

const folderOf = (file: string): string =>
  order.filter((f) => file.startsWith(`${f}/`)).sort((a, b) => b.length - a.length)[0] ?? '';

const imports = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((m) =>
    relative(root, resolve(root, dirname(file), m[1]!))
      .split(sep)
      .join('/'),
  );

test('every source folder has its place in the order', () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((d) => d.isDirectory());
  expect(folders.map((d) => `src/${d.name}`).filter((f) => !order.includes(f))).toEqual([]);
});

test('no module imports from what stands behind it', () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const folder of order)
    for (const file of filesIn(folder))
      for (const target of imports(file)) {
        seen++;
        const from = order.indexOf(folderOf(file));
        const to = order.indexOf(folderOf(target));
        if (to > from) wrong.push(`${file} imports ${target}`);
      }
  expect(seen).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});

test('files stay small enough to hold in the head', () => {
  const long = order
    .flatMap(filesIn)
    .filter((f) => !f.endsWith('.gen.ts') && !f.includes('/tables/'))
    .map((f) => ({ f, lines: readFileSync(join(root, f), 'utf8').split('\n').length }))
    .filter(({ lines }) => lines > 560);
  expect(long).toEqual([]);
});
