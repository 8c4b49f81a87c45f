import type { Fix } from '../../src/engine/finding.js';
import { defineRule } from '../../src/engine/rule.js';

/** So many places that have no fix are told one by one: who mends a file begins with its first. */
const MOST = 20;

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
      const errors = doc.tree.errors.filter(
        (e) => !(missingBrace && e.message.startsWith('the file ends before')),
      );
      if (doc.kind === 'other' && errors.length > 1) {
        const message = `this file is neither a net nor a solver: no field of theirs stands in it, and ${errors.length} places of it are not protobuf's text format, the first of them here: ${errors[0]!.message}`;
        report({ doc, at: errors[0]!, message });
        continue;
      }
      const hopeless = errors.filter((e) => !e.fix).length;
      let told = 0;
      for (const error of errors) {
        if (!error.fix && ++told > MOST) continue;
        const last = !error.fix && told === MOST && hopeless > MOST;
        const more = last ? ` (and so on in ${hopeless - MOST} more places)` : '';
        const fix: Fix | undefined = error.fix && {
          title: error.fix.title,
          applicability: 'safe',
          edits: [{ start: error.fix.start, end: error.fix.end, text: error.fix.text }],
        };
        report({ doc, at: error, message: error.message + more, fix });
      }
      for (const issue of doc.issues)
        if (issue.kind === 'syntax-error') report({ doc, at: issue, message: issue.message });
    }
  },
});
