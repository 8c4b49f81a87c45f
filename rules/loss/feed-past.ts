import { replace } from '../../src/document/edit-verbs.js';
import type { Fix } from '../../src/engine/finding.js';
import type { ShapedLayer } from '../../src/analysis/shapes.js';

/** Wires a loss to what the layer in front of it reads; undefined where that is overwritten in place. */
export function feedPast(node: ShapedLayer['node']): Fix | undefined {
  const top = node.bottoms[0];
  const item = node.message.all('bottom')[0]?.item;
  const source = top?.layer.bottomNames[0];
  if (!item || !source || top?.inPlaceOf !== undefined) return undefined;
  return {
    title: `Feed it "${source}"`,
    applicability: 'unsafe',
    edits: [replace(item, JSON.stringify(source))],
  };
}
