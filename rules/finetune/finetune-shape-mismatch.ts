import type { LoadFailure } from '../../src/analysis/trained.js';
import { replace } from '../../src/document/edit-verbs.js';
import type { Message } from '../../src/document/message.js';
import type { Fix } from '../../src/engine/finding.js';
import { showShape } from '../../src/shapes/shape.js';
import { netRule } from '../net-rule.js';

export const rule = netRule(
  {
    id: 'finetune-shape-mismatch',
    category: 'finetune',
    severity: 'error',
    symptom: 'load-failure',
    description: 'The trained weights have a layer of this name, of another shape.',
    fix: 'unsafe',
  },
  ({ view, report }) => {
    // Caffe stops at the first, but all have to be mended.
    for (const failure of view.loaded.failures) {
      const { node } = failure.layer;
      const fresh = freshName(node.name, view.view.net.msgs('layer'));
      report({
        at: node.message.has('name') ? node.message.at('name') : node.message.here(),
        message: `${inWords(failure)}; to learn this layer anew, give it a name that the file does not have, such as "${fresh}"`,
        fix: renaming(node.name, fresh, view.view.net.msgs('layer')),
      });
    }
  },
);

function inWords({ layer, model, param, own, stored }: LoadFailure): string {
  const { name } = layer.node;
  const start = `"${name}" is filled from ${model.path} by its name, but`;
  if (!param)
    return `${start} it has ${own} parameter${own === 1 ? '' : 's'} and the file ${stored}: Caffe stops with "Incompatible number of blobs for layer ${name}"`;
  const role = layer.params[param.index]?.blob.role ?? 'parameter';
  return `${start} its ${role} is ${showShape(param.own)} and the file's ${showShape(param.stored)}: Caffe stops with "Cannot copy param ${param.index} weights from layer '${name}'; shape mismatch"`;
}

type Layers = readonly Message[];

function freshName(name: string, layers: Layers): string {
  const taken = new Set(layers.map((l) => l.str('name')));
  let fresh = `${name}_new`;
  for (let i = 2; taken.has(fresh); i++) fresh = `${name}_new${i}`;
  return fresh;
}

/** The name of a layer is told once per phase; the layers of all phases share their weights by it. */
function renaming(name: string, fresh: string, layers: Layers): Fix | undefined {
  const edits = layers
    .filter((l) => l.str('name') === name)
    .flatMap((l) => l.all('name').map((v) => replace(v.item, JSON.stringify(fresh))));
  if (edits.length === 0) return undefined;
  return { title: `Rename the layer to "${fresh}"`, applicability: 'unsafe', edits };
}
