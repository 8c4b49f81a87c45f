/** What reporters print: one result per file, positions as lines and columns. */
import type { Finding } from '../engine/finding.js';
import type { SourceText } from '../text/source-text.js';

export { printable } from './safe-text.js';

export interface ReportedFile {
  path: string;
  source: SourceText | undefined;
  findings: readonly Finding[];
  /** Why the file could not be linted at all. */
  failure?: string;
  dialects?: readonly string[];
}

export interface ReportedPlace {
  filePath: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  message: string;
}

export interface ReportedMessage {
  /** Null where the file could not be linted. */
  ruleId: string | null;
  category: string;
  severity: 1 | 2;
  symptom: string;
  message: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  views?: string[];
  related?: ReportedPlace[];
  fix?: { range: [number, number]; text: string; applicability: string; title: string };
}

/** The one message of a file that could not be linted. */
export const failureMessage = (reason: string): ReportedMessage => ({
  ruleId: null,
  category: 'failure',
  severity: 2,
  symptom: 'none',
  message: reason,
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
});

/** All messages of a file: of its findings, or the reason why there are none. */
export const messagesOf = (file: ReportedFile): ReportedMessage[] =>
  file.failure === undefined ? file.findings.map(toMessage) : [failureMessage(file.failure)];

function spanOf(
  source: SourceText,
  from: number,
  to: number,
): Pick<ReportedPlace, 'line' | 'column' | 'endLine' | 'endColumn'> {
  const start = source.position(from);
  const end = source.position(to);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** A finding with lines and columns, its edits merged into one replacement as ESLint does. */
export function toMessage(finding: Finding): ReportedMessage {
  const message: ReportedMessage = {
    ruleId: finding.ruleId,
    category: finding.category,
    severity: finding.severity === 'error' ? 2 : 1,
    symptom: finding.symptom,
    message: finding.message,
    ...spanOf(finding.source, finding.start, finding.end),
  };
  if (finding.views) message.views = finding.views;
  if (finding.related && finding.related.length > 0)
    message.related = finding.related.map((r) => ({
      filePath: r.source.path,
      ...spanOf(r.source, r.start, r.end),
      message: r.message,
    }));
  const fix = finding.fix;
  if (fix && fix.edits.length > 0) {
    const edits = [...fix.edits].sort((a, b) => a.start - b.start || a.end - b.end);
    const from = edits[0]!.start;
    const to = Math.max(...edits.map((e) => e.end));
    let text = '';
    let at = from;
    for (const edit of edits) {
      text += finding.source.text.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    text += finding.source.text.slice(at, to);
    message.fix = { range: [from, to], text, applicability: fix.applicability, title: fix.title };
  }
  return message;
}
