/** Rules over the net that is trained. */
import type { ViewAnalysis } from '../src/analysis/net-analysis.js';
import type { TextDocument } from '../src/document/document.js';
import { defineRule } from '../src/engine/rule.js';
import type { Report, Rule, RuleMeta } from '../src/engine/rule.js';
import type { Unit } from '../src/engine/unit.js';

type NetReport = Omit<Report, 'doc'>;

export interface NetRuleContext {
  view: ViewAnalysis;
  doc: TextDocument;
  unit: Unit;
  report(r: NetReport): void;
  /** Edits can be made: the text is in today's format. Old nets are upgraded first, in a pass of their own. */
  editable: boolean;
}

/** A rule over each view of the net that Caffe would load; `phase` restricts it to views of that phase. */
export function netRule(
  meta: RuleMeta,
  check: (context: NetRuleContext) => void,
  phase?: 'TRAIN' | 'TEST',
): Rule {
  return defineRule({
    meta,
    check({ unit, report }) {
      const doc = unit.netDoc;
      if (!doc || !unit.analysis) return;
      const editable = doc.upgrade.steps.every((s) => s.kind === 'batchnorm');
      for (const view of unit.analysis.views) {
        if (phase && view.view.phase !== phase) continue;
        check({
          view,
          doc,
          unit,
          editable,
          report: (r) => {
            const { fix, ...rest } = r;
            report({ doc, ...rest, ...(editable && fix ? { fix } : {}) });
          },
        });
      }
    },
  });
}

/** "conv1, conv2 and 3 more", as messages list layers. */
export function listNames(names: readonly string[], most = 4): string {
  const unique = [...new Set(names)].map((n) => `"${n}"`);
  if (unique.length <= most)
    return unique.length > 1 ? `${unique.slice(0, -1).join(', ')} and ${unique.at(-1)}` : (unique[0] ?? '');
  return `${unique.slice(0, most - 1).join(', ')} and ${unique.length - most + 1} more`;
}
