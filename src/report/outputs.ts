/** `--format NAME[=FILE]` and `--output-file FILE` → which report goes where. */
import { normalize } from 'node:path';
import { nearest } from '../schema/suggest.js';
import { makeColors } from './colors.js';
import { formats } from './index.js';
import type { FormatEntry } from './index.js';
import type { FormatOptions, Report } from './report.js';

/** Flags that cannot be followed; the message is meant for the user. */
export class FormatFlagError extends Error {}

export interface PlannedOutput {
  name: string;
  /** Standard output when undefined. */
  file?: string;
}

export interface RenderedOutput extends PlannedOutput {
  /** With its last line break; empty when there is nothing to say. */
  text: string;
}

export type Formats = Readonly<Record<string, FormatEntry>>;

/**
 * Flags → outputs, in the order given; none asks for `stylish` on standard output.
 * @param flags Values of `--format`: `NAME` or `NAME=FILE`.
 * @param outputFile Value of `--output-file`, for one format without a file of its own.
 * @param known Formats by name, the plugins' own among them.
 * @throws FormatFlagError when a name is unknown, a file is missing, or two outputs go to one place.
 */
export function parseFormatFlags(
  flags: readonly string[],
  outputFile?: string,
  known: Formats = formats,
): PlannedOutput[] {
  const outputs = flags.map((flag) => parseFlag(flag, known));
  if (outputs.length === 0) outputs.push({ name: 'stylish' });
  const bare = outputs.filter((o) => o.file === undefined);
  if (outputFile !== undefined) {
    if (outputFile === '') throw new FormatFlagError('--output-file takes the name of a file');
    if (bare.length !== 1)
      throw new FormatFlagError(
        bare.length === 0
          ? '--output-file has nothing to write: every --format names a file of its own'
          : `--output-file is for one format; write ${bare.map((o) => `--format ${o.name}=FILE`).join(' ')}`,
      );
    bare[0]!.file = outputFile;
  } else if (bare.length > 1)
    throw new FormatFlagError(
      `${bare.map((o) => o.name).join(' and ')} cannot both go to standard output; give all but one a file, such as --format ${bare.at(-1)!.name}=FILE`,
    );
  const taken = new Map<string, string>();
  for (const { name, file } of outputs) {
    if (file === undefined) continue;
    const other = taken.get(normalize(file));
    if (other !== undefined) throw new FormatFlagError(`${other} and ${name} cannot both go to "${file}"`);
    taken.set(normalize(file), name);
  }
  return outputs;
}

function parseFlag(flag: string, known: Formats): PlannedOutput {
  const at = flag.indexOf('=');
  const name = (at < 0 ? flag : flag.slice(0, at)).trim();
  if (!Object.hasOwn(known, name)) {
    const near = nearest(name, Object.keys(known));
    throw new FormatFlagError(
      `--format: there is no format "${name}"${near ? `; did you mean ${near}?` : ''} (known: ${Object.keys(known).join(', ')})`,
    );
  }
  if (at < 0) return { name };
  const file = flag.slice(at + 1);
  if (file === '') throw new FormatFlagError(`--format ${name}= takes the name of a file behind the "="`);
  return { name, file };
}

/**
 * In a GitHub Actions job annotations are added to a report for people on standard output, as long as
 * nothing else was asked of it.
 */
export function withAnnotations(
  outputs: readonly PlannedOutput[],
  env: Readonly<Record<string, string | undefined>>,
): PlannedOutput[] {
  const forPeople = outputs.some((o) => o.file === undefined && o.name === 'stylish');
  const wanted = env['GITHUB_ACTIONS'] === 'true' && forPeople && !outputs.some((o) => o.name === 'github');
  return wanted ? [...outputs, { name: 'github' }] : [...outputs];
}

/** All outputs as text. Files get neither colours nor terminal links. */
export async function renderOutputs(
  outputs: readonly PlannedOutput[],
  report: Report,
  options: FormatOptions = {},
  known: Formats = formats,
): Promise<RenderedOutput[]> {
  const rendered: RenderedOutput[] = [];
  for (const output of outputs) {
    const format = await known[output.name]!.load();
    const text =
      output.file === undefined
        ? await format(report, options)
        : await format(
            { ...report, colors: makeColors(false) },
            { ...options, links: false, width: undefined },
          );
    rendered.push({ ...output, text: text === '' ? '' : `${text}\n` });
  }
  return rendered;
}
