import { defineRule } from '../../src/engine/rule.js';

export const rule = defineRule({
  meta: {
    id: 'lost-in-upgrade',
    category: 'graph',
    severity: 'warn',
    symptom: 'wrong-result',
    description: "Something of an old file is dropped by Caffe's own conversion, without a word.",
    fix: 'none',
  },
  check({ unit, report }) {
    for (const doc of unit.documents)
      for (const loss of doc.upgrade.losses) report({ doc, at: loss.range, message: loss.message });
  },
});
