// Holds --fix and --fix --unsafe-fixes against what they promise, over every net and solver of some folders:
// a fixed point, nothing more to do in a second run, no more syntax errors than before, every character outside
// of the edits as it was, no error that the fix itself brought, the printed patch applied by git the same as the
// fix, and for safe fixes: what Caffe reads after its upgrade is what it read before, or it had not loaded the file.
//   node scripts/check-fixes.mjs FOLDER… [--every N] [--from I] [--crlf]
// --every N takes each N-th file only, from the I-th; --crlf gives all files the line ends of Windows first.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    crlf: { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '..');
const work = mkdtempSync(join(tmpdir(), 'caffe-lint-fixes-'));
try {
  process.exitCode = await main();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function main() {
  const { checkFixes, quick, SourceText } = await load();
  const files = positionals
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((e) => e.isFile() && /prototxt|pbtxt/.test(e.name))
        .map((e) => join(e.parentPath ?? e.path, e.name)),
    )
    .sort()
    .filter((_, i) => i % Number(values.every) === Number(values.from) % Number(values.every));
  let broken = 0;
  const sum = { safe: 0, unsafe: 0 };
  const wanted = new Map();
  const patches = [];
  const complain = (file, what) => {
    broken++;
    console.log(`${file}: ${what}`);
  };
  for (const [i, file] of files.entries()) {
    const source = SourceText.decode('net.prototxt', readFileSync(file));
    const text = values.crlf ? source.text.replace(/\r?\n/g, '\r\n') : source.text;
    let checked;
    try {
      checked = checkFixes({ 'net.prototxt': text }, quick);
    } catch (error) {
      complain(file, error.stack);
      continue;
    }
    for (const what of checked.broken) complain(file, what);
    sum.safe += checked.changed.safe;
    sum.unsafe += checked.changed.unsafe;
    // git reads patches as bytes; a text that is no UTF-8 is compared as the characters that stand for them.
    for (const { path, after, patch } of checked.patches) {
      const name = `${i}/${path}`;
      mkdirSync(dirname(join(work, name)), { recursive: true });
      writeFileSync(join(work, name), text);
      wanted.set(name, { file, after });
      patches.push(patch.replaceAll(path, name));
    }
  }
  if (patches.length > 0)
    try {
      execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
        cwd: work,
        input: patches.join(''),
        stdio: 'pipe',
      });
    } catch (error) {
      complain('git apply', error.stderr?.toString() ?? error);
    }
  for (const [name, { file, after }] of wanted)
    if (readFileSync(join(work, name), 'utf8') !== after)
      complain(file, `${name}: git makes another text of the patch`);
  console.log(
    `${files.length} files; ${sum.safe} changed by safe fixes, ${sum.unsafe} by all; ${patches.length} patches; ${broken} promises broken`,
  );
  return broken > 0 || files.length === 0 ? 1 : 0;
}

/** The checks that the tests use, as a module. */
async function load() {
  const outfile = join(work, 'checks.mjs');
  await build({
    stdin: {
      contents: `export { checkFixes } from './test/support/fix-checks.ts';
export { quick } from './test/support/quick.ts';
export { SourceText } from './src/text/source-text.ts';`,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    define: { 'import.meta.dirname': JSON.stringify(join(root, 'test', 'support')) },
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}
