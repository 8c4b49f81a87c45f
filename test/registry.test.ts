/** What holds of every rule, so that none is half made. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { rules } from '../rules/index.js';

const root = join(import.meta.dirname, '..', 'rules');
const folders = readdirSync(root, { withFileTypes: true }).filter((d) => d.isDirectory());

test('each rule is a file of its own name, with a page that begins with it', () => {
  for (const { meta } of rules) {
    const at = folders.find((f) => existsSync(join(root, f.name, `${meta.id}.ts`)));
    expect({ id: meta.id, found: at !== undefined }).toEqual({ id: meta.id, found: true });
    const page = readFileSync(join(root, at!.name, `${meta.id}.md`), 'utf8');
    expect(page.startsWith(`# ${meta.id}\n`)).toBe(true);
    expect(page.length).toBeGreaterThan(150);
  }
});

test('ids are unique, in kebab-case, and name a defect rather than a ban', () => {
  const ids = rules.map((r) => r.meta.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  for (const id of ids) expect(id).not.toMatch(/^(ban|forbid|disallow)-/);
});

test('descriptions are one sentence', () => {
  for (const { meta } of rules) expect(meta.description).toMatch(/^[A-Z`].*[^.]\.$/);
});

test('every page belongs to a rule', () => {
  const ids = new Set(rules.map((r) => r.meta.id));
  const pages = folders.flatMap((f) => readdirSync(join(root, f.name)).filter((n) => n.endsWith('.md')));
  expect(pages.filter((p) => !ids.has(p.slice(0, -3)))).toEqual([]);
});
