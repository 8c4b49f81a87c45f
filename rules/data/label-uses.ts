/** Data layers whose labels are numbers of classes, and what reads them as such. */
import type { ViewAnalysis } from '../../src/analysis/net-analysis.js';
import type { SourceLabels } from '../../src/analysis/knowledge.js';
import type { LayerNode, Top } from '../../src/net/graph.js';
import { along } from '../../src/numeric/forward.js';
import { readersOf, type Reader } from './readers.js';

export interface LabelUse {
  reader: Reader;
  /** The list of this source, where one is at hand. */
  labels: SourceLabels | undefined;
  /** The layer that takes each label for the number of a class. */
  layer: LayerNode;
  /** Number of scores it has to choose from. */
  classes: number;
  /** Label that it passes over. */
  ignored: number | undefined;
  /** The layer that makes the scores. */
  scores: LayerNode | undefined;
}

/** Layers that use a label as an index into the scores, along which axis, and where they say what to ignore. */
const indexing: Readonly<Record<string, { axis: (l: LayerNode) => number; ignoring?: string }>> = {
  SoftmaxWithLoss: { axis: (l) => l.message.msg('softmax_param').num('axis'), ignoring: 'loss_param' },
  InfogainLoss: { axis: (l) => l.message.msg('infogain_loss_param').num('axis'), ignoring: 'loss_param' },
  Accuracy: { axis: (l) => l.message.msg('accuracy_param').num('axis'), ignoring: 'accuracy_param' },
  MultinomialLogisticLoss: { axis: () => 1 },
  HingeLoss: { axis: () => 1 },
};

/** Of the Data and ImageData layers of a view, whose second top holds one integer an image. */
export function labelUses(view: ViewAnalysis): LabelUse[] {
  return readersOf(view).flatMap((reader): LabelUse[] => {
    const { type, tops } = reader.node;
    if (type !== 'Data' && type !== 'ImageData') return [];
    const labels = view.knowledge.labelsOf?.({ type, source: reader.source });
    return (tops[1]?.consumers ?? []).flatMap(({ layer, bottomIndex }): LabelUse[] => {
      const how = Object.hasOwn(indexing, layer.type) ? indexing[layer.type] : undefined;
      const top = layer.bottoms[0];
      const classes = how && top && along(view.shapes.get(top), how.axis(layer));
      if (bottomIndex !== 1 || !classes) return [];
      const param = how.ignoring === undefined ? undefined : layer.message.msg(how.ignoring);
      const ignored = param?.has('ignore_label') ? param.num('ignore_label') : undefined;
      return [{ reader, labels, layer, classes, ignored, scores: maker(top) }];
    });
  });
}

/** The layer behind what stands in place on its output. */
function maker(top: Top): LayerNode {
  let at = top;
  while (at.inPlaceOf) at = at.inPlaceOf;
  return at.layer;
}
