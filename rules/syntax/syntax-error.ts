import type { Fix } from '../../src/engine/finding.js';
import { defineRule } from '../../src/engine/rule.js';

export const rule = defineRule({
  meta: {
    id: 'syntax-error',
    category: 'syntax',
    severity: 'error',
    symptom: 'load-failure',
    description: 'The text is not protobuf text format, so Caffe cannot read the file at all.',
    fix: 'safe',
  },
  check({ unit, report }) {
    for (const doc of unit.documents) {
      // A brace that is missing at the end was found where a layer began inside another.
      const missingBrace = doc.issues.some((i) => i.kind === 'missing-brace');
      for (const error of doc.tree.errors) {
        if (missingBrace && error.message.startsWith('the file ends before')) continue;
        const fix: Fix | undefined = error.fix && {
          title: error.fix.title,
          applicability: 'safe',
          edits: [{ start: error.fix.start, end: error.fix.end, text: error.fix.text }],
        };
        report({ doc, at: error, message: error.message, fix });
      }
      for (const issue of doc.issues)
        if (issue.kind === 'syntax-error') report({ doc, at: issue, message: issue.message });
    }
  },
});
