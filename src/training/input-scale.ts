/** What a data layer hands out. */
import type { Knowledge } from '../analysis/knowledge.js';
import type { ShapedLayer } from '../analysis/shapes.js';
import { NATURAL } from '../numeric/data.js';

/** Mean and deviation of what a data layer hands out; 0 and 1 where the text cannot tell. */
export function inputScale(
  layer: ShapedLayer,
  { pixels }: Knowledge,
): { mean: number; std: number; known: boolean } {
  const { type, message } = layer.node;
  if (!/^(Data|ImageData|WindowData)$/.test(type))
    return pixels ? { mean: pixels.mean, std: pixels.std, known: true } : { mean: 0, std: 1, known: false };
  const data = pixels ?? NATURAL;
  const param = message.msg('transform_param');
  const means = param.nums('mean_value');
  const mean = param.has('mean_file') ? data.mean : means.reduce((s, v) => s + v / means.length, 0);
  const scale = param.num('scale');
  return { mean: (data.mean - mean) * scale, std: data.std * Math.abs(scale), known: true };
}
