import { upgradeEdits } from '../../src/document/upgrade/index.js';
import { defineRule } from '../../src/engine/rule.js';
import type { Fix } from '../../src/engine/finding.js';

export const rule = defineRule({
  meta: {
    id: 'old-format',
    category: 'portability',
    severity: 'warn',
    symptom: 'none',
    description: 'The file is written in an old format of Caffe, which is converted each time it is read.',
    fix: 'safe',
  },
  check({ unit, report }) {
    for (const doc of unit.documents) {
      const steps = doc.upgrade.steps.filter((s) => !s.cosmetic);
      const first = steps[0];
      if (!first || doc.broken || doc.upgrade.refusals.length > 0 || !doc.written) continue;
      const edits = upgradeEdits(doc.tree, doc.written);
      const fix: Fix | undefined =
        edits.length > 0 ? { title: "Upgrade to today's format", applicability: 'safe', edits } : undefined;
      const kinds = [...new Set(steps.map((s) => s.kind))];
      const more =
        steps.length > 1
          ? ` (${steps.length} such places${kinds.length > 1 ? ', other kinds among them' : ''})`
          : '';
      report({
        doc,
        at: first.range,
        message: `${first.message}${more}; Caffe converts it in memory each time, many other tools cannot read it, and --fix writes what Caffe would make of it`,
        fix,
      });
    }
  },
});
