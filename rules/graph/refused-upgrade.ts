import { defineRule } from '../../src/engine/rule.js';

export const rule = defineRule({
  meta: {
    id: 'refused-upgrade',
    category: 'graph',
    severity: 'error',
    symptom: 'load-failure',
    description: 'Caffe cannot convert this old file to the format it works with, and stops.',
    fix: 'none',
  },
  check({ unit, report }) {
    for (const doc of unit.documents)
      for (const refusal of doc.upgrade.refusals)
        report({ doc, at: refusal.range, message: refusal.message });
  },
});
