/** Layers that work in-place stand on the layer whose blob they change: one box instead of four. */
import type { LayerNode, Top } from '../../net/graph.js';
import type { LayerFacts } from './layer-facts.js';

/** Layers of one box, from above. */
export type Stack = LayerFacts[];

export interface Link {
  from: number;
  to: number;
}

/**
 * Boxes in the order of the net, and one link for each pair of boxes that a blob joins. A layer joins
 * the box of the blob's maker when it works in-place on it and nothing else reads what it overwrites.
 */
export function stacksOf(layers: readonly LayerFacts[]): { stacks: Stack[]; links: Link[] } {
  const stacks: Stack[] = [];
  const boxOf = new Map<LayerNode, number>();
  for (const layer of layers) {
    const below = solelyReads(layer.node);
    const box = below && boxOf.get(below.layer);
    if (box !== undefined && stacks[box]!.at(-1)!.node === below?.layer) {
      stacks[box]!.push(layer);
      boxOf.set(layer.node, box);
    } else boxOf.set(layer.node, stacks.push([layer]) - 1);
  }
  return { stacks, links: linksOf(layers, boxOf) };
}

function solelyReads({ tops, bottoms }: LayerNode): Top | undefined {
  const over = tops.length === 1 && bottoms.length === 1 ? tops[0]!.inPlaceOf : undefined;
  return over && over.consumers.length === 1 ? over : undefined;
}

function linksOf(layers: readonly LayerFacts[], boxOf: ReadonlyMap<LayerNode, number>): Link[] {
  const links = new Map<string, Link>();
  for (const { node } of layers)
    for (const bottom of node.bottoms) {
      const from = bottom && boxOf.get(bottom.layer);
      const to = boxOf.get(node);
      if (from !== undefined && to !== undefined && from !== to) links.set(`${from} ${to}`, { from, to });
    }
  return [...links.values()];
}
