/**
 * All measurements in one run, as the table of docs/performance.md.
 *
 *   node bench/run.mjs [--rounds N] [--only start-up,parse,corpus,layers] [--corpus DIR] [--proto FILE] [--write]
 *
 * Needs a build. The corpus and the schema are looked for beside the project; what is not there is left out.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { runNode } from './child.mjs';
import { wholeCorpus } from './corpus.mjs';
import { layerCounts } from './layers.mjs';
import { heapIn, parsing } from './parse.mjs';
import { median } from './rounds.mjs';
import { startUp } from './start-up.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    only: { type: 'string', default: 'start-up,parse,corpus,layers' },
    cli: { type: 'string', default: join(root, 'dist/cli.js') },
    corpus: { type: 'string', default: join(root, '../shared/truth/corpus') },
    proto: { type: 'string', default: join(root, '../shared/reference/schema/bvlc.proto') },
    write: { type: 'boolean', default: false },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'caffe-lint-bench-'));
const rounds = Number(flags.rounds);
const few = Math.max(1, Math.round(rounds / 3));
const wanted = new Set(flags.only.split(','));
const at = {
  root,
  folder,
  cli: resolve(flags.cli),
  corpus: resolve(flags.corpus),
  proto: resolve(flags.proto),
};
/** What Node takes to do nothing, in milliseconds. */
const bare = median(Array.from({ length: rounds }, () => runNode(['-e', '0']).wall));
const rows = [];
const skipped = [];
try {
  if (wanted.has('start-up')) rows.push(...startUp({ ...at, rounds: rounds * 2 }));
  if (wanted.has('parse')) {
    const parsed = await parsing({ ...at, rounds });
    rows.push(...parsed.rows);
    skipped.push(...parsed.skipped);
    runNode(['--expose-gc', join(root, 'bench/parse.mjs'), '--heap', root, folder]);
    rows.push([
      'heap that a tree of 1 MB holds',
      `${heapIn(folder).toFixed(0)} bytes per byte of text`,
      'at most 100',
    ]);
  }
  if (wanted.has('corpus')) {
    if (existsSync(at.corpus)) rows.push(...wholeCorpus({ ...at, bare, rounds: few }));
    else skipped.push(`the corpus (none at ${flags.corpus})`);
  }
  if (wanted.has('layers')) rows.push(...layerCounts({ ...at, rounds: few }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const line = (cells) => `| ${cells.join(' | ')} |`;
const table = [line(['what', 'measured', 'goal']), line(['---', '---', '---']), ...rows.map(line)].join('\n');
const under = `Node ${process.version}, ${cpus().length} cores, on which \`node -e 0\` takes ${bare.toFixed(0)} ms; medians of interleaved rounds.`;
process.stdout.write(`${table}\n\n${under}\n`);
for (const what of skipped) process.stderr.write(`left out: ${what}\n`);
if (flags.write) {
  const page = join(root, 'docs/performance.md');
  const text = readFileSync(page, 'utf8').replace(
    /(<!-- bench -->)[\s\S]*(<!-- \/bench -->)/,
    (_, open, close) => `${open}\n\n${table}\n\n${under}\n\n${close}`,
  );
  writeFileSync(page, await format(text, { parser: 'markdown', printWidth: 110 }));
}
