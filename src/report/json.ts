/** ESLint's JSON shapes: an array with one element per file, alone, with metadata, or one finding a line. */
import type { Report } from './report.js';
import type { ReportedFile, ReportedMessage } from './result.js';
import { messagesOf } from './result.js';
import { safeJson } from './safe-text.js';

/** The result of one file, in ESLint's shape. */
export interface FileObject {
  filePath: string;
  messages: ReportedMessage[];
  errorCount: number;
  warningCount: number;
  fixableErrorCount: number;
  fixableWarningCount: number;
  dialects?: readonly string[];
}

/** A file's result in ESLint's shape. */
export function fileObject(file: ReportedFile): FileObject {
  const messages = messagesOf(file);
  const errors = messages.filter((m) => m.severity === 2);
  const warnings = messages.filter((m) => m.severity === 1);
  return {
    filePath: file.path,
    messages,
    errorCount: errors.length,
    warningCount: warnings.length,
    fixableErrorCount: errors.filter((m) => m.fix).length,
    fixableWarningCount: warnings.filter((m) => m.fix).length,
    ...(file.dialects && file.dialects.length > 0 ? { dialects: file.dialects } : {}),
  };
}

/** The report as JSON text: an array with an element per file. */
export const formatJson = (files: readonly ReportedFile[]): string => safeJson(files.map(fileObject));

/** `{results, metadata: {version, cwd, rulesMeta}}`; `rulesMeta` has the rules that found something. */
export function formatJsonWithMetadata({ files, rule, version, cwd }: Report): string {
  const results = files.map(fileObject);
  const ids = new Set(results.flatMap((r) => r.messages.flatMap((m) => m.ruleId ?? [])));
  // fromEntries makes own properties, whatever a plugin's rule is called.
  const rulesMeta = Object.fromEntries(
    [...ids].sort().flatMap((id) => {
      const info = rule(id);
      // The page is for `explain`.
      return info ? [[id, { ...info, page: undefined }]] : [];
    }),
  );
  return safeJson({ results, metadata: { version, cwd, rulesMeta } });
}

/** One object per finding and line: the message with the `filePath` it is about. */
export const formatJsonLines = ({ files }: Pick<Report, 'files'>): string =>
  files
    .flatMap((file) => messagesOf(file).map((message) => safeJson({ filePath: file.path, ...message })))
    .join('\n');
