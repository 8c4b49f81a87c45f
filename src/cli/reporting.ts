/** From results to reports on the terminal and in files. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Finding } from '../engine/finding.js';
import type { Rule } from '../engine/rule.js';
import type { LintedFile } from '../lint/linted-file.js';
import { colorWanted, makeColors } from '../report/colors.js';
import type { Report } from '../report/report.js';
import type { ReportedFile } from '../report/result.js';
import { reportRoot, ruleLookup } from '../report/index.js';
import { FormatFlagError, parseFormatFlags, renderOutputs, withAnnotations } from '../report/outputs.js';
import type { Formats, PlannedOutput } from '../report/outputs.js';
import { reasonOf } from './files.js';
import type { Problem } from './files.js';
import { SettingsError } from './settings.js';
import { writeWhole } from './write.js';

declare const CAFFE_LINT_VERSION: string;

export interface ReportFlags {
  format: string[];
  outputFile?: string | undefined;
  statistics: boolean;
  quiet: boolean;
  /** Nothing on standard output; files are written all the same. */
  silent: boolean;
  color?: boolean | undefined;
}

/** Formats that a person reads; what could not be read is told on standard error beside them. */
const FOR_PEOPLE = new Set(['stylish', 'codeframe', 'compact', 'statistics', 'github']);

/** Which report goes where. Throws for flags that cannot be followed. */
export function planOutputs(flags: ReportFlags, diff: boolean, known: Formats): PlannedOutput[] {
  const asked = flags.statistics ? [...flags.format, 'statistics'] : flags.format;
  try {
    const outputs = parseFormatFlags(asked, flags.outputFile, known);
    if (flags.silent) return outputs.filter((o) => o.file !== undefined);
    // A patch has standard output for itself; what is said to people goes to the other stream.
    return diff
      ? outputs.map((o) => (o.file === undefined && !FOR_PEOPLE.has(o.name) ? { name: 'stylish' } : o))
      : withAnnotations(outputs, process.env);
  } catch (error) {
    throw error instanceof FormatFlagError ? new SettingsError(error.message) : error;
  }
}

/** Whether a program reads standard output. */
export const forPrograms = (outputs: readonly PlannedOutput[]): boolean =>
  outputs.some((o) => o.file === undefined && !FOR_PEOPLE.has(o.name));

export interface Reported {
  results: readonly LintedFile[];
  findings: readonly (readonly Finding[])[];
  problems: readonly Problem[];
  catalogue: readonly Rule[];
  /** The part of the files that it is about. */
  shard?: Report['shard'];
}

/** Write all reports; answers the files that could not be written. */
export async function writeReports(
  outputs: readonly PlannedOutput[],
  what: Reported,
  flags: ReportFlags,
  stream: NodeJS.WriteStream,
  known: Formats,
): Promise<Problem[]> {
  const files: ReportedFile[] = what.results.map(({ doc }, i) => ({
    path: doc.source.path,
    source: doc.source,
    findings: flags.quiet ? what.findings[i]!.filter((f) => f.severity === 'error') : what.findings[i]!,
    dialects: doc.dialects,
  }));
  const failed: ReportedFile[] = what.problems.map((p) => ({
    path: p.path,
    source: undefined,
    findings: [],
    failure: p.reason,
  }));
  const cwd = process.cwd();
  const colors = makeColors(colorWanted(flags.color, stream, process.env));
  const problems: Problem[] = [];
  for (const output of outputs) {
    const report = {
      files: FOR_PEOPLE.has(output.name) ? files : [...files, ...failed],
      rule: ruleLookup(what.catalogue),
      version: CAFFE_LINT_VERSION,
      cwd,
      root: reportRoot(cwd, process.env, existsSync),
      shard: what.shard,
      colors,
    };
    const width = stream.isTTY ? stream.columns : undefined;
    const [rendered] = await renderOutputs([output], report, { width, links: stream.isTTY }, known);
    if (output.file !== undefined) problems.push(...writeFile(output.file, rendered!.text));
    else if (rendered!.text !== '') stream.write(rendered!.text);
    else if (output.name === 'stylish' && files.length > 0 && stream.isTTY)
      stream.write(colors.green(`✔ ${files.length} ${files.length === 1 ? 'file' : 'files'}, no problems\n`));
  }
  return problems;
}

function writeFile(path: string, text: string): Problem[] {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeWhole(path, Buffer.from(text));
    return [];
  } catch (error) {
    return [{ path, reason: `the report could not be written: ${reasonOf(error, 'write')}` }];
  }
}
