/** `CaffeLint`: files in, results out, with the configurations that hold for them. Node only. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ResolvedConfig } from '../config/resolved.js';
import { formatsFor } from '../cli/formats.js';
import { Configured } from '../cli/configured.js';
import type { ConfigFlags } from '../cli/configured.js';
import { findInputs, netFinder, netsNamed, readInputs } from '../cli/inputs.js';
import type { InputFlags } from '../cli/inputs.js';
import { replaceFile } from '../cli/write.js';
import { fixToFixedPoint } from '../lint/fix.js';
import { lintFiles } from '../lint/linter.js';
import type { FileResult } from '../lint/linter.js';
import { makeColors } from '../report/colors.js';
import { reportRoot, ruleLookup } from '../report/index.js';
import { fileObject } from '../report/json.js';
import type { FileObject } from '../report/json.js';
import { renderOutputs } from '../report/outputs.js';
import type { ReportedFile } from '../report/result.js';
import { SourceText } from '../text/source-text.js';

declare const CAFFE_LINT_VERSION: string;

export interface CaffeLintOptions {
  /** A configuration that takes the place of those that are looked for. */
  overrideConfigFile?: string;
  /** Look for configurations; true by default. Without, no code is run. */
  configLookup?: boolean;
  /** Load the plugins that configurations name; true by default. */
  plugins?: boolean;
  /** Rules as the command line's `--rule` takes them: `"id: error"`. */
  overrideRules?: readonly string[];
  /** Honour comments that switch rules off; true by default. */
  inlineConfig?: boolean;
  /** Apply fixes to the texts in the results (`output`); `outputFixes` writes them. */
  fix?: boolean;
  /** With `fix`, also those that change what a file means. */
  unsafeFixes?: boolean;
  /** With `fix`, only findings of these rules. */
  fixRules?: readonly string[];
  /** Honour ignore files and patterns; true by default. */
  ignore?: boolean;
  /** More patterns of files that are left out. */
  ignorePatterns?: readonly string[];
  /** `auto` (the default), `bvlc`, or ids joined by commas. */
  dialect?: string;
  /** Path of a caffe.proto. */
  proto?: string;
  /** Shapes of blobs that data layers make. */
  inputs?: Readonly<Record<string, readonly number[]>>;
  /** Fail when a pattern matches no file; true by default. */
  errorOnUnmatchedPattern?: boolean;
}

/** What was found in one file. */
export interface LintResult extends FileObject {
  /** The text with its fixes, where `fix` changed it. */
  output?: string;
}

export interface LoadedFormatter {
  /** Results of this instance as text, without a last line break. */
  format(results: readonly LintResult[]): Promise<string>;
}

/** What a result was made of, for reports and for writing. */
const origins = new WeakMap<LintResult, { reported: ReportedFile; original: SourceText }>();

export class CaffeLint {
  /** Of caffe-lint. */
  static readonly version: string = CAFFE_LINT_VERSION;
  private readonly flags: ConfigFlags;
  private configured: Configured;

  constructor(private readonly options: CaffeLintOptions = {}) {
    this.flags = {
      config: options.overrideConfigFile,
      configLookup: options.configLookup ?? true,
      plugins: options.plugins ?? true,
      dialect: options.dialect,
      proto: options.proto,
      input: Object.entries(options.inputs ?? {}).map(([name, dims]) => `${name}=${dims.join(',')}`),
    };
    this.configured = this.configure();
  }

  /**
   * Lint files, folders and globs, from the working folder; a solver brings in its net.
   * @throws Error in words for the user when a pattern matches nothing, or a configuration cannot be followed.
   */
  async lintFiles(patterns: string | readonly string[]): Promise<LintResult[]> {
    const files = typeof patterns === 'string' ? [patterns] : [...patterns];
    return this.lint({ ...this.inputFlags, files });
  }

  /** Lint a text as if it stood in a file, whose configuration and solver's net hold. */
  async lintText(
    text: string,
    { filePath = 'net.prototxt' }: { filePath?: string } = {},
  ): Promise<LintResult[]> {
    return this.run([new SourceText(filePath, text)], []);
  }

  /** What configurations come to for a file, which need not exist. */
  async calculateConfigForFile(path: string): Promise<Pick<ResolvedConfig, 'rules' | 'settings' | 'files'>> {
    return this.configured.configWithFlags(path);
  }

  /** Whether ignore files or patterns leave a file out. */
  async isPathIgnored(path: string): Promise<boolean> {
    return (await this.configured.ignorer(this.inputFlags))(path);
  }

  /**
   * A report by name: built in, `plugin/name` of a plugin that the working folder's configuration names, or
   * the path of a module.
   */
  async loadFormatter(name = 'stylish'): Promise<LoadedFormatter> {
    const known = await formatsFor([name], this.configured);
    if (!Object.hasOwn(known, name))
      throw new Error(`there is no format "${name}"; known: ${Object.keys(known).join(', ')}`);
    return {
      format: async (results) => {
        const report = {
          files: results.map((r) => {
            const origin = origins.get(r);
            if (!origin) throw new Error('a formatter takes the results that lintFiles and lintText gave');
            return origin.reported;
          }),
          rule: ruleLookup(this.configured.catalogue()),
          version: CAFFE_LINT_VERSION,
          cwd: process.cwd(),
          root: reportRoot(process.cwd(), process.env, () => false),
          colors: makeColors(false),
        };
        const [rendered] = await renderOutputs([{ name }], report, {}, known);
        return rendered!.text.replace(/\n$/, '');
      },
    };
  }

  /** Write the fixed texts of results to their files; a file that changed since it was read is an error. */
  static async outputFixes(results: readonly LintResult[]): Promise<void> {
    for (const result of results) {
      const original = origins.get(result)?.original;
      if (result.output === undefined || !original) continue;
      const before = original.encode(original.text);
      if (!readFileSync(result.filePath).equals(before))
        throw new Error(`${result.filePath}: not fixed: it changed after it was read`);
      replaceFile(result.filePath, before, original.encode(result.output));
    }
  }

  /** The results with their errors only; files without any are left out. */
  static getErrorResults(results: readonly LintResult[]): LintResult[] {
    return results.flatMap((result) => {
      const origin = origins.get(result);
      if (!origin || result.errorCount === 0) return [];
      const findings = origin.reported.findings.filter((f) => f.severity === 'error');
      return [resultOf({ ...origin.reported, findings }, origin.original, result.output)];
    });
  }

  private configure(): Configured {
    const { overrideRules = [], inlineConfig = true } = this.options;
    return new Configured(this.flags, { rule: [...overrideRules], inlineConfig, errorsOnly: false });
  }

  private get inputFlags(): InputFlags {
    return {
      stdin: false,
      errorOnUnmatchedPattern: this.options.errorOnUnmatchedPattern ?? true,
      ignore: this.options.ignore ?? true,
      ignorePattern: [...(this.options.ignorePatterns ?? [])],
      forceExclude: false,
      warnIgnored: false,
    };
  }

  private async lint(flags: InputFlags): Promise<LintResult[]> {
    const found = await findInputs(flags, this.configured);
    const [problem] = found.problems;
    if (problem) throw new Error(`${problem.path}: ${problem.reason}`);
    const inputs = readInputs(found.files, flags, [], []);
    const failed = inputs.problems.map(({ path, reason }) =>
      resultOf({ path, source: undefined, findings: [], failure: reason }, new SourceText(path, '')),
    );
    return [...(await this.run(inputs.sources, [...inputs.named])), ...failed];
  }

  private async run(sources: readonly SourceText[], named: readonly string[]): Promise<LintResult[]> {
    const findNet = netFinder(sources);
    await this.configured.prepare([...sources.map((s) => s.path), ...netsNamed(sources, findNet)]);
    const { fix = false, unsafeFixes = false, fixRules } = this.options;
    if (fixRules) this.configured.checkRules('fixRules', fixRules);
    const originals = new Map(sources.map((s) => [s.path, s]));
    const lint = (overlay: ReadonlyMap<string, string>): FileResult[] => {
      const edited = (s: SourceText): SourceText =>
        overlay.has(s.path) ? new SourceText(s.path, overlay.get(s.path)!, s.encoding) : s;
      return lintFiles(
        sources.map(edited),
        (source) => this.configured.optionsFor(source.path),
        (solver, path) => {
          const net = findNet(solver.path, path);
          if (net && !originals.has(net.path)) originals.set(net.path, net);
          return net && edited(net);
        },
      );
    };
    const choice = { unsafe: unsafeFixes, ...(fixRules ? { rules: new Set(fixRules) } : {}) };
    const { results, fixed } = fix ? fixToFixedPoint(lint, choice) : { results: lint(new Map()), fixed: [] };
    const texts = new Map(fixed.map((f) => [f.source.path, f.text]));
    const isOurs = (r: FileResult): boolean =>
      r.doc.kind === 'net' ||
      r.doc.kind === 'solver' ||
      r.findings.length > 0 ||
      named.includes(r.doc.source.path);
    return results.filter(isOurs).map(({ doc, findings }) => {
      const { path } = doc.source;
      const reported = { path, source: doc.source, findings, dialects: doc.dialects };
      return resultOf(reported, originals.get(path) ?? doc.source, texts.get(path));
    });
  }
}

function resultOf(reported: ReportedFile, original: SourceText, output?: string): LintResult {
  const object = fileObject(reported);
  const result: LintResult = { ...object, filePath: resolve(reported.path) };
  if (output !== undefined) result.output = output;
  origins.set(result, { reported, original });
  return result;
}
