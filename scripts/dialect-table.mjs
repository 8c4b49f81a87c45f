/**
 * A fork's caffe.proto → the table of its dialect, as src/schema/tables/ holds it.
 * usage: node scripts/dialect-table.mjs ID OWNER/NAME PATH/TO/caffe.proto [--extends ID] > src/schema/tables/ID.ts
 * Then: write the title and the layer types by hand, list the table in tables/index.ts and its id in dialects.ts.
 */
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { extends: { type: 'string' } },
});
const [id, repository, proto] = positionals;
if (!proto) {
  console.error('usage: node scripts/dialect-table.mjs ID OWNER/NAME PATH/TO/caffe.proto [--extends ID]');
  process.exit(2);
}

/** Import modules of src/ from here, where node cannot read TypeScript. */
async function fromSource(...files) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const folder = mkdtempSync(join(root, 'node_modules', '.dialect-table-'));
  try {
    await build({
      absWorkingDir: root,
      stdin: { contents: files.map((f) => `export * from './src/${f}';`).join('\n'), resolveDir: root },
      outfile: join(folder, 'source.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
    return await import(pathToFileURL(join(folder, 'source.mjs')).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { loadUserProto, schemaOf } = await fromSource('schema/user-proto.ts', 'schema/dialects.ts');
const base = schemaOf(values.extends ? [values.extends] : []);
const fork = await loadUserProto(proto);

const quote = (text) => `'${text.replace(/[\\']/g, '\\$&')}'`;
const key = (name) => (/^\w+$/.test(name) ? name : quote(name));
const letters = { optional: 'o', repeated: 'r', required: 'q' };
const wide = (type) => type.replace(/^u?int(32|64)$/, 'int');

const same = (a, b) => a === b || (Number(a) === Number(b) && a !== '');

/** Only what widens the base counts: a field more, several values for one, another type or default. */
function differs(field, known) {
  if (!known) return true;
  if (known.label === 'repeated' && field.label !== 'repeated') return false;
  if (known.label !== field.label && field.label === 'repeated') return true;
  return (
    wide(known.type) !== wide(field.type) ||
    (field.default !== undefined && !same(field.default, known.default))
  );
}

const block = (entries) =>
  [...entries].map(([name, rows]) => `    ${key(name)}: {\n${rows.join('\n')}\n    },`);
const messages = new Map();
for (const [name, { fields }] of fork.messages) {
  const known = base.messages.get(name);
  const rows = [...fields.values()]
    .filter((field) => differs(field, known?.fields.get(field.name)))
    .map((field) => {
      const type = field.typeName ? `${field.type}:${field.typeName}` : field.type;
      const letter = known && field.label === 'required' ? 'o' : letters[field.label];
      const fallback = field.default === undefined ? '' : `, ${quote(field.default)}`;
      return `      ${key(field.name)}: [${field.number}, '${letter}', ${quote(type)}${fallback}],`;
    });
  if (rows.length > 0 || !known) messages.set(name, rows);
}
const enums = new Map();
for (const [name, { values: all }] of fork.enums) {
  const rows = [...all]
    .filter(([value]) => !base.enums.get(name)?.values.has(value))
    .map(([value, number]) => `      ${key(value)}: ${number},`);
  if (rows.length > 0) enums.set(name, rows);
}

const variable = id.replace(/[-.](\w)/g, (_, c) => c.toUpperCase());
console.log(`/**
 * ${id}: what ${repository} adds to the schema of ${values.extends ?? 'BVLC'}.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const ${variable} = (): Dialect => ({
  id: ${quote(id)},
  title: ${quote(id)},
  repository: ${quote(repository)},${values.extends ? `\n  extends: ${quote(values.extends)},` : ''}
  layerTypes: [],
  messages: {
${block(messages).join('\n')}
  },
  enums: {
${block(enums).join('\n')}
  },
});`);
