/** What holds for every text, whatever is in it. */
import { writeFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from '../../grammar/parser.js';
import { print } from '../../grammar/print.js';
import { rules } from '../../rules/index.js';
import { analyseNet } from '../../src/analysis/net-analysis.js';
import { Discovery } from '../../src/config/discover.js';
import { ConfigError } from '../../src/config/error.js';
import { ConfigLoader } from '../../src/config/loader.js';
import { openDocument } from '../../src/document/document.js';
import { Message } from '../../src/document/message.js';
import { applyPass } from '../../src/engine/fixer.js';
import type { FileResult } from '../../src/lint/linter.js';
import { diagnose } from '../../src/log/diagnose.js';
import { LineSplitter } from '../../src/log/lines.js';
import { LogReader } from '../../src/log/reader.js';
import { runReport } from '../../src/log/report.js';
import { figuresOf } from '../../src/report/figures.js';
import { inspection } from '../../src/report/inspect.js';
import { inspectTable } from '../../src/report/inspect-table.js';
import { loadUserProto, UserProtoError } from '../../src/schema/user-proto.js';
import { SourceText } from '../../src/text/source-text.js';
import { fixTexts, lintTexts } from '../support/lint.js';
import { quick } from '../support/quick.js';
import { configText, logBytes, protoText, solverAndNet } from './others.js';
import { damagedCase, texts } from './nets.js';

/** Far more than any of these texts needs on a slow and busy machine; training a surrogate takes the most. */
const HANG_MS = 120_000;

/** A text that is being tried is kept, where the environment says: a run that hangs or dies leaves it there. */
const trace = process.env['CAFFE_LINT_FUZZ_CASE'];

async function timed<T>(value: T, check: (value: T) => void | Promise<void>): Promise<void> {
  if (trace) writeFileSync(trace, JSON.stringify(value, null, 1));
  const begun = performance.now();
  await check(value);
  const took = performance.now() - begun;
  if (took > HANG_MS) throw new Error(`it took ${Math.round(took / 1000)} s`);
}

function must(condition: boolean, words: string): void {
  if (!condition) throw new Error(words);
}

/** Offsets lie in the text, words are words. */
function sound({ doc, findings }: FileResult): void {
  const { text } = doc.source;
  for (const f of findings) {
    must(
      f.start >= 0 && f.end >= f.start && f.end <= text.length,
      `${f.ruleId}: ${f.start}-${f.end} of ${text.length}`,
    );
    must(
      !/\bundefined\b|\[object |function \(/.test(f.message.replace(/"[^"]*"/g, '')),
      `${f.ruleId}: ${f.message}`,
    );
    for (const e of f.fix?.edits ?? [])
      must(e.start >= 0 && e.end >= e.start && e.end <= text.length, `${f.ruleId}: its fix`);
  }
}

/** A message as plain data, fields in the order of their names. */
const plain = (message: Message): unknown =>
  message
    .names()
    .sort()
    .map((name) => [
      name,
      message.all(name).map(({ value }) => (value instanceof Message ? plain(value) : String(value))),
    ]);

const meaning = (name: string, text: string): Message | undefined =>
  openDocument(new SourceText(name, text), 'auto').message;

/** Without a layer a file can no longer be told from others: there is no net to compare. */
const sameMeaning = (before: Message | undefined, after: Message | undefined): boolean =>
  !before ||
  (!after && !before.has('layer')) ||
  (!!after && JSON.stringify(plain(after)) === JSON.stringify(plain(before)));

const refused = ({ doc, findings }: FileResult): boolean =>
  doc.broken || findings.some((f) => f.symptom === 'load-failure' && f.severity === 'error');

/** The texts after fixing; fixed once and for all, without new mistakes. */
function fixedOnce(before: Record<string, string>, unsafe: boolean, all = false): Record<string, string> {
  const options = { unsafe, rules: all ? rules : quick };
  const outcome = fixTexts(before, options);
  const after = { ...before };
  for (const { source, text } of outcome.fixed) after[source.path] = text;
  const back = outcome.takenBack.map(({ ruleId, why }) => `${ruleId} (${why})`);
  must(back.length === 0, `taken back: ${back.join(', ')}`);
  for (const name of Object.keys(before))
    must(
      parse(after[name]!).errors.length <= parse(before[name]!).errors.length,
      `${name} has more syntax errors`,
    );
  const again = fixTexts(after, options).fixed;
  must(again.length === 0, `fixed again: ${again.flatMap((f) => [...f.applied.keys()]).join(', ')}`);
  return after;
}

export interface Property {
  name: string;
  /** Cases in a run of the suite. */
  runs: number;
  property: fc.IAsyncProperty<[unknown]>;
}

const property = <T>(
  name: string,
  runs: number,
  of: fc.Arbitrary<T>,
  check: (value: T) => void | Promise<void>,
): Property => ({
  name,
  runs,
  property: fc.asyncProperty(of, (value) => timed(value, check)) as unknown as Property['property'],
});

export const lintAndInspect = (all: Record<string, string>): void => {
  for (const [name, text] of Object.entries(all)) {
    const tree = parse(text);
    must(print(tree) === text, `${name} is not printed as it was read`);
    for (const e of tree.errors) must(e.start >= 0 && e.end <= text.length, `${name}: ${e.message}`);
  }
  lintTexts(all, { rules: quick }).forEach(sound);
};

export const fixesHold = (all: Record<string, string>): void => {
  const results = lintTexts(all, { rules: quick });
  for (const { doc, findings } of results) {
    const { text } = doc.source;
    const { applied, text: after } = applyPass(text, findings, { unsafe: true });
    const edits = applied.flatMap(({ fix }) => fix.edits);
    const kept = edits.reduce((n, e) => n - (e.end - e.start), text.length);
    must(after.length === kept + edits.reduce((n, e) => n + e.text.length, 0), 'bytes outside of the edits');
  }
  const safe = fixedOnce(all, false);
  for (const result of results) {
    const name = result.doc.source.path;
    if (!refused(result))
      must(
        sameMeaning(meaning(name, all[name]!), meaning(name, safe[name]!)),
        `${name}: a safe fix changed what it means`,
      );
  }
  fixedOnce(all, true);
};

export const everyRule = (all: Record<string, string>): void => {
  lintTexts(all).forEach(sound);
  fixedOnce(all, true, true);
};

export const figures = ([solverText, netText]: readonly [string, string]): void => {
  const { message: net, kind } = openDocument(new SourceText('net.prototxt', netText), 'auto');
  const { message: solver } = openDocument(new SourceText('solver.prototxt', solverText), 'auto');
  if (!net || kind !== 'net') return;
  for (const with_ of [undefined, solver])
    for (const phase of ['TRAIN', 'TEST'] as const)
      for (const view of analyseNet(net, with_, { given: new Map() }, phase).views) {
        const { numbers, training } = figuresOf(view, with_, 40);
        const json = JSON.stringify(inspection(view, 'net.prototxt', numbers, training));
        must(json === JSON.stringify(JSON.parse(json)), 'JSON');
        const table = inspectTable(view, numbers, training);
        must(!/undefined|\bNaN\b|\[object /.test(table.replace(/^.*__proto__.*$/gm, '')), table);
      }
};

export const logs = ({ bytes, cuts }: { bytes: Uint8Array; cuts: readonly number[] }): void => {
  const text = new TextDecoder().decode(bytes);
  const read = (pieces: readonly string[]) => {
    const [splitter, reader] = [new LineSplitter(), new LogReader()];
    for (const piece of pieces) for (const line of splitter.push(piece)) reader.push(line);
    for (const line of splitter.finish()) reader.push(line);
    return reader.finish().map((run) => [run, diagnose(run)] as const);
  };
  const at = [0, ...cuts.map((c) => c % (text.length + 1)).sort((a, b) => a - b), text.length];
  const whole = read([text]);
  // A "\r\n" that is cut in two counts one line more.
  const lines = (value: unknown): string =>
    JSON.stringify(value, (key, v: unknown) => (/line/i.test(key) ? 0 : v));
  if (!text.includes('\r'))
    must(
      lines(read(at.slice(1).map((end, i) => text.slice(at[i], end)))) === lines(whole),
      'it depends on how the file is cut',
    );
  for (const [run, diagnosis] of whole) {
    const report = runReport(run, diagnosis, { width: 80 });
    must(!/undefined|\[object /.test(report), report);
  }
};

const inFolder = async (
  name: string,
  text: string,
  use: (path: string) => Promise<unknown>,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'caffe-lint-fuzz-'));
  try {
    writeFileSync(join(folder, name), text);
    await use(join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

export const configurations = async ({ name, text }: { name: string; text: string }): Promise<void> =>
  inFolder(name, text, async (file) => {
    try {
      const loader = new ConfigLoader({
        discovery: new Discovery(),
        lookup: false,
        file,
        plugins: false,
        shown: () => name,
      });
      for (const path of ['net.prototxt', 'a/b/solver.prototxt']) {
        await loader.configFor(join(file, '..', path));
        await loader.isIgnored(join(file, '..', path));
      }
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      must(error.message.includes(name), `no place: ${error.message}`);
      must(!/undefined|\[object /.test(error.message.replace(text, '')), error.message);
    }
  });

export const protos = async (text: string): Promise<void> =>
  inFolder('caffe.proto', text, async (path) => {
    try {
      const schema = await loadUserProto(path);
      lintTexts(
        { 'net.prototxt': 'name: "x" layer { name: "a" type: "ReLU" bottom: "b" top: "b" }' },
        { rules: quick, schema },
      );
    } catch (error) {
      if (!(error instanceof UserProtoError)) throw error;
    }
  });

export const properties: readonly Property[] = [
  property('grammar, binder, net and rules: read, printed and judged', 400, texts, lintAndInspect),
  property('fixes: to a fixed point, safe ones without a change of meaning', 250, texts, fixesHold),
  property('every rule, those that simulate a run among them', 100, damagedCase, everyRule),
  property('numbers: shapes, moments, gradients, first updates', 250, solverAndNet, figures),
  property('logs: read in any pieces, and diagnosed', 250, logBytes, logs),
  property('configurations: followed, or refused with the place', 250, configText, configurations),
  property("a user's own .proto", 150, protoText, protos),
]; // prettier-ignore
