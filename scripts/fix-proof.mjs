// What --fix --unsafe-fixes makes of training runs that fail, as the table of docs/fixes.md.
//   node scripts/fix-proof.mjs FOLDER [--keep DIR] [--write docs/fixes.md]
// FOLDER holds one folder per case: solver.prototxt, the net it names, and outcome.json ({"outcome": …})
// where the run is known. Cases known to train are left out. --keep leaves the mended copies in DIR.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { diffLines } from 'diff';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'string' }, write: { type: 'string' } },
});
const [folder] = positionals;
if (!folder) {
  console.error('usage: node scripts/fix-proof.mjs FOLDER [--keep DIR] [--write FILE]');
  process.exit(2);
}
const cli = join(import.meta.dirname, '..', 'dist', 'cli.js');
const work = values.keep ? resolve(values.keep) : mkdtempSync(join(tmpdir(), 'fix-proof-'));

/** Run the command line; exit codes 0 and 1 are answers. */
const run = (args) =>
  new Promise((done, fail) => {
    execFile(process.execPath, [cli, ...args], { maxBuffer: 1 << 28 }, (error, stdout, stderr) =>
      error && error.code !== 1 ? fail(new Error(`${args.join(' ')}: ${stderr}`)) : done(stdout),
    );
  });
const alone = ['--no-config-lookup', '--no-ignore'];
const lint = async (solver) =>
  JSON.parse(await run([...alone, '-f', 'json', solver])).flatMap((file) => file.messages);
const fix = (solver, rules = []) =>
  run([...alone, '--fix', '--unsafe-fixes', ...rules.flatMap((id) => ['--fix-rule', id]), solver]);

/** "nan", "plateau" or both, as the findings foresee them; "healthy" without such a finding. */
const verdict = (messages) => {
  const bad = new Set(messages.map((m) => m.symptom).filter((s) => /^(nan|plateau|load-failure)$/.test(s)));
  return bad.size > 0 ? [...bad].sort().join(', ') : 'healthy';
};

/** Texts of a case's files. */
const textsOf = (dir) =>
  new Map(
    readdirSync(dir)
      .filter((name) => name.endsWith('.prototxt'))
      .map((name) => [name, readFileSync(join(dir, name), 'utf8')]),
  );

/** The layers as Caffe builds them: names, types, blobs; sizes show in the number of parameters. */
async function architecture(dir, texts) {
  const nets = [...texts.keys()].filter((name) => name !== 'solver.prototxt');
  const shown = await Promise.all(
    nets.map(async (name) =>
      JSON.parse(await run(['inspect', '--no-config-lookup', '--format', 'json', join(dir, name)])),
    ),
  );
  return shown.map(({ layers, params, blobs }) => ({
    layers: layers.map((l) => `${l.name}: ${l.type}`),
    rest: JSON.stringify([params, blobs]),
  }));
}

function differences(before, after) {
  const told = [];
  before.forEach(({ layers, rest }, i) => {
    const now = after[i];
    const gone = layers.filter((l) => !now.layers.includes(l));
    if (gone.length > 0)
      told.push(`${gone.length} layers changed (${gone[0]}${gone.length > 1 ? ', …' : ''})`);
    else if (rest !== now.rest) told.push('other shapes');
  });
  return told;
}

/** Where two lines differ, from the name of the field on. */
function change(before, after) {
  const [a, b] = [before, after].map((line) => line.trim().split(/(?<=\s)/));
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  while (start > 0 && !a[start]?.trim().endsWith(':') && !a[start - 1].trim().endsWith('{')) {
    start--;
    if (a[start].trim().endsWith(':')) break;
  }
  const cut = (x) =>
    x
      .slice(start, x.length - end)
      .join('')
      .trim();
  return [cut(a), cut(b)];
}

/** The patch in words: each kind of change once. */
function patchOf(before, after) {
  const counts = new Map();
  const add = (text) => counts.set(text, (counts.get(text) ?? 0) + 1);
  const code = (text) => `\`${text.replaceAll('|', '\\|')}\``;
  for (const [name, text] of before) {
    const parts = diffLines(text, after.get(name));
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i];
      const lines = part.value.replace(/\n$/, '').split('\n');
      const next = parts[i + 1];
      if (part.removed && next?.added) {
        const news = next.value.replace(/\n$/, '').split('\n');
        lines.forEach((line, k) => {
          const [a, b] = change(line, news[k] ?? '');
          add(a === '' ? `add ${code(b)}` : b === '' ? `remove ${code(a)}` : `${code(a)} → ${code(b)}`);
        });
        i++;
      } else if (part.removed) lines.forEach((line) => add(`remove ${code(line.trim())}`));
      else if (part.added) lines.forEach((line) => add(`add ${code(line.trim())}`));
    }
  }
  return [...counts].map(([text, n]) => (n > 1 ? `${text} (${n} times)` : text)).join('; ');
}

/** Fixes that could have been left out: without them the case ends clean as well. */
async function needless(source, dir, applied) {
  const spare = [];
  for (const id of applied.length > 1 ? applied : []) {
    const copy = `${dir}.without-${id}`;
    cpSync(source, copy, { recursive: true });
    const solver = join(copy, 'solver.prototxt');
    await fix(
      solver,
      applied.filter((x) => x !== id),
    );
    if (verdict(await lint(solver)) === 'healthy') spare.push(id);
    rmSync(copy, { recursive: true });
  }
  return spare;
}

async function prove(id) {
  const source = join(folder, id);
  const known = join(source, 'outcome.json');
  const outcome = existsSync(known) ? JSON.parse(readFileSync(known, 'utf8')).outcome : 'not run';
  if (outcome === 'trains' || outcome === 'unclear') return undefined;
  const dir = join(work, id);
  cpSync(source, dir, { recursive: true, filter: (path) => !/\.(log|json)$/.test(path) });
  const solver = join(dir, 'solver.prototxt');
  const texts = textsOf(dir);
  const found = await lint(solver);
  const built = await architecture(dir, texts);
  await fix(solver);
  const left = await lint(solver);
  const after = textsOf(dir);
  const patch = patchOf(texts, after);
  const applied = [...new Set(found.filter((m) => m.fix).map((m) => m.ruleId))];
  const notes = differences(built, await architecture(dir, after));
  for (const rule of await needless(source, dir, applied)) notes.push(`${rule} could be left out`);
  const saved = verdict(left) === 'healthy';
  const remarks = saved
    ? found.length === 0
      ? 'not foreseen, so nothing to mend'
      : notes.join('; ') || 'same net'
    : `no edit of the text saves it: ${[...new Set(left.map((m) => m.ruleId))].join(', ')}`;
  return {
    saved: saved && found.length > 0,
    row: `| ${id} | ${outcome} | ${patch || '–'} | ${verdict(found)} | ${verdict(left)} | ${remarks} |`,
  };
}

const ids = readdirSync(folder)
  .filter((id) => existsSync(join(folder, id, 'solver.prototxt')))
  .sort();
const results = Array(ids.length);
let next = 0;
await Promise.all(
  [0, 1].map(async () => {
    while (next < ids.length) {
      const i = next++;
      results[i] = await prove(ids[i]);
    }
  }),
);
if (!values.keep) rmSync(work, { recursive: true });
const cases = results.filter(Boolean);
const table = [
  '| case | real run | patch | foreseen before | foreseen after | smallest change |',
  '| --- | --- | --- | --- | --- | --- |',
  ...cases.map((c) => c.row),
].join('\n');
const figure = `${cases.filter((c) => c.saved).length} of ${cases.length} failing cases of ${basename(resolve(folder))} end in files that lint clean of foreseen failures.`;
if (values.write) {
  const { format } = await import('prettier');
  const text = readFileSync(values.write, 'utf8');
  const marks = /(<!-- proof -->\n)[\s\S]*(<!-- \/proof -->)/;
  if (!marks.test(text)) throw new Error(`${values.write} has no <!-- proof --> … <!-- /proof -->`);
  const filled = text.replace(marks, (_, open, close) => `${open}\n${figure}\n\n${table}\n\n${close}`);
  writeFileSync(values.write, await format(filled, { parser: 'markdown', printWidth: 110 }));
  console.log(figure);
} else console.log(`${table}\n\n${figure}`);
