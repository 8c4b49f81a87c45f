/**
 * GitLab's code quality report, a part of Code Climate's format
 * (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
 */
import { fingerprintsOf, hashOf } from './fingerprint.js';
import { rootedPath } from './paths.js';
import type { Report } from './report.js';
import { messageWithSymptom, ruleName } from './report.js';
import type { ReportedMessage } from './result.js';
import { messagesOf } from './result.js';
import { safeJson } from './safe-text.js';

/** Critical is what stops a run, minor what may be meant so. */
function severityOf(m: ReportedMessage): 'info' | 'minor' | 'major' | 'critical' {
  if (m.severity === 2)
    return m.ruleId === null || m.symptom === 'load-failure' || m.symptom === 'nan' ? 'critical' : 'major';
  return m.symptom === 'none' ? 'info' : 'minor';
}

/** One object per finding. GitLab stops reading at the first one it finds invalid. */
export function formatGitlab(report: Report): string {
  const issues = report.files.flatMap((file) => {
    const path = rootedPath(report, file.path);
    const prints = fingerprintsOf(file.findings, path);
    return messagesOf(file).map((m, i) => ({
      description: messageWithSymptom(m),
      check_name: ruleName(m),
      fingerprint: (file.failure === undefined ? prints[i] : undefined) ?? hashOf(['failure', path]),
      severity: severityOf(m),
      location: { path, lines: { begin: m.line, end: m.endLine } },
    }));
  });
  return safeJson(issues, 2);
}
