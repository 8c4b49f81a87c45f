import type { ShapedLayer } from '../../src/analysis/shapes.js';
import { differ, showShape } from '../../src/shapes/shape.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'train-test-weights-differ',
    category: 'graph',
    severity: 'error',
    symptom: 'load-failure',
    description:
      'Layers of one name have other weights in the test net, which is to use those of the training net.',
    fix: 'none',
  },
  ({ view, unit, doc, report }) => {
    const train = unit.analysis?.train;
    if (!train || train.name === view.name) return;
    const states = (v: typeof view): boolean => v.view.states.some((s) => s.from !== 'rule');
    if (!states(view) || !states(train)) return;
    const trained = new Map(train.layers.map((l) => [l.node.name, l]));
    // Caffe takes the first layer of that name (Net::ShareTrainedLayersWith).
    const tested = new Set<string>();
    for (const layer of view.layers) {
      if (tested.has(layer.node.name)) continue;
      tested.add(layer.node.name);
      const source = trained.get(layer.node.name);
      const why = source && source.node.name !== '' ? difference(source, layer) : undefined;
      if (!source || why === undefined) continue;
      report({
        at: layer.node.message.here(),
        view: view.name,
        message: `layer "${layer.node.name}" ${why}; before each test Caffe hands the trained weights to the layer of the same name, and stops when they do not fit`,
        ...(unit.solverDoc && view.view.states.some((s) => s.from === 'solver')
          ? {}
          : { severity: 'warn' as const }),
        ...(source.node.message === layer.node.message
          ? {}
          : {
              related: [
                { source: doc.source, ...source.node.message.here(), message: 'the layer that is trained' },
              ],
            }),
      });
    }
  },
  'TEST',
);

function difference(train: ShapedLayer, test: ShapedLayer): string | undefined {
  if (!train.paramsKnown || !test.paramsKnown || !train.type || !test.type) return undefined;
  if (train.params.some((p) => p.shape === undefined) || test.params.some((p) => p.shape === undefined))
    return undefined;
  const [n, m] = [train.params.length, test.params.length];
  if (n !== m)
    return `has ${n} parameter blob${n === 1 ? '' : 's'} in the training net and ${m} in the test net`;
  for (const [i, { shape: a }] of train.params.entries()) {
    const b = test.params[i]!.shape;
    if (!a || !b || (a.length === b.length && !a.some((d, k) => differ(d, b[k])))) continue;
    return `has a ${train.params[i]!.blob.role} of shape ${showShape(a)} in the training net and of ${showShape(b)} in the test net`;
  }
  return undefined;
}
