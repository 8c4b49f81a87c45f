/** A report: one line per file with its counts. */
import { defineFormatter } from 'caffe-lint';

export const table = defineFormatter((results) =>
  results
    .filter((r) => r.messages.length > 0)
    .map((r) => `${r.errorCount} errors\t${r.warningCount} warnings\t${r.filePath}`)
    .join('\n'),
);
