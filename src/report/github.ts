/**
 * Workflow commands that GitHub Actions shows as annotations of a pull request's lines.
 * Escaping as GitHub's runner undoes it (actions/runner, src/Runner.Common/ActionCommand.cs).
 */
import { rootedPath } from './paths.js';
import type { Report } from './report.js';
import { messageWithSymptom, ruleName, severityName } from './report.js';
import type { ReportedFile, ReportedMessage } from './result.js';
import { messagesOf } from './result.js';
import { printable } from './safe-text.js';

const percent = (text: string, characters: RegExp): string =>
  printable(text).replace(
    characters,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
const data = (text: string): string => percent(text, /[%\r\n]/g);
const property = (text: string): string => percent(text, /[%\r\n:,\t]/g);

/** One command per finding. Columns are given for findings on one line only: the API knows no others. */
export const formatGithub = (report: Report): string =>
  report.files.flatMap((file) => messagesOf(file).map((m) => command(report, file, m))).join('\n');

function command(report: Report, file: ReportedFile, m: ReportedMessage): string {
  const properties: [string, string | number][] = [
    ['file', rootedPath(report, file.path)],
    ['line', m.line],
    ...(m.line === m.endLine
      ? ([
          ['col', m.column],
          ['endLine', m.endLine],
          ['endColumn', m.endColumn],
        ] as [string, number][])
      : ([['endLine', m.endLine]] as [string, number][])),
    ['title', `caffe-lint ${ruleName(m)}`],
  ];
  const list = properties.map(([key, value]) => `${key}=${property(String(value))}`).join(',');
  const fix = m.fix && m.fix.applicability !== 'display' ? `\nfix: ${m.fix.title}` : '';
  return `::${severityName(m)} ${list}::${data(messageWithSymptom(m) + fix)}`;
}
