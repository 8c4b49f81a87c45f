/**
 * What becomes of files when `--fix` is disturbed: killed, out of space, not allowed, overtaken by an editor,
 * run twice at once, its output closed. Prints a table and exits with 1 when anything was lost.
 *
 *     npm run build && node bench/faults.mjs [--kills 1000] [--rounds 100] [--only kills,edits] [--seed N]
 *
 * What needs root (a disk of its own, another user) is skipped without, and the table says so.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

const { values: flags } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '100' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const kills = Number(flags.kills);
const rounds = Number(flags.rounds);
const root = process.getuid?.() === 0;
const NOBODY = 65534;
const LEFTOVER = /^\.caffe-lint-.*\.(tmp|old)$/;

/** Mulberry32: the same rounds for the same seed, apart from the machine's own timing. */
let state = Number(flags.seed) >>> 0;
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

/** An old net with what safe fixes of two rules mend. */
const net = (i, more = '') => `name: "net${i}"
layers { name: "in" type: DUMMY_DATA top: "x" dummy_data_param { num: 1 channels: 3 height: 8 width: 8 } }
layers { name: "a${i}" type: INNER_PRODUCT bottom: "x" top: "y" inner_product_param { num_output: 1${i} } }
# ${'a comment '.repeat(20 + (i % 7) * 40)}
layers { name: "b" type: RELU bottom: "y" top: "y" } # caffe-lint-disable-line
${more}`;

const env = { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '', CI: '1' };
const run = (cwd, args, options = {}) => {
  const r = spawnSync(process.execPath, [cli, ...args], { cwd, env, encoding: 'utf8', ...options });
  return { code: r.status, out: r.stdout, err: r.stderr };
};
const start = (cwd, args) => spawn(process.execPath, [cli, ...args], { cwd, env, stdio: 'ignore' });
const ended = (child) => new Promise((done) => child.on('close', (code, signal) => done({ code, signal })));
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const print = (line) => process.stdout.write(`${line}\n`);

function must(condition, words) {
  if (!condition) throw new Error(words);
}

const folders = [];
function folderWith(files) {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'caffe-lint-faults-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
const madeFiles = (count) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}.prototxt`, net(i)]));
const textsIn = (folder) =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((n) => !LEFTOVER.test(n))
      .map((n) => [n, readFileSync(join(folder, n), 'utf8')]),
  );
const leftIn = (folder) => readdirSync(folder).filter((n) => LEFTOVER.test(n));
/** The files as an undisturbed run leaves them. */
function fixedTexts(files, ...args) {
  const folder = folderWith(files);
  const ran = run(folder, ['--fix', ...args, '.']);
  must(ran.code === 0 || ran.code === 1, `an undisturbed run ended with ${ran.code}: ${ran.err}`);
  const texts = textsIn(folder);
  for (const name of Object.keys(files)) must(texts[name] !== files[name], `${name} has nothing to fix`);
  return texts;
}

async function killed() {
  const files = madeFiles(30);
  const fixed = fixedTexts(files);
  const folder = folderWith(files);
  const begun = performance.now();
  await ended(start(folder, ['--fix', '.']));
  const whole = performance.now() - begun;
  const seen = { before: 0, between: 0, after: 0, leftovers: 0, finished: 0 };
  for (let round = 0; round < kills; round++) {
    for (const [name, text] of Object.entries(files))
      if (round === 0 || readFileSync(join(folder, name), 'utf8') !== text)
        writeFileSync(join(folder, name), text);
    const child = start(folder, ['--fix', '.']);
    const end = ended(child);
    // One in four at any moment of the run, the others while it writes.
    let watcher;
    if (round % 4 === 0) await Promise.race([sleep(random() * whole), end]);
    else {
      const writes = new Promise((done) => (watcher = watch(folder, done)));
      await Promise.race([writes, end]);
      await Promise.race([sleep(random() * 20), end]);
    }
    child.kill('SIGKILL');
    watcher?.close();
    await end;
    const texts = textsIn(folder);
    must(
      Object.keys(texts).length === Object.keys(files).length,
      `round ${round}: files ${Object.keys(texts).join(', ')}`,
    );
    let done = 0;
    for (const name of Object.keys(files))
      if (texts[name] === fixed[name]) done++;
      else must(texts[name] === files[name], `round ${round}: ${name} is neither the old nor the new text`);
    seen[done === 0 ? 'before' : done === Object.keys(files).length ? 'after' : 'between']++;
    const left = leftIn(folder).length > 0;
    if (left) seen.leftovers++;
    if (left || round % 10 === 0) {
      seen.finished++;
      const again = run(folder, ['--fix', '.']);
      must(
        again.code === 0 || again.code === 1,
        `round ${round}: the next run ended with ${again.code}: ${again.err}`,
      );
      const after = textsIn(folder);
      for (const name of Object.keys(files))
        must(after[name] === fixed[name], `round ${round}: the next run did not finish ${name}`);
      if (done < Object.keys(files).length)
        must(leftIn(folder).length === 0, `round ${round}: left over: ${leftIn(folder).join(', ')}`);
    }
  }
  return `${kills} kills: ${seen.before} before the first write, ${seen.between} between two, ${seen.after} after the last; every file the old or the new one; ${seen.leftovers} times a temporary file stayed, gone after the next run (${seen.finished} tried)`;
}

/** An editor saves a file at a random moment of the run. */
async function edits() {
  const files = madeFiles(10);
  const folder = folderWith(files);
  const begun = performance.now();
  await ended(start(folder, ['--fix', '.']));
  const whole = performance.now() - begun;
  const path = join(folder, 'n9.prototxt');
  const seen = { read: 0, refused: 0, after: 0 };
  for (let round = 0; round < rounds; round++) {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const mark = `# edit ${round}`;
    const edited = `${net(9, mark)}\n`;
    const child = start(folder, ['--fix', '.']);
    const end = ended(child);
    await Promise.race([sleep(random() * whole * 1.1), end]);
    if (round % 2 === 0) writeFileSync(path, edited);
    else {
      writeFileSync(`${path}.editor`, edited);
      renameSync(`${path}.editor`, path);
    }
    const { code } = await end;
    const text = readFileSync(path, 'utf8');
    must(text.includes(mark), `round ${round}: the edit is lost`);
    if (code === 2) {
      seen.refused++;
      must(text === edited, `round ${round}: refused, yet changed`);
    } else seen[text === edited ? 'after' : 'read']++;
    must(leftIn(folder).length === 0, `round ${round}: left over: ${leftIn(folder).join(', ')}`);
  }
  return `${rounds} edits: ${seen.read} before the file was read, ${seen.after} after it was fixed, ${seen.refused} in between (not fixed, exit 2); no edit lost`;
}

async function twoRuns() {
  const files = madeFiles(15);
  const both = fixedTexts(files);
  const [one, two] = [
    fixedTexts(files, '--fix-rule', 'unused-directive'),
    fixedTexts(files, '--fix-rule', 'old-format'),
  ];
  const folder = folderWith(files);
  const seen = { refused: 0, clean: 0 };
  for (let round = 0; round < rounds; round++) {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const differ = round % 2 === 1;
    const children = [
      start(folder, ['--fix', ...(differ ? ['--fix-rule', 'unused-directive'] : []), '.']),
      start(folder, ['--fix', ...(differ ? ['--fix-rule', 'old-format'] : []), '.']),
    ];
    const ends = await Promise.all(children.map(ended));
    for (const { code } of ends) must([0, 1, 2].includes(code), `round ${round}: exit code ${code}`);
    seen[ends.some(({ code }) => code === 2) ? 'refused' : 'clean']++;
    const texts = textsIn(folder);
    for (const name of Object.keys(files))
      must(
        [both, ...(differ ? [one, two] : [])].some((t) => t[name] === texts[name]),
        `round ${round}: ${name} is no text that one of the runs writes`,
      );
    must(leftIn(folder).length === 0, `round ${round}: left over: ${leftIn(folder).join(', ')}`);
    run(folder, ['--fix', '.']);
    const after = textsIn(folder);
    for (const name of Object.keys(files))
      must(after[name] === both[name], `round ${round}: a third run does not finish ${name}`);
  }
  return `${rounds} pairs: each file is what one run writes; in ${seen.refused} one of the two left files to the other (exit 2)`;
}

function fullDisk() {
  const folder = folderWith({});
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  try {
    const text = net(1, `# ${'x'.repeat(60_000)}\n`);
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, `${name}.prototxt`), text);
    writeFileSync(join(folder, 'report.txt'), 'the report of the last run\n');
    const ran = run(folder, ['--fix', '-f', 'stylish', '-f', 'json=report.txt', '.']);
    const texts = textsIn(folder);
    must(ran.code === 0 || ran.code === 1, `with room for one copy: exit ${ran.code}: ${ran.err}`);
    // Fill what is left.
    const fill = openSync(join(folder, 'fill'), 'w');
    try {
      for (;;) writeFileSync(fill, 'x'.repeat(4096));
    } catch {
      closeSync(fill);
    }
    for (const name of ['a', 'b', 'c']) must(texts[`${name}.prototxt`] !== text, `${name} was not fixed`);
    writeFileSync(
      join(folder, 'a.prototxt'),
      readFileSync(join(folder, 'a.prototxt'), 'utf8').replace('name: "b"', 'name  "b"'),
    );
    const before = textsIn(folder);
    const full = run(folder, ['--fix', '--cache', '-f', 'stylish', '-f', 'json=report.txt', '.']);
    must(full.code === 2, `full disk: exit ${full.code}`);
    must(/a\.prototxt: not fixed: no space left/.test(full.err), `full disk: ${full.err}`);
    must(
      /report\.txt: the report could not be written: no space left/.test(full.err),
      `full disk: ${full.err}`,
    );
    must(!/^fixed/m.test(full.err), `it says that it has fixed: ${full.err}`);
    must(JSON.stringify(textsIn(folder)) === JSON.stringify(before), 'a file changed');
    must(leftIn(folder).length === 0, `left over: ${leftIn(folder).join(', ')}`);
    return 'exit 2, "not fixed: no space left on the device"; net and earlier report byte for byte as they were, no temporary file';
  } finally {
    execFileSync('umount', [folder]);
  }
}

function readOnlyDisk() {
  const folder = folderWith({});
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  try {
    writeFileSync(join(folder, 'a.prototxt'), net(1));
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    const ran = run(folder, ['--fix', '.']);
    must(
      ran.code === 2 && /not fixed: the file system is read-only/.test(ran.err),
      `exit ${ran.code}: ${ran.err}`,
    );
    must(readFileSync(join(folder, 'a.prototxt'), 'utf8') === net(1), 'the file changed');
    return 'exit 2, "not fixed: the file system is read-only"';
  } finally {
    execFileSync('umount', [folder]);
  }
}

/** As a user who is not root. */
function readOnly() {
  const user = root ? { uid: NOBODY, gid: NOBODY } : {};
  const files = { 'a.prototxt': net(1), 'b.prototxt': net(2) };
  const folder = folderWith(files);
  const own = (path) => root && chownSync(path, NOBODY, NOBODY);
  own(folder);
  for (const name of Object.keys(files)) own(join(folder, name));
  if (run(folder, ['--version'], user).code !== 0) return undefined;
  const expectLeft = (words) => {
    const ran = run(folder, ['--fix', '.'], user);
    must(ran.code === 2 && words.test(ran.err), `exit ${ran.code}: ${ran.err}`);
    return textsIn(folder);
  };
  chmodSync(join(folder, 'a.prototxt'), 0o444);
  const one = expectLeft(/a\.prototxt: not fixed: no permission to write it/);
  must(one['a.prototxt'] === files['a.prototxt'], 'a read-only file was replaced');
  must(one['b.prototxt'] !== files['b.prototxt'], 'the other file was not fixed');
  writeFileSync(join(folder, 'b.prototxt'), files['b.prototxt']);
  chmodSync(join(folder, 'a.prototxt'), 0o644);
  chmodSync(folder, 0o555);
  const all = expectLeft(/b\.prototxt: not fixed: no permission to write it/);
  chmodSync(folder, 0o755);
  must(JSON.stringify(all) === JSON.stringify(files), 'a file in a read-only folder changed');
  must(leftIn(folder).length === 0, `left over: ${leftIn(folder).join(', ')}`);
  return 'exit 2, "not fixed: no permission to write it"; the file as it was, others fixed';
}

async function closedPipe() {
  const files = madeFiles(60);
  const fixed = fixedTexts(files);
  const folder = folderWith(files);
  const shell = (command) =>
    spawnSync('bash', ['-o', 'pipefail', '-c', command], { cwd: folder, env, encoding: 'utf8' });
  const lint = `"${process.execPath}" "${cli}"`;
  writeFileSync(
    join(folder, 'z.prototxt'),
    `layers {\n}\n${'layers { name: "x" type: RELU bottom: "nowhere" top: "t" }\n'.repeat(2000)}`,
  );
  // Longer than a pipe holds, so that the reader is gone while the report is written.
  const ran = shell(`${lint} --fix -f compact -f json=report.json . | head -1`);
  must(ran.status === 1, `exit ${ran.status}: ${ran.stderr}`);
  must(!/EPIPE|at .*\.js/.test(ran.stderr), ran.stderr);
  const texts = textsIn(folder);
  for (const name of Object.keys(files)) must(texts[name] === fixed[name], `${name} was not fixed`);
  must(JSON.parse(texts['report.json']).length === 61, 'the other report is not whole');
  const both = shell(`${lint} -f compact . 2>&1 | head -1`);
  must(both.status === 1, `both streams closed: exit ${both.status}`);
  const full = shell(`${lint} -f compact . > /dev/full`);
  must(
    full.status === 2 && /standard output: no space left/.test(full.stderr),
    `/dev/full: exit ${full.status}: ${full.stderr}`,
  );
  return "fixes and other reports are written all the same; the exit code is the run's own, 2 where output is lost for want of space";
}

function links() {
  const folder = folderWith({ 'real.prototxt': net(1), 'hard.prototxt': net(2) });
  const elsewhere = folderWith({ 'far.prototxt': net(3) });
  symlinkSync('real.prototxt', join(folder, 'link.prototxt'));
  symlinkSync('link.prototxt', join(folder, 'chain.prototxt'));
  symlinkSync(join(elsewhere, 'far.prototxt'), join(folder, 'away.prototxt'));
  linkSync(join(folder, 'hard.prototxt'), join(folder, 'other-name.txt'));
  chmodSync(join(folder, 'real.prototxt'), 0o2640);
  chmodSync(join(elsewhere, 'far.prototxt'), 0o600);
  if (root) chownSync(join(folder, 'real.prototxt'), 12345, 54321);
  if (root) chmodSync(join(folder, 'real.prototxt'), 0o2640);
  const ran = run(folder, ['--fix', 'chain.prototxt', 'away.prototxt', 'hard.prototxt']);
  must(ran.code === 0 || ran.code === 1, `exit ${ran.code}: ${ran.err}`);
  for (const name of ['link', 'chain', 'away'])
    must(lstatSync(join(folder, `${name}.prototxt`)).isSymbolicLink(), `${name} is no link any more`);
  for (const [path, i] of [
    [join(folder, 'real.prototxt'), 1],
    [join(folder, 'hard.prototxt'), 2],
    [join(elsewhere, 'far.prototxt'), 3],
  ])
    must(readFileSync(path, 'utf8') !== net(i), `${path} was not fixed`);
  const real = statSync(join(folder, 'real.prototxt'));
  must((real.mode & 0o7777) === 0o2640, `mode ${(real.mode & 0o7777).toString(8)}`);
  must((statSync(join(elsewhere, 'far.prototxt')).mode & 0o7777) === 0o600, 'the mode of the far file');
  if (root) must(real.uid === 12345 && real.gid === 54321, 'the owner');
  must(readFileSync(join(folder, 'other-name.txt'), 'utf8') === net(2), 'the other name changed');
  must(/hard\.prototxt: fixed under this name; 1 more/.test(ran.err), ran.err);
  must(leftIn(folder).length + leftIn(elsewhere).length === 0, 'left over');
  return `symbolic links stay and their target is fixed; mode${root ? ', owner and group' : ''} kept; a hard link's other name keeps the old text, and a note says so`;
}

const checks = {
  kills: ['SIGKILL at random moments of --fix', killed],
  edits: ['another program saves the file meanwhile', edits],
  pairs: ['two runs at once', twoRuns],
  'full-disk': ['full disk', fullDisk],
  'read-only-disk': ['read-only file system', readOnlyDisk],
  'read-only': ['read-only file or folder', readOnly],
  pipe: ['output pipe closed early, output device full', closedPipe],
  links: ['symbolic links, hard links, mode, owner', links],
};

let failed = 0;
try {
  accessSync(cli, constants.R_OK);
  mkdirSync(tmpdir(), { recursive: true });
  const only = flags.only?.split(',') ?? Object.keys(checks);
  print('| fault | what happened |\n| --- | --- |');
  for (const id of only) {
    const [title, check] = checks[id] ?? [];
    if (!check) throw new Error(`--only: there is no "${id}" (known: ${Object.keys(checks).join(', ')})`);
    try {
      print(`| ${title} | ${(await check()) ?? 'skipped: it needs root, and the right to mount'} |`);
    } catch (error) {
      failed++;
      print(`| ${title} | FAILED: ${error.message} |`);
    }
  }
} finally {
  for (const folder of folders) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Left to the system.
    }
  }
}
process.exitCode = failed > 0 ? 1 : 0;
