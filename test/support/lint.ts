/** Lint texts in memory, as the rules' tests and the invariants do. */
import { basename } from 'node:path';
import type { Rule } from '../../src/engine/rule.js';
import type { Finding } from '../../src/engine/finding.js';
import type { SchemaChoice } from '../../src/document/document.js';
import { lintFiles } from '../../src/lint/linter.js';
import type { FileResult } from '../../src/lint/linter.js';
import { fixToFixedPoint } from '../../src/lint/fix.js';
import type { FixOutcome } from '../../src/lint/fix.js';
import { SourceText } from '../../src/text/source-text.js';
import { analysisOf, type Known } from './known.js';
import { rules } from '../../rules/index.js';

export interface Options {
  rules?: readonly Rule[];
  schema?: SchemaChoice;
  input?: Record<string, number[]>;
  known?: Known;
}

/** Files by name → results. Solvers find the nets among the given files. */
export function lintTexts(texts: Record<string, string>, options: Options = {}): FileResult[] {
  const sources = Object.entries(texts).map(([name, text]) => new SourceText(name, text));
  return lintFiles(
    sources,
    {
      schema: options.schema ?? 'auto',
      rules: (options.rules ?? rules).map((rule) => ({
        rule,
        severity: rule.meta.severity === 'error' ? 'error' : 'warn',
        options: rule.meta.defaults ?? {},
      })),
      analysis: { given: new Map(Object.entries(options.input ?? {})), ...analysisOf(options.known) },
    },
    (_, path) => sources.find((s) => basename(s.path) === basename(path)),
  );
}

/** The findings of one text. */
export const lintText = (text: string, options: Options = {}): Finding[] =>
  lintTexts({ 'net.prototxt': text }, options).flatMap((r) => r.findings);

/** Apply fixes to the fixed point. */
export const fixTexts = (
  texts: Record<string, string>,
  options: Options & { unsafe?: boolean; only?: string } = {},
): FixOutcome =>
  fixToFixedPoint((overlay) => lintTexts({ ...texts, ...Object.fromEntries(overlay) }, options), {
    unsafe: options.unsafe ?? true,
    ...(options.only ? { rules: new Set([options.only]) } : {}),
  });

/** "line:column" of a finding. */
export const lineOf = (finding: Finding): number => finding.source.position(finding.start).line;
