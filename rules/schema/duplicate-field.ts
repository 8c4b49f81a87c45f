import { removeField } from '../../src/document/edit-verbs.js';
import type { Fix } from '../../src/engine/finding.js';
import { issueRule } from './issue-rule.js';

export const rule = issueRule(
  'duplicate-field',
  {
    id: 'duplicate-field',
    category: 'schema',
    severity: 'error',
    symptom: 'load-failure',
    description: 'A field that may stand once stands twice in one message.',
    fix: 'safe',
  },
  (issue, doc) => {
    const { node, parent, field } = issue;
    const first = parent?.all(field ?? '')[0]?.node;
    if (!node || !first) return {};
    const text = doc.source.text;
    const same = normal(text.slice(first.start, first.end)) === normal(text.slice(node.start, node.end));
    const line = doc.source.position(first.start).line;
    const message = `${issue.message} (first on line ${line})${same ? '' : '; keep the one you mean'}`;
    if (!same) return { message };
    const fix: Fix = {
      title: 'Remove the repetition',
      applicability: 'safe',
      edits: [removeField(doc.tree, node)],
    };
    return { message, fix };
  },
);

const normal = (text: string): string => text.replace(/\s+/g, ' ').trim();
