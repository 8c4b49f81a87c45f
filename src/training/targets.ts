/** Blobs that only losses compare with, and what shape they have to be of. */
import type { ShapedLayer, ShapedNet } from '../analysis/shapes.js';
import type { Top } from '../net/graph.js';
import { count, isKnown, type Shape } from '../shapes/shape.js';

/** Layers through which a target comes unchanged, but for its shape. */
const CARRIES = /^(Split|Flatten|Reshape|Slice|Silence|Power|Permute)$/;

/** Is every reader of this blob a loss, or what measures the answer, that takes it as the truth? */
export function isTarget(top: Top): boolean {
  let judged = false;
  const only = (at: Top, depth: number): boolean =>
    at.consumers.every(({ layer, bottomIndex }) => {
      if (layer.signature?.loss || layer.type === 'Accuracy') {
        judged = true;
        return bottomIndex > 0;
      }
      return depth < 8 && CARRIES.test(layer.type) && layer.tops.every((t) => only(t, depth + 1));
    });
  return only(top, 0) && judged;
}

/** Losses that want a number of a class for each item, rather than a value for each element. */
const BY_CLASS = /^(SoftmaxWithLoss|HingeLoss|MultinomialLogisticLoss|InfogainLoss)$/;

/** The shape of a target as its loss wants it: what the answer has, or one label for each place of it. */
export function targetShape(net: ShapedNet, top: Top): Shape {
  const found = judgeOf(top);
  const judge = net.layers.find((l) => l.node === found?.layer);
  const answer = judge?.bottoms[0];
  if (!judge || !answer?.every(isKnown)) return undefined;
  if (!BY_CLASS.test(judge.node.type)) return found!.direct ? answer : [answer[0]!, count(answer, 1), 1, 1];
  const axis = judge.node.message.msg('softmax_param').num('axis');
  return answer.map((dim, i) => (i === (axis < 0 ? axis + answer.length : axis) ? 1 : dim));
}

function judgeOf(top: Top): { layer: ShapedLayer['node']; direct: boolean } | undefined {
  for (const { layer, bottomIndex } of top.consumers) {
    if (layer.signature?.loss && bottomIndex > 0) return { layer, direct: true };
    if (layer.type === 'Slice' || !CARRIES.test(layer.type) || !layer.tops[0]) continue;
    const found = judgeOf(layer.tops[0]);
    if (found) return { ...found, direct: found.direct && layer.type === 'Split' };
  }
  return undefined;
}
