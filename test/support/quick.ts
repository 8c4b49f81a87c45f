/** The rules that take no training: all others can be asked of thousands of texts. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../rules/index.js';

/**
 * Rules that train a surrogate net are left to their own fixtures (test/rules.test.ts applies their
 * fixes to the fixed point): asking them of every other fixture, six times over, would take an hour.
 */
export const quick = rules.filter(({ meta }) => {
  const folder = join(import.meta.dirname, '..', '..', 'rules');
  const at = readdirSync(folder).find((category) => existsSync(join(folder, category, `${meta.id}.ts`)));
  const text = readFileSync(join(folder, at!, `${meta.id}.ts`), 'utf8');
  const shared = [...text.matchAll(/from '\.\/([\w-]+)\.js'/g)].map((m) =>
    readFileSync(join(folder, at!, `${m[1]}.ts`), 'utf8'),
  );
  return ![text, ...shared].some((t) => t.includes('prognosis'));
});
