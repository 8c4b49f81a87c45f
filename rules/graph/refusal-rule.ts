/** Rules that pass on what building the net found: one rule per id. */
import { mendEdits } from '../../src/document/mend.js';
import type { TextDocument } from '../../src/document/document.js';
import type { Fix } from '../../src/engine/finding.js';
import type { Unit } from '../../src/engine/unit.js';
import { defineRule } from '../../src/engine/rule.js';
import type { Rule, RuleMeta } from '../../src/engine/rule.js';
import type { ShapedNet } from '../../src/analysis/shapes.js';
import { listNames } from '../net-rule.js';
import { grouped, together } from '../one-cause.js';

type NetIssue = ShapedNet['issues'][number];

/**
 * A rule that reports the issues of its id, in every view.
 * @param more Where a case is milder than the rule.
 * @param applies Leaves out issues that mean nothing.
 */
export function refusalRule(
  meta: RuleMeta,
  more?: (
    issue: NetIssue,
    doc: TextDocument,
    unit: Unit,
  ) => { severity?: 'error' | 'warn'; message?: string; fix?: Fix | undefined },
  applies?: (issue: NetIssue, view: ShapedNet, doc: TextDocument) => boolean,
): Rule {
  return defineRule({
    meta,
    check({ unit, report }) {
      const doc = unit.netDoc;
      if (!doc || !unit.analysis) return;
      for (const view of unit.analysis.views)
        for (const [issue, ...alike] of grouped(
          view.issues.filter((i) => i.id === meta.id && (applies?.(i, view, doc) ?? true)),
          (i) => i.like?.key ?? i,
        )) {
          const { message = issue.message, ...rest } = more?.(issue, doc, unit) ?? {};
          report({
            doc,
            at: issue.range,
            message: message + alsoOf(alike),
            fix: together([issue, ...alike].map((i) => fixOf(i, doc))),
            view: view.name,
            related: (issue.related ?? []).map((r) => ({
              source: doc.source,
              ...r.range,
              message: r.message,
            })),
            // What is known of a fork's layer comes from one of its versions; another may differ.
            ...(!doc.strict && issue.layer?.signature?.dialects ? { severity: 'warn' as const } : {}),
            ...rest,
          });
        }
    },
  });
}

function alsoOf(alike: readonly NetIssue[]): string {
  if (alike.length === 0) return '';
  return `; the same holds for ${listNames(alike.map((i) => i.like!.subject))}`;
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
