import { defineRule } from '../../src/engine/rule.js';
import type { Unit } from '../../src/engine/unit.js';
import { grouped, inPlaces } from '../one-cause.js';

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
    for (const doc of unit.documents) {
      const unknown = doc === unit.netDoc ? unknownLayers(unit) : [];
      const losses = doc.upgrade.losses.filter(
        ({ range }) => !unknown.some((at) => range.start >= at.start && range.start < at.end),
      );
      for (const group of grouped(losses, (loss) => loss.message))
        report({ doc, at: group[0].range, message: inPlaces(group[0].message, group) });
    }
  },
});

/** Where the layers stand whose type nothing registers: unknown-layer-type tells of these. */
function unknownLayers(unit: Unit): { start: number; end: number }[] {
  return (unit.analysis?.views ?? []).flatMap((view) =>
    view.issues.flatMap((i) => (i.id === 'unknown-layer-type' ? (i.layer?.message.node ?? []) : [])),
  );
}
