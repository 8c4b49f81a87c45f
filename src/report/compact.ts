/** One line per finding, as compilers write them: `path:line:column: severity message [rule]`. */
import type { Report } from './report.js';
import { ruleName, severityName } from './report.js';
import { messagesOf } from './result.js';
import { printableLine, printablePath } from './safe-text.js';

/** The report as text; empty when there is nothing to say. */
export const formatCompact = ({ files }: Pick<Report, 'files'>): string =>
  files
    .flatMap((file) =>
      messagesOf(file).map(
        (m) =>
          `${printablePath(file.path)}:${m.line}:${m.column}: ${severityName(m)} ${printableLine(m.message)} [${printableLine(ruleName(m))}]`,
      ),
    )
    .join('\n');
