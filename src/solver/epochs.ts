/** How often a plan looks at the training set. */
import type { ShapedNet } from '../analysis/shapes.js';
import type { Message } from '../document/message.js';
import { isKnown } from '../shapes/shape.js';

/**
 * Passes over the training set in max_iter iterations: max_iter · iter_size · batch / images. Undefined
 * where the number of images is not known, or several layers read data.
 */
export function epochs(net: ShapedNet, solver: Message): number | undefined {
  const sources = net.layers.filter((l) => l.node.signature?.source);
  const [reader] = sources;
  const batch = reader?.tops[0]?.[0];
  if (!reader || sources.length !== 1 || !isKnown(batch)) return undefined;
  const { node } = reader;
  const param = node.message.msg(node.type === 'ImageData' ? 'image_data_param' : 'data_param');
  const labels = net.knowledge.labelsOf?.({ type: node.type, source: param.str('source') });
  const images = labels?.own ? labels.list.count : net.knowledge.samples?.train;
  if (images === undefined) return undefined;
  return (solver.num('max_iter') * Math.max(1, solver.num('iter_size')) * batch) / images;
}
