/** Scale (scale_layer.cpp): a product with a learned blob or with a second bottom, and a learned bias. */
import { UNKNOWN, count, isKnown } from '../shapes/shape.js';
import type { Shape } from '../shapes/shape.js';
import { checkWindow, windowShape } from './axis-window.js';
import { canonicalAxis } from './blob-check.js';
import { checkFiller } from './filler-check.js';
import { defineLayer } from './layer-type.js';
import type { ParamBlob, SetupContext, SetupResult } from './layer-type.js';
import { place } from './place.js';
import { product } from '../numeric/combine.js';
import { ofFirst, paramStats } from '../numeric/forward.js';
import { scaled } from '../numeric/normalise.js';
import type { ForwardContext, Moments } from '../numeric/moments.js';
import { throughProduct, throughScale } from '../numeric/gradient-layers.js';
import { ONES, powerOf, productsOf, sizesOf, summed } from '../numeric/gradient.js';
import type { BackwardContext, BackwardResult, Gradient } from '../numeric/gradient.js';

function setupScale(c: SetupContext): SetupResult {
  const param = c.layer.msg('scale_param');
  const learned = c.bottoms.length === 1;
  const params: ParamBlob[] = [];
  if (learned) {
    const shape = windowShape(c, param, 'scale');
    if (param.has('filler'))
      params.push({ shape, role: 'scale', filler: checkFiller(c, param, 'filler', shape) });
    else params.push({ shape, role: 'scale', constant: 1 });
  }
  if (param.bool('bias_term')) {
    const shape = learned ? params[0]!.shape : biasOfSecond(c);
    params.push({ shape, role: 'bias', filler: checkFiller(c, param, 'bias_filler', shape) });
  }
  if (!learned) checkWindow(c, param, 'scale');
  const elements = count(c.bottoms[0]);
  return { tops: [c.bottoms[0]], params, macs: isKnown(elements) ? elements : undefined };
}

/** With a second bottom the bias spans as many axes of the first as that one has. */
function biasOfSecond(c: SetupContext): Shape {
  const param = c.layer.msg('scale_param');
  const [bottom, second] = c.bottoms;
  const axis = canonicalAxis(c, bottom, param.num('axis'), place(c, param, 'axis'), c.bottomNames[0] ?? '');
  if (!second) return undefined;
  checkWindow(c, param, 'scale');
  return second.map((_, i) => (axis === undefined ? undefined : bottom?.[axis + i]) ?? UNKNOWN);
}

function forwardScale(m: Moments, c: ForwardContext): Moments | undefined {
  const [first, second] = c.params;
  if (c.bottoms.length < 2) return first && scaled(m, paramStats(first), second && paramStats(second));
  const factor = c.bottoms[1];
  const scaledBy = factor && product([m, factor]);
  return scaledBy && first ? scaled(scaledBy, ONE, paramStats(first)) : scaledBy;
}

const ONE = { mean: 1, variance: 0, known: true };

function backwardScale(c: BackwardContext): BackwardResult {
  const [g, m, factor] = [c.gradients[0], c.bottoms[0], c.bottoms[1]];
  const [first, second] = c.params;
  if (!g || !m) return { bottoms: [] };
  const shape = c.bottomShapes[0];
  if (factor) {
    const { inputs, places } = sizesOf(shape);
    // One factor per channel and image gets the gradients of all places of its map.
    const own = summed(g, productsOf(m, shape), 1, places);
    const back: Gradient = { second: own, place: own, cross: 0, apart: 0, widen: g.widen };
    const beta = first && { second: summed(g, ONES, inputs, places), weight: powerOf(paramStats(first)) };
    return { bottoms: [throughProduct(g, [factor], shape), back], params: beta ? [beta] : [] };
  }
  const gamma = paramStats(first);
  const made = throughScale(g, m, gamma, shape);
  const params = [{ second: made.gamma, weight: powerOf(gamma) }];
  if (second) params.push({ second: made.beta, weight: powerOf(paramStats(second)) });
  return { bottoms: [made.bottom], params };
}

export const layers = [
  defineLayer({
    types: ['Scale'],
    bottoms: { min: 1, max: 2 },
    tops: { exact: 1 },
    // In-place it keeps a copy of its input for the backward pass.
    backwardReads: { bottomData: true },
    inPlace: true,
    setup: setupScale,
    forward: ofFirst(forwardScale),
    backward: backwardScale,
  }),
];
