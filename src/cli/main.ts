#!/usr/bin/env node
/** The command line: one table of options, one lazily loaded module per command. */
import yargs from 'yargs';
import { EXIT_FAILURE, EXIT_OK } from './exit-codes.js';
import { reasonOf } from './files.js';
import {
  commonOptions,
  explainOptions,
  inspectOptions,
  lintGroups,
  lintOptions,
  listOptions,
  logOptions,
} from './options.js';
import { printable } from '../report/safe-text.js';

declare const CAFFE_LINT_VERSION: string;

let lints = false;

/** Run with the given arguments; answers the exit code. */
async function main(args: readonly string[]): Promise<number> {
  if (args[0] === '--get-yargs-completions') {
    // What the script of `completion` asks; yargs itself would go on and lint.
    const { completionsFor } = await import('./completions.js');
    process.stdout.write((await completionsFor(args.slice(2))).map((word) => `${word}\n`).join(''));
    return EXIT_OK;
  }
  let code = 0;
  const set = async (answer: Promise<number>): Promise<void> => {
    code = await answer;
  };
  const parser = yargs(withStdin(args))
    .scriptName('caffe-lint')
    .usage(
      '$0 [options] file.prototxt | folder | glob …\n\nReads Caffe nets and solvers, predicts what training will do, says why, and writes the patch.',
    )
    .command(
      '$0 [files..]',
      'lint files; with --fix or --diff, mend them',
      (y) =>
        Object.entries(lintGroups).reduce(
          (grouped, [title, names]) => grouped.group(names, title),
          y
            .positional('files', {
              type: 'string',
              array: true,
              describe: 'files, folders or globs; a solver brings in its net; - is standard input',
            })
            .options(lintOptions),
        ),
      (argv) => {
        const files = [...(argv.files ?? []), ...afterDashes(args)];
        lints = true;
        return set(import('./commands/lint.js').then((m) => m.lintCommand({ ...argv, files })));
      },
    )
    .command(
      'inspect <net>',
      'show the net as Caffe builds it: layers, shapes, parameters, predicted numbers',
      (y) =>
        y
          .positional('net', { type: 'string', demandOption: true, describe: 'a net.prototxt' })
          .options(inspectOptions),
      (argv) => set(import('./commands/inspect.js').then((m) => m.inspectCommand(argv, CAFFE_LINT_VERSION))),
    )
    .command(
      'log <file>',
      "diagnose a training run from Caffe's log",
      (y) =>
        y
          .positional('file', {
            type: 'string',
            demandOption: true,
            describe: 'a log that caffe train wrote',
          })
          .options(logOptions),
      (argv) => set(import('./commands/log.js').then((m) => m.logCommand(argv, CAFFE_LINT_VERSION))),
    )
    .command(
      'explain <what>',
      'explain a rule, or a loss value such as 87.3365 or 0.6931',
      (y) =>
        y
          .positional('what', {
            type: 'string',
            demandOption: true,
            describe: 'a rule id or a number from a log',
          })
          .options(explainOptions),
      (argv) => set(import('./commands/explain.js').then((m) => m.explainCommand(argv))),
    )
    .command(
      'rules',
      'list all rules',
      (y) => y.options(listOptions),
      (argv) => set(import('./commands/rules.js').then((m) => m.rulesCommand(argv))),
    )
    .command(
      'lsp',
      'serve an editor by the Language Server Protocol',
      (y) =>
        y.options({
          ...commonOptions,
          stdio: { type: 'boolean', default: true, describe: 'over standard input and output' },
          clientProcessId: { type: 'number', hidden: true },
        }),
      (argv) => set(import('./commands/lsp.js').then((m) => m.lspCommand(argv, CAFFE_LINT_VERSION))),
    )
    .command(
      'completion',
      'print a script that completes commands, flags and rules',
      (y) => y,
      () => {
        parser.showCompletionScript();
      },
    )
    .example('$0 --diff solver.prototxt', 'lint the solver and its net, print the patch')
    .example('$0 --fix --unsafe-fixes net.prototxt', 'mend the net in place, also where that changes it')
    .example('$0 -f stylish -f sarif=lint.sarif .', 'one report to read, one for code scanning')
    .epilogue('Exit codes: 0 nothing at error level, 1 problems, 2 the tool could not do its work.')
    .version(CAFFE_LINT_VERSION)
    .help()
    .alias('h', 'help')
    .strict()
    .recommendCommands()
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UsageError(message);
    });
  try {
    await parser.parseAsync();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`caffe-lint: ${printable(error.message)}\nTry "caffe-lint --help".\n`);
    return EXIT_FAILURE;
  }
  return code;
}

/** A dash in the place of a file is standard input; yargs would drop it. */
const withStdin = (args: readonly string[]): string[] =>
  args.flatMap((arg, i) => {
    const takesDash = (flag: string | undefined): boolean => flag === '--files-from' || flag === '--html';
    if (arg !== '-') return takesDash(arg) && args[i + 1] === '-' ? `${arg}=-` : arg;
    return takesDash(args[i - 1]) ? [] : '--stdin';
  });

/** What stands behind `--` is a file, whatever it looks like; yargs does not count it among the files. */
const afterDashes = (args: readonly string[]): readonly string[] =>
  args.includes('--') ? args.slice(args.indexOf('--') + 1) : [];

class UsageError extends Error {}

/** Standard output could not be written, or something failed outside of `main`. */
let broken = false;

function fail(error: unknown): void {
  broken = true;
  process.exitCode = EXIT_FAILURE;
  const debug = Boolean(process.env['CAFFE_LINT_DEBUG']);
  const text = error instanceof Error ? (debug ? error.stack : error.message) : String(error);
  process.stderr.write(`caffe-lint: ${printable(text ?? '')}\n`);
}

// A reader that stops reading, such as `head`, is no failure of ours: files are written all the same, and the
// exit code is the run's own.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && !broken) fail(new Error(`standard output: ${reasonOf(error, 'write')}`));
});
// There is nowhere to tell it; the exit code still does.
process.stderr.on('error', () => {});
process.on('uncaughtException', (error) => {
  fail(error);
  process.exit();
});

/** Resolves at the end, to whether files were linted: what most runs do. */
export const linted: Promise<boolean> = main(process.argv.slice(2)).then(
  (code) => {
    if (!broken) process.exitCode = code;
    return lints;
  },
  (error: unknown) => {
    fail(error);
    return false;
  },
);

/**
 * End the process once all that was written has left it. To wait until Node finds nothing left to do has V8 take its
 * heap apart piece by piece, which costs a run over one net a twentieth of its time.
 */
export function endNow(): void {
  const written = (stream: NodeJS.WriteStream, then: () => void): void => {
    // What cannot be written is told by the stream's own event, which comes later.
    stream.write('', (error) => {
      if (!error) then();
    });
  };
  written(process.stdout, () => written(process.stderr, () => process.exit()));
}
