/** Eltwise (eltwise_layer.cpp): sum, product or maximum of blobs of exactly the same shape. */
import { defineLayer } from './layer-type.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { sameShape } from './legacy-shape.js';
import { place } from './place.js';
import { agreedShape } from './product.js';
import { maximum, product, weightedSum } from '../numeric/combine.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import { throughChoice, throughProduct } from '../numeric/gradient-layers.js';
import { times, type BackwardContext, type BackwardResult, type Gradient } from '../numeric/gradient.js';
import { often } from './shown.js';

function setupEltwise(c: SetupContext): SetupResult {
  const param = c.layer.msg('eltwise_param');
  const coeffs = param.count('coeff');
  const bottoms = c.bottoms.length;
  if (coeffs > 0 && coeffs !== bottoms)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'coeff', Math.min(coeffs - 1, bottoms)),
      `"coeff" stands ${often(coeffs)} for ${bottoms} bottoms; Caffe takes one for each bottom, or none`,
    );
  if (coeffs > 0 && param.str('operation') === 'PROD')
    c.refuse(
      'conflicting-layer-parameters',
      place(c, param, 'coeff'),
      '"coeff" weighs the terms of a sum, and Caffe refuses it with "operation: PROD"; remove it, or use SUM',
    );
  const known = c.bottoms.findIndex((bottom) => bottom !== undefined);
  c.bottoms.forEach((_, i) => {
    if (i !== known && known >= 0) sameShape(c, known, i);
  });
  return { tops: [agreedShape(c.bottoms)], macs: 0 };
}

function forwardEltwise(c: ForwardContext): (Moments | undefined)[] {
  const parts = c.bottoms.filter((m) => m !== undefined);
  if (parts.length === 0 || parts.length < c.bottoms.length) return [undefined];
  const param = c.layer.msg('eltwise_param');
  const coeff = param.nums('coeff');
  switch (param.str('operation')) {
    case 'PROD':
      return [product(parts)];
    case 'MAX':
      return [maximum(parts)];
    default:
      return [weightedSum(parts.map((m, i) => ({ m, c: coeff[i] ?? 1 })))];
  }
}

function backwardEltwise(c: BackwardContext): BackwardResult {
  const g = c.gradients[0];
  const param = c.layer.msg('eltwise_param');
  const coeff = param.nums('coeff');
  const back = (i: number): Gradient | undefined => {
    if (!g) return undefined;
    const others = c.bottoms.flatMap((m, j) => (j !== i && m ? [m] : []));
    switch (param.str('operation')) {
      case 'PROD':
        return throughProduct(g, others, c.topShapes[0]);
      case 'MAX':
        return throughChoice(g, c.bottoms.length);
      default:
        return times(g, (coeff[i] ?? 1) ** 2);
    }
  };
  return { bottoms: c.bottoms.map((_, i) => back(i)) };
}

export const layers = [
  defineLayer({
    types: ['Eltwise'],
    bottoms: { min: 2 },
    tops: { exact: 1 },
    // SUM and MAX read neither.
    backwardReads: (layer) => {
      const param = layer.msg('eltwise_param');
      if (param.str('operation') !== 'PROD') return {};
      return { bottomData: true, topData: !param.bool('stable_prod_grad') };
    },
    // SUM and MAX clear the top before they read the bottoms.
    inPlace: false,
    setup: setupEltwise,
    forward: forwardEltwise,
    backward: backwardEltwise,
  }),
];
