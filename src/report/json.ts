/** ESLint's JSON shape: an array with one element per file. */
import type { ReportedFile, ReportedMessage } from './result.js';
import { toMessage } from './result.js';

const failed = (reason: string): ReportedMessage => ({
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

/** The report as JSON text. */
export function formatJson(files: readonly ReportedFile[]): string {
  return JSON.stringify(
    files.map((file) => {
      const messages = file.failure === undefined ? file.findings.map(toMessage) : [failed(file.failure)];
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
    }),
  );
}
