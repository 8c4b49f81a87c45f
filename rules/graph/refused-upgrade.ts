import { mendEdits } from '../../src/document/mend.js';
import type { TextDocument } from '../../src/document/document.js';
import { solverTypes } from '../../src/document/upgrade/tables.js';
import type { Fix } from '../../src/engine/finding.js';
import { defineRule } from '../../src/engine/rule.js';

export const rule = defineRule({
  meta: {
    id: 'refused-upgrade',
    category: 'graph',
    severity: 'error',
    symptom: 'load-failure',
    description: 'Caffe cannot convert this old file to the format it works with, and stops.',
    fix: 'safe',
  },
  check({ unit, report }) {
    for (const doc of unit.documents)
      for (const refusal of doc.upgrade.refusals) {
        const fix = refusal.id === 'solver-type-twice' ? withoutOldType(doc) : undefined;
        report({ doc, at: refusal.range, message: refusal.message, fix });
      }
  },
});

/** Where `type` and `solver_type` say the same, the older one can go. */
function withoutOldType({ tree, written }: TextDocument): Fix | undefined {
  if (!written || solverTypes[written.str('solver_type')] !== written.str('type')) return undefined;
  const title = 'Remove solver_type';
  const edits = mendEdits(tree, { title, sure: true, remove: written.all('solver_type') });
  return edits && { title, applicability: 'safe', edits };
}
