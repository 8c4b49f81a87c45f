/** `caffe-lint FILE…`: lint, fix, report. */
import { readFileSync } from 'node:fs';
import { fixable } from '../../engine/fixer.js';
import type { FixChoice } from '../../engine/fixer.js';
import { fixToFixedPoint } from '../../lint/fix.js';
import type { Fixed, FixOutcome } from '../../lint/fix.js';
import { lintFiles } from '../../lint/linter.js';
import type { FileResult } from '../../lint/linter.js';
import { colorWanted, makeColors } from '../../report/colors.js';
import { printable } from '../../report/result.js';
import type { ReportedFile } from '../../report/result.js';
import { SourceText } from '../../text/source-text.js';
import { EXIT_FAILURE, EXIT_OK, EXIT_PROBLEMS } from '../exit-codes.js';
import { findFiles, findNetFile, readSource, reasonOf, realPath, shownPath } from '../files.js';
import type { FoundFile, Problem } from '../files.js';
import { chooseRules, parseInputs, parseSchema } from '../settings.js';
import { FileChanged, replaceFile } from '../write.js';

export interface LintArguments {
  files?: string[] | undefined;
  dialect: string;
  proto?: string | undefined;
  input: string[];
  color?: boolean | undefined;
  format: 'stylish' | 'json';
  fix: boolean;
  diff: boolean;
  fixDryRun: boolean;
  unsafeFixes: boolean;
  fixRule: string[];
  rule: string[];
  quiet: boolean;
  maxWarnings: number;
}

interface Inputs {
  sources: SourceText[];
  named: Set<string>;
  problems: Problem[];
  notes: Problem[];
}

/** Run the command; answers the exit code. */
export async function lintCommand(argv: LintArguments): Promise<number> {
  const options = {
    schema: await parseSchema(argv.dialect, argv.proto),
    rules: chooseRules(argv.rule),
    analysis: { given: parseInputs(argv.input) },
  };
  const choice: FixChoice = { unsafe: argv.unsafeFixes };
  if (argv.fixRule.length > 0) choice.rules = new Set(argv.fixRule);
  const found = await findFiles(argv.files && argv.files.length > 0 ? argv.files : ['.']);
  const inputs = readAll(found.files, found.problems);
  const findNet = netFinder(inputs.sources);
  const lint = (overlay: ReadonlyMap<string, string>): FileResult[] => {
    const edited = (s: SourceText): SourceText =>
      overlay.has(s.path) ? new SourceText(s.path, overlay.get(s.path)!, s.encoding) : s;
    return lintFiles(inputs.sources.map(edited), options, (solver, path) => {
      const net = findNet(solver.path, path);
      return net && edited(net);
    });
  };
  const fixing = argv.fix || argv.diff || argv.fixDryRun;
  const outcome: FixOutcome = fixing
    ? fixToFixedPoint(lint, choice)
    : { fixed: [], results: lint(new Map()), circular: false };
  const useful = outcome.results.filter((r) => sortOut(r, inputs));
  const colors = makeColors(colorWanted(argv.color, process.stdout, process.env));
  const say = makeColors(colorWanted(argv.color, process.stderr, process.env));

  let code = EXIT_OK;
  if (argv.diff) {
    const { unifiedDiff } = await import('../../report/diff.js');
    const before = lint(new Map()).filter((r) => sortOut(r, { ...inputs, problems: [], notes: [] }));
    await report(before, [], argv, say, process.stderr);
    // The patch is read by programs; what is said to people goes to the other stream.
    for (const f of outcome.fixed)
      process.stdout.write(unifiedDiff(shownPath(f.source.path), f.source.text, f.text));
    if (outcome.fixed.length > 0) code = EXIT_PROBLEMS;
    if (errorsIn(before, argv)) code = EXIT_PROBLEMS;
  } else {
    if (argv.fix) for (const f of outcome.fixed) inputs.problems.push(...write(f));
    await report(useful, inputs.problems, argv, colors, process.stdout);
    if (errorsIn(useful, argv)) code = EXIT_PROBLEMS;
    if (fixing) summarise(outcome, argv.fix, choice, say);
  }
  for (const note of inputs.notes)
    process.stderr.write(say.dim(`${printable(shownPath(note.path))}: ${note.reason}\n`));
  if (argv.format !== 'json' || argv.diff)
    for (const p of inputs.problems)
      process.stderr.write(`caffe-lint: ${printable(shownPath(p.path))}: ${printable(p.reason)}\n`);
  return inputs.problems.length > 0 ? EXIT_FAILURE : code;
}

function readAll(files: readonly FoundFile[], problems: Problem[]): Inputs {
  const inputs: Inputs = { sources: [], named: new Set(), problems: [...problems], notes: [] };
  for (const { path, named } of files) {
    const source = readSource(path);
    if (source instanceof SourceText) inputs.sources.push(source);
    else if (named) inputs.problems.push(source);
    else inputs.notes.push({ path, reason: `skipped: ${source.reason}` });
    if (named) inputs.named.add(path);
  }
  return inputs;
}

function netFinder(sources: readonly SourceText[]): (solver: string, path: string) => SourceText | undefined {
  let known: Map<string, SourceText> | undefined;
  return (solver, path) => {
    const file = findNetFile(solver, path);
    if (file === undefined) return undefined;
    known ??= new Map(sources.map((s) => [realPath(s.path), s]));
    const real = realPath(file);
    const same = known.get(real);
    if (same) return same;
    const source = readSource(file);
    if (!(source instanceof SourceText)) return undefined;
    const shown = new SourceText(shownPath(file), source.text, source.encoding);
    known.set(real, shown);
    return shown;
  };
}

/** Set aside what is not Caffe's; true for what is reported. */
function sortOut(result: FileResult, inputs: Inputs): boolean {
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

const errorsIn = (results: readonly FileResult[], argv: LintArguments): boolean => {
  const findings = results.flatMap((r) => r.findings);
  const warnings = findings.filter((f) => f.severity === 'warn').length;
  return (
    findings.some((f) => f.severity === 'error') || (argv.maxWarnings >= 0 && warnings > argv.maxWarnings)
  );
};

async function report(
  results: readonly FileResult[],
  problems: readonly Problem[],
  argv: LintArguments,
  colors: ReturnType<typeof makeColors>,
  stream: NodeJS.WriteStream,
): Promise<void> {
  const files: ReportedFile[] = results.map((r) => ({
    path: r.doc.source.path,
    source: r.doc.source,
    findings: argv.quiet ? r.findings.filter((f) => f.severity === 'error') : r.findings,
    dialects: r.doc.dialects,
  }));
  if (argv.format === 'json' && !argv.diff) {
    const { formatJson } = await import('../../report/json.js');
    const failed = problems.map((p) => ({
      path: p.path,
      source: undefined,
      findings: [],
      failure: p.reason,
    }));
    stream.write(`${formatJson([...files, ...failed])}\n`);
    return;
  }
  const { formatStylish } = await import('../../report/stylish.js');
  const text = formatStylish(files, colors);
  if (text !== '') stream.write(`${text}\n`);
  else if (files.length > 0 && stream.isTTY)
    stream.write(colors.green(`✔ ${files.length} files, no problems\n`));
}

function write(fixed: Fixed): Problem[] {
  const { path } = fixed.source;
  try {
    // Compared with what is on disk now: a file that changed since it was read is left alone.
    const before = fixed.source.encode(fixed.source.text);
    if (!readFileSync(path).equals(before)) throw new FileChanged('it changed after it was read');
    replaceFile(path, before, fixed.source.encode(fixed.text));
    return [];
  } catch (error) {
    const reason = error instanceof FileChanged ? error.message : reasonOf(error);
    return [{ path, reason: `not fixed: ${reason}` }];
  }
}

function summarise(
  outcome: FixOutcome,
  written: boolean,
  choice: FixChoice,
  colors: ReturnType<typeof makeColors>,
): void {
  const counts = new Map<string, number>();
  for (const f of outcome.fixed) for (const [id, n] of f.applied) counts.set(id, (counts.get(id) ?? 0) + n);
  const total = [...counts.values()].reduce((a, b) => a + b, 0);
  const list = [...counts].map(([id, n]) => `${n} ${id}`).join(', ');
  if (total > 0)
    process.stderr.write(
      colors.green(
        `${written ? 'fixed' : 'would fix'} ${total} in ${outcome.fixed.length} file${outcome.fixed.length === 1 ? '' : 's'}: ${list}\n`,
      ),
    );
  const left = outcome.results.flatMap((r) => r.findings);
  const more = choice.unsafe ? 0 : fixable(left, { unsafe: true }).length;
  if (more > 0) process.stderr.write(`${more} more with --unsafe-fixes: these change what the file means\n`);
  for (const f of outcome.fixed)
    for (const rule of f.culprits)
      process.stderr.write(
        `caffe-lint: ${printable(f.source.path)}: the fix of ${rule} broke the syntax and was taken back; please report it\n`,
      );
  if (outcome.circular)
    process.stderr.write('caffe-lint: fixes kept undoing each other; the last state was kept\n');
}
