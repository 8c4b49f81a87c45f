/** What the page tells of each layer. */
import type { Finding } from '../../engine/finding.js';
import type { ShapedNet } from '../../analysis/shapes.js';
import type { TextDocument } from '../../document/document.js';
import type { LayerNode } from '../../net/graph.js';
import type { Figures } from '../figures.js';
import { gradientOf, updateOf } from '../inspect.js';
import { inspectRows } from '../inspect-table.js';
import type { InspectedRow, InspectedTotals } from '../inspect-table.js';

export interface LayerFacts extends InspectedRow {
  node: LayerNode;
  /** Mean and standard deviation that its first top starts with; infinite where a float overflows. */
  mean: number | undefined;
  std: number | undefined;
  /** Root mean square of the gradient that arrives at its first top. */
  gradient: number | undefined;
  /** With a solver: of the first update of its weights, over that of the weights. */
  update: number | undefined;
  /** Indices of the page's findings that are about it. */
  findings: number[];
}

export interface NetFacts {
  layers: LayerFacts[];
  totals: InspectedTotals;
  phase: string;
  name: string;
  /** Predicted; undefined where none is known. */
  firstLoss: number | undefined;
  /** The largest gradient of all layers. */
  strongest: number;
}

/**
 * Facts of all layers, in the order of the net.
 * @param doc the file that the net's text is from
 */
export function netFacts(
  net: ShapedNet,
  { numbers, training }: Figures,
  doc: TextDocument | undefined,
  findings: readonly Finding[],
): NetFacts {
  const { rows, totals } = inspectRows(net);
  const layers = rows.map((row, i): LayerFacts => {
    const { node } = net.layers[i]!;
    const top = node.tops[0];
    // A loss is one number: how it would vary over samples is not its spread.
    const isLoss = node.signature?.loss === true;
    const known = top && !isLoss ? numbers.tops.get(top) : undefined;
    return {
      ...row,
      node,
      mean: known && !known.overflow ? known.mean : undefined,
      std: known?.overflow ? Infinity : known?.std,
      gradient: isLoss || node.bottoms.length === 0 ? undefined : gradientOf(top, training),
      update: updateOf(numbers.net.layers[i], training),
      findings: [],
    };
  });
  findings.forEach((finding, i) => {
    if (finding.source === doc?.source) layerAt(layers, finding.start)?.findings.push(i);
  });
  return {
    layers,
    totals,
    phase: net.view.phase,
    name: net.view.net.str('name'),
    firstLoss: numbers.loss,
    strongest: layers.reduce(
      (most, { gradient: g }) => (g && Number.isFinite(g) ? Math.max(most, g) : most),
      0,
    ),
  };
}

/** The layer whose text holds an offset. */
const layerAt = (layers: readonly LayerFacts[], offset: number): LayerFacts | undefined =>
  layers.find(({ node }) => {
    const text = node.message.node;
    return text !== undefined && text.start <= offset && offset < text.end;
  });
