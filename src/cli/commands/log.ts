/** `caffe-lint log FILE`: what a training log says of the run, and which findings explain it. */
import { createReadStream, statSync } from 'node:fs';
import { registry } from '../../layers/registry.js';
import { explain } from '../../explanation/explain.js';
import { toCsv } from '../../log/export.js';
import { linesOf, LineSplitter } from '../../log/lines.js';
import { LogReader, readLog } from '../../log/reader.js';
import type { Paint } from '../../log/report.js';
import type { LogRun } from '../../log/run.js';
import { diagnose } from '../../log/diagnose.js';
import { colorWanted, makeColors } from '../../report/colors.js';
import { runsToJson } from '../../report/run-json.js';
import { runsText } from '../../report/run-text.js';
import type { ExplainedRun } from '../../report/run-text.js';
import { Configured } from '../configured.js';
import type { ConfigFlags } from '../configured.js';
import { EXIT_FAILURE, EXIT_OK, EXIT_PROBLEMS } from '../exit-codes.js';
import { reasonOf, shownPath } from '../files.js';
import { checkHtmlFile, toStdout, writeHtml } from '../html-file.js';
import { RunFileReader } from '../run-files.js';
import type { RunFileFlags } from '../run-files.js';
import { SettingsError } from '../settings.js';

export interface LogArguments extends ConfigFlags, RunFileFlags {
  format: 'text' | 'json' | 'csv';
  run?: number | undefined;
  follow: boolean;
  html?: string | undefined;
  color?: boolean | undefined;
}

/** Verdicts that mean the run has failed. */
const failed = new Set(['nan', 'plateau', 'diverging']);

/** Run the command; answers the exit code: 1 when the last run has failed. */
export async function logCommand(argv: LogArguments, version: string): Promise<number> {
  try {
    if (!statSync(argv.file).isFile()) throw new SettingsError(`${argv.file}: not a file`);
  } catch (error) {
    throw error instanceof SettingsError ? error : new SettingsError(`${argv.file}: ${reasonOf(error)}`);
  }
  const { html } = argv;
  if (html !== undefined) {
    if (argv.follow) throw new SettingsError('--html and --follow: a page is written once');
    checkHtmlFile(html, [argv.file, argv.solver, argv.net, argv.config, argv.proto, argv.weights]);
  }
  const explained = await explainer(argv);
  if (argv.follow) return follow(argv, explained);
  const runs = explained(await readLog(linesOf(createReadStream(argv.file))));
  if (html === undefined || !toStdout(html)) print(runs, argv);
  if (html !== undefined) await writePage(html, runs, argv, version);
  const last = runs.at(-1);
  if (!last) return EXIT_FAILURE;
  return failed.has(last.diagnosis.verdict) ? EXIT_PROBLEMS : EXIT_OK;
}

type Explainer = (runs: readonly LogRun[]) => ExplainedRun[];

/** Diagnoses runs and ties them back to their files. */
async function explainer(argv: LogArguments): Promise<Explainer> {
  const configured = new Configured(argv);
  const files = new RunFileReader(argv, configured);
  await files.prepare();
  const { settings } = await configured.configFor(argv.solver ?? argv.net ?? argv.file);
  const numbers = { types: registry };
  const symptoms = new Map(configured.catalogue().map((r) => [r.meta.id, r.meta.symptom]));
  return (runs) =>
    runs.map((run) => {
      const diagnosis = diagnose(run, settings.classes === undefined ? {} : { classes: settings.classes });
      // A spreadsheet asks for the numbers alone.
      const of = argv.format === 'csv' && argv.html === undefined ? undefined : files.of(run);
      return {
        run,
        diagnosis,
        explanation: of && explain(diagnosis, of, (id) => symptoms.get(id), numbers),
      };
    });
}

async function writePage(
  path: string,
  runs: readonly ExplainedRun[],
  argv: LogArguments,
  version: string,
): Promise<void> {
  const chosen = chosenRun(runs, argv);
  const brought = runs.flatMap((r) => r.explanation?.files.results ?? []).map((r) => r.doc.source.path);
  checkHtmlFile(path, brought);
  const { runPage } = await import('../../report/html/run-page.js');
  writeHtml(path, runPage(shownPath(argv.file), runs, chosen, version));
}

/** Index of the run that is asked for. @throws SettingsError when the log has no such run. */
function chosenRun(runs: readonly ExplainedRun[], { run }: LogArguments): number {
  if (run === undefined) return runs.length - 1;
  if (!runs[run - 1]) throw new SettingsError(`--run: the log holds ${runs.length} runs`);
  return run - 1;
}

function print(runs: readonly ExplainedRun[], argv: LogArguments): void {
  if (argv.format === 'json') {
    process.stdout.write(`${JSON.stringify(runsToJson(runs))}\n`);
    return;
  }
  if (argv.format === 'csv') {
    const chosen = runs[chosenRun(runs, argv)];
    if (!chosen) throw new SettingsError(`--run: the log holds ${runs.length} runs`);
    process.stdout.write(toCsv(chosen.run));
    return;
  }
  const colors = makeColors(colorWanted(argv.color, process.stdout, process.env));
  const paint: Paint = {
    bold: colors.bold,
    dim: colors.dim,
    good: colors.green,
    bad: colors.red,
    warn: colors.yellow,
  };
  process.stdout.write(runsText(runs, { paint, width: Math.min(100, (process.stdout.columns ?? 80) - 20) }));
}

/** How often a growing log is looked at, in milliseconds. */
const POLL = 1000;

/** Print the diagnosis again each time the log has grown, until interrupted. */
async function follow(argv: LogArguments, explained: Explainer): Promise<number> {
  const reader = new LogReader();
  const splitter = new LineSplitter();
  let at = 0;
  let stop = false;
  const end = (): void => {
    stop = true;
  };
  process.once('SIGINT', end);
  // Nobody reads any more.
  process.stdout.once('error', end);
  while (!stop) {
    const size = statSync(argv.file).size;
    if (size < at) throw new SettingsError(`${argv.file}: it became shorter while it was followed`);
    if (size > at) {
      for await (const chunk of createReadStream(argv.file, { start: at, end: size - 1, encoding: 'utf8' }))
        for (const line of splitter.push(chunk as string)) reader.push(line);
      at = size;
      if (process.stdout.isTTY) process.stdout.write('\u001b[2J\u001b[H');
      print(explained(reader.runs), argv);
    }
    await new Promise((done) => setTimeout(done, POLL));
  }
  return EXIT_OK;
}
