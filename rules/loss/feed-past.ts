import { removeField, replace } from '../../src/document/edit-verbs.js';
import type { SyntaxTree } from '../../grammar/syntax.js';
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

/** Takes a layer out: one that works in place goes, past another one the losses are wired. */
export function takeOut(tree: SyntaxTree, node: ShapedLayer['node']): Fix | undefined {
  const top = node.tops[0];
  const field = node.message.fieldNode;
  if (!top || !field || node.tops.length > 1) return undefined;
  if (top.inPlaceOf)
    return {
      title: `Remove "${node.name}"`,
      applicability: 'unsafe',
      edits: [removeField(tree, field)],
    };
  const losses = top.consumers.filter((c) => c.bottomIndex === 0 && c.layer.type === 'SoftmaxWithLoss');
  const fixes = losses.map((c) => feedPast(c.layer));
  const [first] = fixes;
  if (!first || fixes.includes(undefined)) return undefined;
  return { ...first, edits: fixes.flatMap((f) => f!.edits) };
}
