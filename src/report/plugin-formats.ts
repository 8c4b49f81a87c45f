/** Reports of plugins among the built-in ones. */
import { fileObject } from './json.js';
import type { FileObject } from './json.js';
import type { Formats } from './outputs.js';
import { formats } from './index.js';
import type { Report, RuleInfo } from './report.js';

/** What a formatter is told besides the results. */
export interface FormatterContext {
  /** The folder that relative paths start from. */
  cwd: string;
  /** Of caffe-lint. */
  version: string;
  /** What is known of the rules that found something. */
  rulesMeta: Readonly<Record<string, RuleInfo>>;
}

/** Results as text, without a last line break; empty when there is nothing to say. */
export type Formatter = (
  results: readonly FileObject[],
  context: FormatterContext,
) => string | Promise<string>;

/** The formats with those of plugins; what goes wrong in one of these names it. */
export function withPluginFormats(own: ReadonlyMap<string, Formatter>): Formats {
  if (own.size === 0) return formats;
  const entries = [...own].map(
    ([name, formatter]) =>
      [
        name,
        { description: 'of a plugin', load: async () => (report: Report) => run(name, formatter, report) },
      ] as const,
  );
  return { ...formats, ...Object.fromEntries(entries) };
}

async function run(name: string, formatter: Formatter, report: Report): Promise<string> {
  const results = report.files.map(fileObject);
  const ids = new Set(results.flatMap((r) => r.messages.flatMap((m) => m.ruleId ?? [])));
  const rulesMeta = Object.fromEntries(
    [...ids].flatMap((id) => {
      const info = report.rule(id);
      return info ? [[id, info]] : [];
    }),
  );
  let text: unknown;
  try {
    text = await formatter(results, { cwd: report.cwd, version: report.version, rulesMeta });
  } catch (error) {
    throw new Error(`formatter "${name}" failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  if (typeof text !== 'string') throw new Error(`formatter "${name}" answers no text`);
  return text;
}
