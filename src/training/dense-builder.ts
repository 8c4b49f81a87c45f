/** Weighted layers, filled so that they work as their large originals do. */
import type { ParamFact, ShapedLayer } from '../analysis/shapes.js';
import { activationBehind, sigmoidBehind } from '../analysis/filler-choice.js';
import { branchDeviation, branchEnds } from '../analysis/residual.js';
import { fillerStats } from '../numeric/filler.js';
import { count, isKnown } from '../shapes/shape.js';
import type { Builder } from './build.js';
import { spatialSize } from './build.js';
import { dense } from './linear-steps.js';
import { repeat } from './join-steps.js';
import { affine } from './pointwise-steps.js';
import { tensor, weights, type Tensor, type Weights } from './tensor.js';
import { Unsupported } from './unsupported.js';

/** Convolution and InnerProduct. */
export function denseBuilder(b: Builder, layer: ShapedLayer): void {
  const { node } = layer;
  const [weight, bias] = layer.params;
  if (!weight || node.bottoms.length !== 1) throw new Unsupported(node.type);
  const bottom = b.bottom(layer);
  const top = b.top(layer);
  const rows = top.batch * top.positions;
  const inputs = bottom.values.length / rows;
  if (!Number.isInteger(inputs) || top.positions > bottom.positions) throw new Unsupported(node.type);
  const transposed =
    node.type === 'InnerProduct' && node.message.msg('inner_product_param').bool('transpose');
  const size = transposed ? weight.shape?.[0] : count(weight.shape, 1);
  if (!isKnown(size)) throw new Unsupported('fan-in');
  const fanIn = size * (node.type === 'InnerProduct' ? 1 : inBounds(layer));
  const source = node.bottoms[0]?.layer.signature?.source === true;
  b.spend(rows * inputs * top.units * (source ? 2 : 3));
  const w = weightParam(b, weight, top, inputs, fanIn);
  b.steps.push(dense(node.name, bottom, top, w, bias && affineParam(b, bias, top, 0), !source));
}

/**
 * Deconvolution: each position of the input makes as many of the output as the map grows, each with
 * weights of its own; a bilinear kernel repeats the position.
 */
export function deconvolution(b: Builder, layer: ShapedLayer): void {
  const { node } = layer;
  const [weight, bias] = layer.params;
  if (!weight || node.bottoms.length !== 1) throw new Unsupported(node.type);
  const bottom = b.bottom(layer);
  const groups = Math.max(1, node.message.msg('convolution_param').num('group'));
  const kernel = fillerStats(weight.blob.filler, weight.shape, weight.blob.constant).kernel !== undefined;
  if (kernel && groups !== bottom.real) throw new Unsupported('filler');
  const top = b.top(layer, 0, kernel ? bottom.units : undefined);
  const grown = top.positions / bottom.positions;
  if (!Number.isInteger(grown)) throw new Unsupported(node.type);
  if (kernel) return void b.steps.push(repeat(node.name, bottom, top));
  // An output meets one in `growth` of the taps.
  const growth = Math.max(1, spatialSize(layer.tops[0]) / spatialSize(layer.bottoms[0]));
  const fanIn = (Number(weight.shape?.[0]) / groups) * Math.max(1, spatialSize(weight.shape) / growth);
  // What a position makes, side by side, as the units of one row.
  const wide = { ...top, positions: bottom.positions, units: grown * top.units, real: grown * top.real };
  b.spend(3 * bottom.values.length * wide.units);
  const w = weightParam(b, weight, wide, bottom.units, fanIn);
  const bare = bias ? b.inner(tensor(top.batch, top.positions, top.units, top.real)) : top;
  const rows = { ...wide, values: bare.values, gradient: bare.gradient };
  b.steps.push(dense(node.name, bottom, rows, w, undefined, true));
  if (bias) b.steps.push(affine(node.name, bare, top, undefined, affineParam(b, bias, top, 0)));
}

function weightParam(b: Builder, fact: ParamFact, top: Tensor, inputs: number, fanIn: number): Weights {
  const owner = fact.owner ?? fact;
  const size = top.units * inputs;
  const known = sharedParam(b, owner, size);
  if (known) return known;
  const stats = fillerStats(owner.blob.filler, owner.shape, owner.blob.constant);
  if (!stats.known || stats.kernel) throw new Unsupported('filler');
  let { mean, variance } = stats;
  if (b.options.change.healthyFillers) {
    mean = 0;
    const rectified = activationBehind(fact.layer.node.tops[0]) === 'rectifier';
    variance = (rectified || b.options.change.rectifiers ? 2 : 1) / fanIn;
  }
  if (b.options.change.wideSigmoids && sigmoidBehind(fact.layer.node.tops[0])) variance = 16 / fanIn;
  const ends = b.options.change.evenBranches ? branchEnds(b.net) : [];
  const end = ends.find((e) => e.param === owner);
  if (end) variance = branchDeviation(end, ends.length) ** 2;
  const fan = fanIn / inputs;
  const w = weights(size, fan, Math.sqrt(top.real / top.units), mults(b, owner));
  const deviation = Math.sqrt(variance * fan);
  for (let i = 0; i < size; i++)
    w.values[i] = mean * fan + (deviation > 0 ? deviation * b.random.normal() : 0);
  b.params.set(owner, w);
  return w;
}

/** What another layer has made of the same parameter. */
function sharedParam(b: Builder, owner: ParamFact, size: number): Weights | undefined {
  const known = b.params.get(owner);
  if (known && known.values.length !== size) throw new Unsupported('a shared parameter of another shape');
  return known;
}

/** A parameter with one value per unit: bias, factor, slope. */
export function affineParam(b: Builder, fact: ParamFact, like: Tensor, fallback: number): Weights {
  const owner = fact.owner ?? fact;
  const one = count(owner.shape) === 1;
  const units = one ? 1 : like.units;
  const known = sharedParam(b, owner, units);
  if (known) return known;
  const start = owner.blob.constant ?? (owner.blob.filler ? undefined : fallback);
  const stats = start === undefined ? fillerStats(owner.blob.filler, owner.shape) : undefined;
  const w = weights(units, 1, Math.sqrt(one ? 1 : like.real / like.units), mults(b, owner));
  const healthy = b.options.change.healthyFillers === true;
  for (let i = 0; i < units; i++)
    w.values[i] = healthy
      ? fallback
      : stats
        ? stats.mean + (stats.variance > 0 ? Math.sqrt(stats.variance) * b.random.normal() : 0)
        : start!;
  b.params.set(owner, w);
  return w;
}

const mults = (b: Builder, fact: ParamFact): Parameters<typeof weights>[3] => ({
  lrMult: b.options.change.plainMults ? 1 : fact.lrMult,
  decayMult: b.options.change.plainMults ? 1 : fact.decayMult,
  steps: b.options.variant.steps,
});

/** Share of a convolution's taps that lie inside the image rather than in its padding. */
function inBounds(layer: ShapedLayer): number {
  const input = layer.bottoms[0];
  const output = layer.tops[0];
  const kernel = layer.params[0]?.shape;
  const param = layer.node.message.msg('convolution_param');
  if (!input || !output || !kernel || spatialSize(input) <= 1)
    return kernel && spatialSize(kernel) > 1 ? 1 / spatialSize(kernel) : 1;
  let share = 1;
  for (const axis of [2, 3]) {
    const size = Number(input[axis] ?? 1);
    const out = Number(output[axis] ?? 1);
    const k = Number(kernel[axis] ?? 1);
    const name = axis === 2 ? 'h' : 'w';
    const of = (field: string, fallback: number): number =>
      param.has(`${field}_${name}`)
        ? param.num(`${field}_${name}`)
        : (param.nums(field).at(axis - 2) ?? param.nums(field)[0] ?? fallback);
    const pad = of('pad', 0);
    const stride = of('stride', 1);
    const dilation = param.nums('dilation')[0] ?? 1;
    if (pad === 0 || out * k > 1e5) continue;
    let inside = 0;
    for (let o = 0; o < out; o++)
      for (let t = 0; t < k; t++) {
        const at = o * stride - pad + t * dilation;
        if (at >= 0 && at < size) inside++;
      }
    share *= inside / (out * k);
  }
  return share;
}
