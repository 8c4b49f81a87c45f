/** Rules that pass on what building the net found: one rule per id. */
import { mendEdits } from '../../src/document/mend.js';
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
  applies?: (issue: NetIssue, view: ShapedNet, doc: TextDocument) => boolean,
): Rule {
  return defineRule({
    meta,
    check({ unit, report }) {
      const doc = unit.netDoc;
      if (!doc || !unit.analysis) return;
      for (const view of unit.analysis.views)
        for (const issue of view.issues) {
          if (issue.id !== meta.id || (applies && !applies(issue, view, doc))) continue;
          report({
            doc,
            at: issue.range,
            message: issue.message,
            fix: fixOf(issue, doc),
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

/** What the issue suggests, as edits of the text. */
function fixOf({ suggestion, mend }: NetIssue, doc: TextDocument): Fix | undefined {
  if (suggestion) {
    const { title, sure, range, text } = suggestion;
    return { title, applicability: sure ? 'safe' : 'unsafe', edits: [{ ...range, text }] };
  }
  // A layer of an old format has its fields elsewhere than the mend tells; it is upgraded first.
  const old = doc.upgrade.steps.some((step) => ['v0', 'v1', 'data-transform'].includes(step.kind));
  const edits = mend && !old ? mendEdits(doc.tree, mend) : undefined;
  if (!mend || !edits || edits.length === 0) return undefined;
  // A fork may well load what Caffe refuses, so that a mend changes a net that works there.
  const certain = mend.sure && (doc.strict || doc.dialects.length <= 1);
  return { title: mend.title, applicability: certain ? 'safe' : 'unsafe', edits };
}
