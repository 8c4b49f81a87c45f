/** `caffe-lint log FILE`: what a training log says of the run. */
import { createReadStream, statSync } from 'node:fs';
import { toCsv, toJson } from '../../log/export.js';
import { linesOf, LineSplitter } from '../../log/lines.js';
import { LogReader, readLog } from '../../log/reader.js';
import { report } from '../../log/report.js';
import type { Paint } from '../../log/report.js';
import type { LogRun } from '../../log/run.js';
import { diagnose } from '../../log/diagnose.js';
import { colorWanted, makeColors } from '../../report/colors.js';
import { EXIT_FAILURE, EXIT_OK, EXIT_PROBLEMS } from '../exit-codes.js';
import { reasonOf } from '../files.js';
import { SettingsError } from '../settings.js';

export interface LogArguments {
  file: string;
  format: 'text' | 'json' | 'csv';
  run?: number | undefined;
  follow: boolean;
  color?: boolean | undefined;
}

/** Verdicts that mean the run has failed. */
const failed = new Set(['nan', 'plateau', 'diverging']);

/** Run the command; answers the exit code: 1 when the last run has failed. */
export async function logCommand(argv: LogArguments): Promise<number> {
  try {
    if (!statSync(argv.file).isFile()) throw new SettingsError(`${argv.file}: not a file`);
  } catch (error) {
    throw error instanceof SettingsError ? error : new SettingsError(`${argv.file}: ${reasonOf(error)}`);
  }
  if (argv.follow) return follow(argv);
  const runs = await readLog(linesOf(createReadStream(argv.file)));
  print(runs, argv);
  if (runs.length === 0) return EXIT_FAILURE;
  return failed.has(diagnose(runs.at(-1)!).verdict) ? EXIT_PROBLEMS : EXIT_OK;
}

function print(runs: readonly LogRun[], argv: LogArguments): void {
  if (argv.format === 'json') {
    process.stdout.write(`${JSON.stringify(toJson(runs))}\n`);
    return;
  }
  if (argv.format === 'csv') {
    const run = argv.run === undefined ? runs.at(-1) : runs[argv.run - 1];
    if (!run) throw new SettingsError(`--run: the log holds ${runs.length} runs`);
    process.stdout.write(toCsv(run));
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
  process.stdout.write(report(runs, { paint, width: Math.min(100, (process.stdout.columns ?? 80) - 20) }));
}

/** How often a growing log is looked at, in milliseconds. */
const POLL = 1000;

/** Print the diagnosis again each time the log has grown, until interrupted. */
async function follow(argv: LogArguments): Promise<number> {
  const reader = new LogReader();
  const splitter = new LineSplitter();
  let at = 0;
  let stop = false;
  process.once('SIGINT', () => {
    stop = true;
  });
  while (!stop) {
    const size = statSync(argv.file).size;
    if (size < at) throw new SettingsError(`${argv.file}: it became shorter while it was followed`);
    if (size > at) {
      for await (const chunk of createReadStream(argv.file, { start: at, end: size - 1, encoding: 'utf8' }))
        for (const line of splitter.push(chunk as string)) reader.push(line);
      at = size;
      if (process.stdout.isTTY) process.stdout.write('\u001b[2J\u001b[H');
      print(reader.runs, argv);
    }
    await new Promise((done) => setTimeout(done, POLL));
  }
  return EXIT_OK;
}
