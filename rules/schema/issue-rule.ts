/** Rules that pass on what the schema refused: one rule per kind of mistake. */
import type { BindIssue } from '../../src/document/bind.js';
import type { TextDocument } from '../../src/document/document.js';
import type { Fix } from '../../src/engine/finding.js';
import { defineRule } from '../../src/engine/rule.js';
import type { Rule, RuleMeta } from '../../src/engine/rule.js';
import { grouped, inPlaces, together } from '../one-cause.js';

/** A rule that reports the issues of one kind, each with its replacement where one reading exists. */
export function issueRule(
  kind: BindIssue['kind'],
  meta: RuleMeta,
  more?: (issue: BindIssue, doc: TextDocument) => { message?: string; fix?: Fix | undefined },
): Rule {
  return defineRule({
    meta,
    check({ unit, report }) {
      for (const doc of unit.documents)
        for (const group of grouped(
          doc.issues
            .filter((issue) => issue.kind === kind)
            .map((at) => ({ at, message: at.message, fix: replacementFix(at), ...more?.(at, doc) })),
          ({ message }) => message,
        )) {
          const [{ at, message }] = group;
          report({ doc, at, message: inPlaces(message, group), fix: together(group.map((i) => i.fix)) });
        }
    },
  });
}

/** A file with such a mistake could not have been loaded, so a mend with one reading is safe. */
function replacementFix(issue: BindIssue): Fix | undefined {
  if (!issue.replacement) return undefined;
  return {
    title: `Write ${issue.replacement.text}`,
    applicability: 'safe',
    edits: [issue.replacement],
  };
}
