import { setField } from '../../src/document/edit-verbs.js';
import { shareInRuns, shareWhenShuffled } from '../../src/labels/label-list.js';
import { isKnown } from '../../src/shapes/shape.js';
import { netRule } from '../net-rule.js';
import { labelUses } from './label-uses.js';

/** Half of the images in batches of one label is far from anything that random order does. */
const MANY = 0.5;
const FEW = 0.1;

export const rule = netRule(
  {
    id: 'no-shuffle-train',
    category: 'data',
    severity: 'warn',
    symptom: 'plateau',
    description: 'Training images come class by class, because the list is sorted and not shuffled.',
    fix: 'unsafe',
  },
  ({ view, unit, doc, report }) => {
    // Lists of several layers may have to stay in step.
    if (view.layers.filter((l) => l.node.signature?.source).length !== 1) return;
    const use = labelUses(view).find((u) => u.layer.signature?.loss);
    const { reader, labels } = use ?? {};
    if (reader?.node.type !== 'ImageData' || !labels?.own || reader.param.bool('shuffle')) return;
    const batch = view.shapes.get(reader.node.tops[1]!)?.[0];
    if (!isKnown(batch)) return;
    const { list } = labels;
    const step = batch * Math.max(1, unit.solver?.num('iter_size') ?? 1);
    const share = shareInRuns(list, step);
    if (!list.complete || share < MANY || shareWhenShuffled(list, step) >= FEW) return;
    const edit = setField(doc.tree, reader.param, 'shuffle', 'true');
    report({
      at: reader.param.has('shuffle') ? reader.param.at('shuffle') : reader.param.at('source'),
      view: view.name,
      message: `${list.path} is read from top to bottom, and ${Math.round(100 * share)} % of its ${list.count} images stand in runs of one label that are longer than the ${step} images of a training step: such steps pull towards one class, and the net learns to answer the label of the moment; shuffle: true reads the list in random order, anew in each epoch`,
      fix: edit && { title: 'Set shuffle: true', applicability: 'unsafe', edits: [edit] },
    });
  },
  'TRAIN',
);
