/** InnerProduct (inner_product_layer.cpp): every axis from `axis` on is flattened into one input vector. */
import { UNKNOWN, count, isKnown, times } from '../shapes/shape.js';
import type { Shape } from '../shapes/shape.js';
import { canonicalAxis, checkBlob, toInt } from './blob-check.js';
import { checkFiller } from './filler-check.js';
import { defineLayer } from './layer-type.js';
import type { ParamBlob, SetupContext, SetupResult } from './layer-type.js';
import { leadingAxes } from './leading-axes.js';
import { place } from './place.js';
import { ofFirst, paramStats } from '../numeric/forward.js';
import { throughWeights, weightGradients } from '../numeric/gradient-linear.js';
import type { BackwardContext, BackwardResult } from '../numeric/gradient.js';
import { linear, type LinearMap } from '../numeric/linear.js';
import { wholeAxis } from '../numeric/taps.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';

function setupInnerProduct(c: SetupContext): SetupResult {
  const param = c.layer.msg('inner_product_param');
  const bottom = c.bottoms[0];
  const axis = canonicalAxis(c, bottom, param.num('axis'), place(c, param, 'axis'), c.bottomNames[0] ?? '');
  const inputs = bottom && axis !== undefined ? count(bottom, axis) : UNKNOWN;
  const outputs = toInt(param.num('num_output'));
  if (outputs <= 0)
    c.refuse(
      param.has('num_output') ? 'invalid-layer-parameter' : 'missing-layer-parameter',
      place(c, param, 'num_output'),
      param.has('num_output')
        ? `"num_output" is ${outputs}, and Caffe needs at least 1`
        : 'InnerProduct needs "num_output", the number of its outputs; without it Caffe takes 0 and stops',
    );
  const weights: Shape = param.bool('transpose') ? [inputs, outputs] : [outputs, inputs];
  checkBlob(c, weights, place(c, param, 'num_output'), 'the weight blob');
  const params: ParamBlob[] = [
    { shape: weights, role: 'weight', filler: checkFiller(c, param, 'weight_filler', weights) },
  ];
  if (param.bool('bias_term')) {
    const filler = checkFiller(c, param, 'bias_filler', [outputs]);
    params.push({ shape: [outputs], role: 'bias', filler });
  }
  if (axis === undefined) return { tops: [undefined], params };
  const outer = leadingAxes(bottom, axis);
  const top = [...outer, outputs];
  checkBlob(c, top, place(c, param, 'num_output'), `"${c.topNames[0] ?? ''}"`);
  const macs = times(count(outer), count(weights));
  return { tops: [top], params, macs: isKnown(macs) ? macs : undefined };
}

/** A convolution with a kernel as large as its input. */
function mapOf(c: ForwardContext): LinearMap | undefined {
  const param = c.layer.msg('inner_product_param');
  const axis = param.num('axis');
  const bottom = c.bottomShapes[0];
  const joined = bottom?.slice(axis < 0 ? axis + bottom.length : axis) ?? [];
  const [weight, bias] = c.params;
  // Without known dimensions the weight blob may still be known, from a parameter that is shared.
  const rows = weight?.shape?.[param.bool('transpose') ? 0 : 1];
  const all = joined.every(isKnown) && joined.length > 0;
  const inputs = all ? joined[0] : rows;
  if (!weight || !isKnown(inputs)) return undefined;
  return {
    inputs,
    width: inputs,
    axes: all ? joined.slice(1).map(wholeAxis) : [],
    weight: paramStats(weight),
    bias: bias && paramStats(bias),
  };
}

function forwardInnerProduct(m: Moments, c: ForwardContext): Moments | undefined {
  const map = mapOf(c);
  return map && linear(m, map);
}

function backwardInnerProduct(c: BackwardContext): BackwardResult {
  const [g, x, map] = [c.gradients[0], c.bottoms[0], mapOf(c)];
  if (!g || !x || !map) return { bottoms: [] };
  return {
    bottoms: [throughWeights(g, map, c.layer.msg('inner_product_param').num('num_output'))],
    params: weightGradients(g, x, map, c.bottomShapes[0], c.topShapes[0]),
  };
}

export const layers = [
  defineLayer({
    types: ['InnerProduct'],
    bottoms: { exact: 1 },
    tops: { exact: 1 },
    backwardReads: { bottomData: true },
    inPlace: false,
    setup: setupInnerProduct,
    forward: ofFirst(forwardInnerProduct),
    backward: backwardInnerProduct,
  }),
];
