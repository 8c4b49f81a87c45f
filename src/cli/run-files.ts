/** The solver and net of a run, linted: those that the user names, else those that the log prints. */
import type { AnalysisOptions } from '../analysis/net-analysis.js';
import type { RunFiles } from '../explanation/explain.js';
import { lintFiles } from '../lint/linter.js';
import { printedInputs, printedNet, printedSolver } from '../log/printed-files.js';
import type { PrintedFile } from '../log/printed-files.js';
import type { LogRun } from '../log/run.js';
import { SourceText } from '../text/source-text.js';
import type { Configured } from './configured.js';
import { readSource } from './files.js';
import { netFinder, netsNamed } from './inputs.js';
import { SettingsError } from './settings.js';

export interface RunFileFlags {
  file: string;
  solver?: string | undefined;
  net?: string | undefined;
}

/** Reads and lints the files of runs; runs with the same files are linted once. */
export class RunFileReader {
  private readonly known = new Map<string, RunFiles | undefined>();
  private readonly solver: SourceText | undefined;
  private readonly net: SourceText | undefined;
  private readonly findNet: (solver: string, path: string) => SourceText | undefined;

  constructor(
    private readonly flags: RunFileFlags,
    private readonly configured: Configured,
  ) {
    this.solver = read(flags.solver);
    this.net = read(flags.net);
    this.findNet = netFinder([this.solver, this.net].filter((s) => s !== undefined));
  }

  /** Read the configurations of all files that are named. */
  async prepare(): Promise<void> {
    const given = [this.solver, this.net].filter((s) => s !== undefined);
    const named = netsNamed(given, this.findNet);
    const paths = [...given.map((s) => s.path), ...named];
    await this.configured.prepare(paths.length > 0 ? paths : [this.flags.file]);
  }

  /** The files of a run; undefined where there are none. */
  of(run: LogRun): RunFiles | undefined {
    const printed = {
      solver: this.solver ? undefined : printedSolver(run, this.flags.file),
      net: this.net ? undefined : printedNet(run, this.flags.file),
    };
    const inputs = printedInputs(run);
    const key = JSON.stringify([printed.solver?.source.text, printed.net?.source.text, [...inputs]]);
    if (!this.known.has(key)) this.known.set(key, this.lint(run, printed, inputs));
    return this.known.get(key);
  }

  private lint(
    run: LogRun,
    printed: { solver: PrintedFile | undefined; net: PrintedFile | undefined },
    inputs: ReadonlyMap<string, number[]>,
  ): RunFiles | undefined {
    const solver = this.solver ?? printed.solver?.source;
    const net = this.net ?? (this.solver ? undefined : printed.net?.source);
    const sources = [solver, net].filter((s) => s !== undefined);
    if (sources.length === 0) return undefined;
    let asked: string | undefined;
    const results = lintFiles(
      sources,
      (source) => {
        const options = this.configured.optionsFor(source.path);
        const analysis: AnalysisOptions = {
          ...options.analysis,
          given: new Map([...inputs, ...options.analysis.given]),
        };
        return { ...options, analysis };
      },
      (from, path) => {
        // The training net is asked for first; nets of their own for testing are found as they are.
        asked ??= path;
        const trained = path === asked;
        if (trained && net) return net;
        const found = this.solver && this.findNet(from.path, path);
        return found ?? (trained ? printed.net?.source : undefined);
      },
    );
    for (const [path, source, kind] of [
      [this.flags.solver, this.solver, 'solver'],
      [this.flags.net, this.net, 'net'],
    ] as const)
      if (source && results.find((r) => r.doc.source === source)?.doc.kind !== kind)
        throw new SettingsError(`--${kind} ${path ?? ''}: not a ${kind}`);
    const files = [printed.solver, printed.net].filter((f) => f !== undefined);
    const cut = run.nets.some((n) => n.phase === 'TRAIN' && n.truncated);
    const hasNet = results.some((r) => r.doc.kind === 'net');
    return {
      origin: this.solver || this.net ? 'given' : 'log',
      results,
      placeOf: (source, offset) => {
        const { line, column } = source.position(offset);
        const file = files.find((f) => f.source === source);
        return file
          ? { path: this.flags.file, line: file.logLine(line), column }
          : { path: source.path, line, column };
      },
      notes:
        cut && !hasNet
          ? [
              'the log holds only the beginning of the net, so the net was not linted: name its file with --net',
            ]
          : [],
    };
  }
}

function read(path: string | undefined): SourceText | undefined {
  if (path === undefined) return undefined;
  const source = readSource(path);
  if (!(source instanceof SourceText)) throw new SettingsError(`${path}: ${source.reason}`);
  return source;
}
