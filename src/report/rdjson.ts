/**
 * Reviewdog's diagnostic format; fixes become suggestions of the review
 * (https://github.com/reviewdog/reviewdog/tree/master/proto/rdf). Columns count bytes of UTF-8.
 */
import { webUrl } from './link.js';
import { rootedPath } from './paths.js';
import type { Report } from './report.js';
import { messageWithSymptom, ruleName } from './report.js';
import type { ReportedFile, ReportedMessage } from './result.js';
import { messagesOf } from './result.js';
import { safeJson } from './safe-text.js';
import type { SourceText } from '../text/source-text.js';

interface Range {
  start: { line: number; column: number };
  end: { line: number; column: number };
}

/** The report as one `DiagnosticResult`. Paths start from the working folder, as reviewdog's own do. */
export const formatRdjson = (report: Report): string =>
  safeJson({
    source: { name: 'caffe-lint' },
    diagnostics: report.files.flatMap((file) => messagesOf(file).map((m) => diagnostic(report, file, m))),
  });

function diagnostic(report: Report, file: ReportedFile, m: ReportedMessage): object {
  const url = webUrl(m.ruleId === null ? undefined : report.rule(m.ruleId)?.url);
  const source = file.failure === undefined ? file.source : undefined;
  const range = source
    ? {
        start: { line: m.line, column: byteColumn(source, m.line, m.column) },
        end: { line: m.endLine, column: byteColumn(source, m.endLine, m.endColumn) },
      }
    : undefined;
  const suggestion = source && m.fix && m.fix.applicability !== 'display' ? m.fix : undefined;
  return {
    message: messageWithSymptom(m),
    location: { path: rootedPath({ cwd: report.cwd }, file.path), ...(range ? { range } : {}) },
    severity: m.severity === 2 ? 'ERROR' : 'WARNING',
    code: { value: ruleName(m), ...(url === undefined ? {} : { url }) },
    ...(source && suggestion
      ? { suggestions: [{ range: byteRange(source, suggestion.range), text: suggestion.text }] }
      : {}),
  };
}

function byteColumn(source: SourceText, line: number, column: number): number {
  return Buffer.byteLength(source.line(line).slice(0, column - 1), source.encoding) + 1;
}

function byteRange(source: SourceText, [from, to]: readonly [number, number]): Range {
  const start = source.position(from);
  const end = source.position(to);
  return {
    start: { line: start.line, column: byteColumn(source, start.line, start.column) },
    end: { line: end.line, column: byteColumn(source, end.line, end.column) },
  };
}
