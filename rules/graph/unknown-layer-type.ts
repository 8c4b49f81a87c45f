import type { Schema } from '../../src/schema/descriptor.js';
import { refusalRule } from './refusal-rule.js';

export const rule = refusalRule(
  {
    id: 'unknown-layer-type',
    category: 'graph',
    severity: 'error',
    symptom: 'load-failure',
    description: 'No layer of this type is registered.',
    fix: 'unsafe',
  },
  // Caffe has many forks; unless the type is a misspelling, one of those that we do not know may have it.
  (issue, doc) => ({
    ...(issue.suggestion || (doc.strict && !doc.ownSchema) ? {} : { severity: 'warn' as const }),
    message:
      issue.message +
      readAs(issue.layer?.type ?? '', doc.source.text.slice(issue.range.start, issue.range.end)),
  }),
  // A type for which the user's own schema has parameters is a layer of theirs.
  (issue, view, doc) => !(doc.ownSchema && hasParameters(view.view.net.schema, issue.layer?.type ?? '')),
);

/** A V1 net writes another word than today's type. */
function readAs(type: string, written: string): string {
  return /^[A-Z][A-Z0-9_]*$/.test(written) && written !== type
    ? ` (this is how ${written} is read here; the fork may call it otherwise)`
    : '';
}

/** "MyLayer" has parameters where LayerParameter has a field my_layer_param, however the words are divided. */
function hasParameters(schema: Schema, type: string): boolean {
  const wanted = `${type.toLowerCase()}param`;
  const fields = schema.messages.get('LayerParameter')?.fields.keys() ?? [];
  return [...fields].some((f) => f.replaceAll('_', '') === wanted);
}
