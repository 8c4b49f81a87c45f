/** What every format is given, and the few words and sums that several share. */
import type { Colors } from './colors.js';
import { messagesOf } from './result.js';
import type { ReportedFile, ReportedMessage } from './result.js';

/** What a report tells about a rule. */
export interface RuleInfo {
  id: string;
  category: string;
  /** In the recommended set. */
  severity: 'error' | 'warn' | 'off';
  symptom: string;
  fix: 'none' | 'safe' | 'unsafe';
  /** One sentence: what is wrong. */
  description: string;
  /** Its page on the web. */
  url?: string | undefined;
  /** Its page as Markdown; built-in rules need not bring it. */
  page?: string | undefined;
}

export interface Report {
  files: readonly ReportedFile[];
  rule(id: string): RuleInfo | undefined;
  /** Of caffe-lint. */
  version: string;
  /** The folder that relative paths in `files` start from. */
  cwd: string;
  /** The repository's root, which CI systems take paths to start from; `cwd` when undefined. */
  root?: string | undefined;
  colors: Colors;
  /** Where the files are one of several parts: the index-th (from 1) of so many. */
  shard?: { index: number; count: number } | undefined;
}

export interface FormatOptions {
  /** Columns of the terminal. */
  width?: number | undefined;
  /** Rule ids become terminal links (OSC 8) where their page is known. */
  links?: boolean | undefined;
  /** Markdown: longest text, for comments have a limit. */
  maxLength?: number | undefined;
}

/** A report as text, without a last line break; empty when there is nothing to say. */
export type Format = (report: Report, options: FormatOptions) => string | Promise<string>;

type RuleMetadata = Omit<RuleInfo, 'url' | 'page'>;

/** The lookup of a report from rules' metadata; `url` answers the page of a rule, where there is one. */
export function ruleLookup(
  rules: Iterable<{ meta: RuleMetadata }>,
  url?: (rule: RuleMetadata) => string | undefined,
): Report['rule'] {
  const known = new Map<string, RuleInfo>();
  for (const { meta } of rules)
    known.set(meta.id, {
      id: meta.id,
      category: meta.category,
      severity: meta.severity,
      symptom: meta.symptom,
      fix: meta.fix,
      description: meta.description,
      url: url?.(meta),
    });
  return (id) => known.get(id);
}

/** What a run would show, in words for a person; undefined where it shows nothing. */
export function symptomInWords(symptom: string): string | undefined {
  return new Map([
    ['load-failure', 'Caffe refuses to load it'],
    ['nan', 'loss goes to NaN or 87.3365'],
    ['plateau', 'loss stands still'],
    ['slow', 'trains slowly'],
    ['wrong-result', 'silently wrong result'],
  ]).get(symptom);
}

/** The message, and in brackets what a run would show. */
export function messageWithSymptom(message: ReportedMessage): string {
  const words = symptomInWords(message.symptom);
  return words === undefined ? message.message : `${message.message} (${words})`;
}

export const severityName = (message: ReportedMessage): 'error' | 'warning' =>
  message.severity === 2 ? 'error' : 'warning';

/** The rule's id; `failure` where a file could not be linted. */
export const ruleName = (message: ReportedMessage): string => message.ruleId ?? 'failure';

export interface Totals {
  errors: number;
  warnings: number;
  /** Findings whose fix is safe, and unsafe. */
  safe: number;
  unsafe: number;
  /** Files with a problem. */
  files: number;
}

/** Sums over all files; a file that could not be linted counts as one error. */
export function totalsOf(files: readonly ReportedFile[]): Totals {
  const totals: Totals = { errors: 0, warnings: 0, safe: 0, unsafe: 0, files: 0 };
  for (const file of files) {
    const messages = messagesOf(file);
    if (messages.length > 0) totals.files++;
    for (const { severity, fix } of messages) {
      if (severity === 2) totals.errors++;
      else totals.warnings++;
      if (fix?.applicability === 'safe') totals.safe++;
      else if (fix?.applicability === 'unsafe') totals.unsafe++;
    }
  }
  return totals;
}

export const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** "3 problems (2 errors, 1 warning)". */
export const totalsInWords = ({ errors, warnings }: Totals): string =>
  `${plural(errors + warnings, 'problem')} (${plural(errors, 'error')}, ${plural(warnings, 'warning')})`;
