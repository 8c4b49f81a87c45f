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
  ({ suggestion }, doc) => (suggestion || (doc.strict && !doc.ownSchema) ? {} : { severity: 'warn' }),
  // A type for which the user's own schema has parameters is a layer of theirs.
  (issue, view, doc) => !(doc.ownSchema && hasParameters(view.view.net.schema, issue.layer?.type ?? '')),
);

/** "MyLayer" has parameters where LayerParameter has a field my_layer_param, however the words are divided. */
function hasParameters(schema: Schema, type: string): boolean {
  const wanted = `${type.toLowerCase()}param`;
  const fields = schema.messages.get('LayerParameter')?.fields.keys() ?? [];
  return [...fields].some((f) => f.replaceAll('_', '') === wanted);
}
