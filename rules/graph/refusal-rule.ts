/** Rules that pass on what building the net found: one rule per id. */
import type { TextDocument } from '../../src/document/document.js';
import type { Fix } from '../../src/engine/finding.js';
import { defineRule } from '../../src/engine/rule.js';
import type { Rule, RuleMeta } from '../../src/engine/rule.js';
import type { ShapedNet } from '../../src/analysis/shapes.js';

type NetIssue = ShapedNet['issues'][number];

/**
 * A rule that reports the issues of its id, in every view.
 * @param more Where a case is milder than the rule.
 * @param applies Leaves out issues that mean nothing.
 */
export function refusalRule(
  meta: RuleMeta,
  more?: (issue: NetIssue, doc: TextDocument) => { severity?: 'error' | 'warn' },
  applies?: (issue: NetIssue, view: ShapedNet) => boolean,
): Rule {
  return defineRule({
    meta,
    check({ unit, report }) {
      const doc = unit.netDoc;
      if (!doc || !unit.analysis) return;
      for (const view of unit.analysis.views)
        for (const issue of view.issues) {
          if (issue.id !== meta.id || (applies && !applies(issue, view))) continue;
          const s = issue.suggestion;
          const fix: Fix | undefined = s && {
            title: s.title,
            applicability: s.sure ? 'safe' : 'unsafe',
            edits: [{ start: s.range.start, end: s.range.end, text: s.text }],
          };
          report({
            doc,
            at: issue.range,
            message: issue.message,
            fix,
            view: view.name,
            related: (issue.related ?? []).map((r) => ({
              source: doc.source,
              ...r.range,
              message: r.message,
            })),
            // What is known of a fork's layer comes from one of its versions; another may differ.
            ...(!doc.strict && issue.layer?.signature?.dialects ? { severity: 'warn' as const } : {}),
            ...more?.(issue, doc),
          });
        }
    },
  });
}
