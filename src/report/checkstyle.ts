/** Checkstyle's XML, which many CI systems and review bots read (checkstyle's XMLLogger). */
import type { Report } from './report.js';
import { messageWithSymptom, ruleName, severityName } from './report.js';
import { messagesOf } from './result.js';
import { xmlElement } from './safe-text.js';

/** The version of Checkstyle whose format this is; the one that linters of other languages name too. */
const VERSION = '4.3';

/** The report as an XML document; files without a finding are listed. */
export function formatCheckstyle({ files }: Pick<Report, 'files'>): string {
  const elements = files.map((file) => {
    const errors = messagesOf(file).map((m) =>
      xmlElement('error', {
        line: m.line,
        column: m.column,
        severity: severityName(m),
        message: messageWithSymptom(m),
        // Jenkins takes the last part for the type and the one before it for the category.
        source: `caffe-lint.${m.category}.${ruleName(m)}`,
      }),
    );
    const children = errors.map((e) => `\n    ${e}`).join('');
    return xmlElement('file', { name: file.path }, children === '' ? '' : `${children}\n  `);
  });
  const root = xmlElement(
    'checkstyle',
    { version: VERSION },
    `${elements.map((e) => `\n  ${e}`).join('')}\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;
}
