import { layerDifference } from '../../src/analysis/layer-difference.js';
import type { Message } from '../../src/document/message.js';
import { defineRule } from '../../src/engine/rule.js';

export const rule = defineRule({
  meta: {
    id: 'deploy-differs-from-training',
    category: 'deploy',
    severity: 'warn',
    symptom: 'wrong-result',
    description:
      'A layer of the net for use differs from the layer of the same name in the net that is trained.',
    fix: 'none',
  },
  check({ unit, report }) {
    const [doc, train] = [unit.netDoc, unit.trainedAs];
    if (!doc || !train?.message || !unit.net) return;
    const trained = new Map<string, Message[]>();
    for (const layer of train.message.msgs('layer')) {
      const name = layer.str('name');
      trained.set(name, [...(trained.get(name) ?? []), layer]);
    }
    for (const layer of unit.net.msgs('layer')) {
      const twins = trained.get(layer.str('name')) ?? [];
      // A name that stands twice, in two phases, tells less than one.
      const twin = twins.length === 1 ? twins[0] : undefined;
      const found = twin && layerDifference(twin, layer);
      if (!twin || !found) continue;
      const file = train.source.path.replace(/.*[/\\]/, '');
      report({
        doc,
        at: layer.here(),
        message: `layer "${layer.str('name')}" has ${found.field} ${found.b} here and ${found.a} in ${file}, which looks like the training net of this one; ${
          found.weights
            ? 'its weights do not fit, and Caffe stops when it loads them'
            : 'the weights load, but the layer computes something else than it was trained to'
        }`,
        ...(found.weights ? { symptom: 'load-failure' as const } : {}),
        related: [{ source: train.source, ...twin.here(), message: 'as it is trained' }],
      });
    }
  },
});
