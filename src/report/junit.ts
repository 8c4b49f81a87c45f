/**
 * JUnit's XML, as Jenkins and GitLab read it: a suite per file, a failed test per finding, a passed
 * one for a file without any. Elements and attributes as in Jenkins' junit-10.xsd (xunit plugin).
 */
import { placeOf } from './place.js';
import type { Report } from './report.js';
import { messageWithSymptom, ruleName, severityName } from './report.js';
import type { ReportedFile, ReportedMessage } from './result.js';
import { messagesOf } from './result.js';
import { xmlElement, xmlText } from './safe-text.js';

/** The report as an XML document. */
export function formatJunit({ files }: Pick<Report, 'files'>): string {
  const suites = files.map(suiteOf);
  const sum = (key: 'tests' | 'failures' | 'errors'): number => suites.reduce((n, s) => n + s[key], 0);
  const root = xmlElement(
    'testsuites',
    {
      name: 'caffe-lint',
      tests: sum('tests'),
      failures: sum('failures'),
      errors: sum('errors'),
      time: '0',
    },
    suites.map((s) => `\n  ${s.xml}`).join('') + '\n',
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;
}

function suiteOf(file: ReportedFile): { tests: number; failures: number; errors: number; xml: string } {
  const messages = messagesOf(file);
  const names = uniqueNames(messages.map((m, i) => nameOf(m, file, i)));
  const cases = messages.map((m, i) => {
    const body = `${file.path}:${m.line}:${m.column}: ${severityName(m)}: ${messageWithSymptom(m)}`;
    const outcome = xmlElement(
      m.ruleId === null ? 'error' : 'failure',
      { type: severityName(m), message: m.message },
      xmlText(body),
    );
    return xmlElement('testcase', { name: names[i], classname: file.path, time: '0' }, outcome);
  });
  if (cases.length === 0)
    cases.push(xmlElement('testcase', { name: 'no problems', classname: file.path, time: '0' }));
  const errors = messages.filter((m) => m.ruleId === null).length;
  const failures = messages.length - errors;
  const xml = xmlElement(
    'testsuite',
    { name: file.path, tests: cases.length, failures, errors, skipped: 0, time: '0' },
    `${cases.map((c) => `\n    ${c}`).join('')}\n  `,
  );
  return { tests: cases.length, failures, errors, xml };
}

/** A test's name is its identity from run to run, so it holds the layer and not the line. */
function nameOf(m: ReportedMessage, file: ReportedFile, i: number): string {
  const finding = file.failure === undefined ? file.findings[i] : undefined;
  const layer = finding && placeOf(finding.source, finding.start).layer;
  return layer === undefined ? ruleName(m) : `${ruleName(m)} in layer "${layer}"`;
}

function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
