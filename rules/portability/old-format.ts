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
      const more = kinds.length > 1 ? ', and more in it is old' : '';
      const each =
        first.kind === 'batchnorm'
          ? ' each time it reads the file'
          : '; Caffe converts it each time it reads the file, and many other tools cannot read it';
      report({
        doc,
        at: first.range,
        message: `${first.message}${more}${each}; --fix writes what Caffe makes of it`,
        fix,
      });
    }
  },
});
