/** `caffe-lint FILE…`: lint, fix, report. */
import type { FixChoice } from '../../engine/fixer.js';
import type { Finding } from '../../engine/finding.js';
import { fixToFixedPoint } from '../../lint/fix.js';
import type { FixOutcome } from '../../lint/fix.js';
import { lintFiles } from '../../lint/linter.js';
import type { LintedFile } from '../../lint/linted-file.js';
import type { FileResult, LinterOptions } from '../../lint/linter.js';
import { colorWanted, makeColors } from '../../report/colors.js';
import { printable } from '../../report/result.js';
import { SourceText } from '../../text/source-text.js';
import type { CacheFlags } from '../cache.js';
import { Configured } from '../configured.js';
import type { ConfigFlags } from '../configured.js';
import { EXIT_FAILURE, EXIT_OK, EXIT_PROBLEMS } from '../exit-codes.js';
import { shownPath } from '../files.js';
import type { Problem } from '../files.js';
import { summariseFixes, writeFixes } from '../fixing.js';
import { formatsFor } from '../formats.js';
import { findInputs, netFinder, netsNamed, readInputs } from '../inputs.js';
import type { InputFlags, Inputs } from '../inputs.js';
import { Progress } from '../progress.js';
import { forPrograms, planOutputs, writeReports } from '../reporting.js';
import type { ReportFlags } from '../reporting.js';
import { SettingsError } from '../settings.js';
import { checkShard, filesOfShard, parseShard } from '../shard.js';
import { checkSuppressFlags, suppressFindings } from '../suppress.js';
import type { SuppressFlags } from '../suppress.js';
import { workerCount, Workers } from '../workers.js';
import type { ConcurrencyFlags } from '../workers.js';
import type { InsteadFlags } from './instead.js';

export interface LintArguments
  extends ConfigFlags, InputFlags, ReportFlags, SuppressFlags, InsteadFlags, CacheFlags, ConcurrencyFlags {
  fix: boolean;
  diff: boolean;
  fixDryRun: boolean;
  unsafeFixes: boolean;
  fixRule: string[];
  exitNonZeroOnFix: boolean;
  rule: string[];
  inlineConfig: boolean;
  maxWarnings: number;
  exitZero: boolean;
  since?: string | undefined;
  shard?: string | undefined;
}

/** Run the command; answers the exit code. */
export async function lintCommand(argv: LintArguments): Promise<number> {
  if (argv.init || argv.listRules || argv.printConfig !== undefined || argv.showFiles) {
    const { insteadOfLinting } = await import('./instead.js');
    return insteadOfLinting(argv);
  }
  checkFlags(argv);
  const shard = parseShard(argv.shard);
  checkShard(shard, argv);
  // Warnings that are neither shown nor counted need not be looked for.
  const errorsOnly = argv.quiet && argv.maxWarnings < 0;
  const configured = new Configured(argv, { ...argv, errorsOnly });
  const known = await formatsFor(argv.format, configured);
  const outputs = planOutputs(argv, argv.diff, known);
  const found = await findInputs(argv, configured);
  const inputs = readInputs(found.files, argv, found.problems, found.notes);
  if (shard) {
    inputs.sources = filesOfShard(inputs.sources, shard, netFinder(inputs.sources));
    // What no shard can read is told once.
    if (shard.index > 1) Object.assign(inputs, { problems: [], notes: [] });
  }
  const progress =
    Progress.fits(process.stderr, process.env) && !forPrograms(outputs)
      ? new Progress(process.stderr)
      : undefined;
  const { lint, lintOnce, isLeftOut, notes } = await linterOf(inputs, argv, configured, errorsOnly, progress);
  const changed =
    argv.since === undefined
      ? undefined
      : (await import('../changed-lines.js')).ChangedLines.since(argv.since);

  const choice: FixChoice = { unsafe: argv.unsafeFixes };
  if (argv.fixRule.length > 0) choice.rules = new Set(argv.fixRule);
  let first: readonly LintedFile[] | undefined;
  let latest: readonly LintedFile[] = [];
  const counted = <T extends LintedFile>(results: readonly T[]): T[] => {
    latest = results;
    first ??= latest;
    return results.map((r) => {
      const findings = isLeftOut(r)
        ? []
        : argv.quiet
          ? r.findings.filter((f) => f.severity === 'error')
          : r.findings;
      return { ...r, findings: changed ? changed.filter(findings) : findings };
    });
  };
  const fixing = argv.fix || argv.diff || argv.fixDryRun;
  let outcome: FixOutcome<LintedFile> = fixing
    ? fixToFixedPoint((overlay) => counted(lint(overlay)), choice)
    : { fixed: [], results: counted(await lintOnce()), takenBack: [] };
  progress?.clear();

  const unfixed = new Set<string>();
  if (argv.fix && !argv.diff && !argv.stdin) {
    const written = writeFixes(outcome.fixed);
    for (const { path } of written.problems) unfixed.add(path);
    inputs.problems.push(...written.problems);
    inputs.notes.push(...written.notes);
    outcome = { ...outcome, fixed: written.done };
  }
  // A patch is shown with the findings as they are now, and so is a file that could not be fixed; anything else with those that are left.
  const asItWas = new Map((first ?? []).map((r) => [r.doc.source.path, r]));
  const results = (argv.diff && first ? first : latest)
    .map((r) => (unfixed.has(r.doc.source.path) ? (asItWas.get(r.doc.source.path) ?? r) : r))
    .filter((r) => !isLeftOut(r) && sortOut(r, inputs));
  const suppressed = suppressFindings(
    results.map((r) => ({ path: r.doc.source.path, findings: r.findings })),
    argv,
  );
  const findings = changed ? suppressed.kept.map((f) => changed.filter(f)) : suppressed.kept;

  const say = makeColors(colorWanted(argv.color, process.stderr, process.env));
  const textOnStdout = argv.diff || (argv.fix && argv.stdin);
  const unwritten = await writeReports(
    outputs,
    { results, findings, problems: inputs.problems, catalogue: configured.catalogue(), shard },
    argv,
    textOnStdout ? process.stderr : process.stdout,
    known,
  );
  if (argv.diff) await printPatch(outcome);
  else if (textOnStdout) printText(inputs, outcome);
  if (fixing && !argv.diff) summariseFixes(outcome, argv.fix, choice, say);
  for (const note of [...inputs.notes, ...uniqueNotes([...configured.notes, ...notes()])])
    process.stderr.write(say.dim(`${printable(shownPath(note.path))}: ${note.reason}\n`));
  if (textOnStdout || !forPrograms(outputs)) complain(inputs.problems);
  complain(unwritten);
  if (suppressed.complaint !== undefined)
    process.stderr.write(`caffe-lint: ${printable(suppressed.complaint)}\n`);
  if (inputs.problems.length + unwritten.length > 0 || suppressed.complaint !== undefined)
    return EXIT_FAILURE;
  return argv.exitZero ? EXIT_OK : codeOf(findings.flat(), outcome, argv);
}

function checkFlags(argv: LintArguments): void {
  checkSuppressFlags(argv, argv.stdin);
  if (!Number.isInteger(argv.maxWarnings)) throw new SettingsError('--max-warnings takes a whole number');
}

interface FileLinter {
  lint(overlay: ReadonlyMap<string, string>): FileResult[];
  /** The texts as they are, from the cache where there is one. */
  lintOnce(): Promise<readonly LintedFile[]>;
  /** What workers could not read. */
  notes(): readonly Problem[];
  /** A net that a solver brought in and that is ignored: it is looked at, but not reported. */
  isLeftOut(result: LintedFile): boolean;
}

async function linterOf(
  inputs: Inputs,
  argv: LintArguments,
  configured: Configured,
  errorsOnly: boolean,
  progress: Progress | undefined,
): Promise<FileLinter> {
  const findNet = netFinder(inputs.sources);
  const broughtIn = netsNamed(inputs.sources, findNet);
  await configured.prepare([...inputs.sources.map((s) => s.path), ...broughtIn]);
  configured.checkRules('--fix-rule', argv.fixRule);
  configured.checkRules('--suppress-rule', argv.suppressRule);
  const isIgnored = await configured.ignorer(argv);
  const ignored = new Set<string>();
  for (const path of broughtIn) if (await isIgnored(path)) ignored.add(path);
  const lintThese = (
    files: readonly SourceText[],
    step?: Progress['step'],
    overlay: ReadonlyMap<string, string> = new Map(),
  ): FileResult[] => {
    const edited = (s: SourceText): SourceText =>
      overlay.has(s.path) ? new SourceText(s.path, overlay.get(s.path)!, s.encoding) : s;
    return lintFiles(
      files.map(edited),
      (source) => configured.optionsFor(source.path),
      (solver, path) => {
        const net = findNet(solver.path, path);
        return net && edited(net);
      },
      step,
    );
  };
  let notes: readonly Problem[] = [];
  const lintOnce = async (): Promise<readonly LintedFile[]> => {
    // What is few is linted together, and its analyses kept, without looking for what belongs together.
    if (argv.stdin || (!argv.cache && inputs.sources.length <= FEW)) {
      workerCount(argv.concurrency, []);
      return lintThese(inputs.sources, progress?.step);
    }
    const { lintApart } = await import('../apart.js');
    const cache = argv.cache ? new (await import('../cache.js')).ResultCache(argv) : undefined;
    let workers: Workers | undefined;
    const results = await lintApart({
      sources: inputs.sources,
      findNet,
      optionsFor: (path) => configured.optionsFor(path),
      lint: (files) => lintThese(files),
      cache,
      others: (groups) => {
        const count = workerCount(argv.concurrency, groups);
        if (count === 0 || inputs.sources.some((s) => runsPlugins(configured.optionsFor(s.path))))
          return undefined;
        workers = new Workers(
          { ...configFlagsOf(argv), rule: argv.rule, inlineConfig: argv.inlineConfig, errorsOnly },
          count,
        );
        return workers.lint;
      },
      progress: progress?.step,
    });
    notes = workers?.notes ?? [];
    await workers?.end();
    if (cache) inputs.problems.push(...cache.write());
    return results;
  };
  const lint: FileLinter['lint'] = (overlay) => lintThese(inputs.sources, progress?.step, overlay);
  return {
    lint,
    lintOnce,
    notes: () => notes,
    isLeftOut: (r) => r.broughtIn && ignored.has(r.doc.source.path),
  };
}

/** Up to so many files are one unit of work. */
const FEW = 32;

/** Code of the user's is run once, in the main thread. */
const runsPlugins = ({ dialects, analysis }: LinterOptions): boolean =>
  dialects !== undefined || analysis.types !== undefined;

/** What a worker needs to find the same configuration. */
function configFlagsOf(argv: LintArguments): ConfigFlags {
  const { config, configLookup, plugins, dialect, proto, input = [], weights } = argv;
  return { config, configLookup, plugins, dialect, proto, input, weights };
}

const uniqueNotes = (notes: readonly Problem[]): Problem[] => [
  ...new Map(notes.map((n) => [`${n.path}\0${n.reason}`, n])).values(),
];

/** Set aside what is not Caffe's; true for what is reported. */
function sortOut(result: LintedFile, inputs: Inputs): boolean {
  const { kind, source } = result.doc;
  if (kind === 'net' || kind === 'solver') return true;
  const reason =
    kind === 'empty'
      ? 'the file is empty: there is no net in it'
      : kind === 'label-map'
        ? 'a label map, not a net or a solver: nothing to lint'
        : 'neither a net nor a solver of Caffe: nothing to lint';
  if (result.findings.length > 0) return true;
  if (kind === 'empty' && inputs.named.has(source.path)) inputs.problems.push({ path: source.path, reason });
  else inputs.notes.push({ path: source.path, reason: `skipped: ${reason}` });
  return inputs.named.has(source.path) && kind !== 'empty';
}

async function printPatch(outcome: FixOutcome<LintedFile>): Promise<void> {
  const { unifiedDiff } = await import('../../report/diff.js');
  for (const f of outcome.fixed)
    process.stdout.write(unifiedDiff(shownPath(f.source.path), f.source.text, f.text));
}

/** Standard input with its fixes, or as it was. */
function printText(inputs: Inputs, outcome: FixOutcome<LintedFile>): void {
  for (const source of inputs.sources) {
    const fixed = outcome.fixed.find((f) => f.source.path === source.path);
    process.stdout.write(source.encode(fixed?.text ?? source.text));
  }
}

function complain(problems: readonly Problem[]): void {
  for (const p of problems)
    process.stderr.write(`caffe-lint: ${printable(shownPath(p.path))}: ${printable(p.reason)}\n`);
}

function codeOf(findings: readonly Finding[], outcome: FixOutcome<LintedFile>, argv: LintArguments): number {
  const warnings = findings.filter((f) => f.severity === 'warn').length;
  const tooMany = argv.maxWarnings >= 0 && warnings > argv.maxWarnings;
  const errors = findings.some((f) => f.severity === 'error');
  if (tooMany && !errors)
    process.stderr.write(
      `caffe-lint: ${warnings} warnings are more than --max-warnings ${argv.maxWarnings}\n`,
    );
  const changedFiles = outcome.fixed.length > 0 && (argv.diff || (argv.fix && argv.exitNonZeroOnFix));
  return errors || tooMany || changedFiles ? EXIT_PROBLEMS : EXIT_OK;
}
