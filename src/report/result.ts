/** What reporters print: one result per file, positions as lines and columns. */
import type { Finding } from '../engine/finding.js';
import type { SourceText } from '../text/source-text.js';

export interface ReportedFile {
  path: string;
  source: SourceText | undefined;
  findings: readonly Finding[];
  /** Why the file could not be linted at all. */
  failure?: string;
  dialects?: readonly string[];
}

export interface ReportedMessage {
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
  fix?: { range: [number, number]; text: string; applicability: string; title: string };
}

/** Control characters, as a file may contain them, are shown as escapes and never reach a terminal raw. */
export const printable = (text: string): string =>
  // eslint-disable-next-line no-control-regex
  text.replace(
    /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u202A-\u202E\u2066-\u2069\uFEFF]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** A finding with lines and columns, its edits merged into one replacement as ESLint does. */
export function toMessage(finding: Finding): ReportedMessage {
  const start = finding.source.position(finding.start);
  const end = finding.source.position(finding.end);
  const message: ReportedMessage = {
    ruleId: finding.ruleId,
    category: finding.category,
    severity: finding.severity === 'error' ? 2 : 1,
    symptom: finding.symptom,
    message: finding.message,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
  if (finding.views) message.views = finding.views;
  const fix = finding.fix;
  if (fix && fix.edits.length > 0) {
    const edits = [...fix.edits].sort((a, b) => a.start - b.start);
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
