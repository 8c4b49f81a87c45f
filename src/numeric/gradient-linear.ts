/** Gradients through weights: of the inputs and of the weights themselves. */
import { isKnown, type Shape } from '../shapes/shape.js';
import { ONES, powerOf, productsOf, sizesOf, summed, type Gradient, type ParamGradient } from './gradient.js';
import type { LinearMap } from './linear.js';
import type { Moments } from './moments.js';
import { axisSums, type Axis } from './taps.js';

/** Outputs that one input goes into, along an axis: taps per output times outputs per input. */
function uses(axis: Axis): number {
  const { taps } = axisSums(axis);
  if (isKnown(axis.input) && isKnown(axis.output) && axis.input > 0) return (taps * axis.output) / axis.input;
  return axis.transposed ? taps * axis.stride : taps / axis.stride;
}

/** Gradient of the inputs: Σ over the outputs that an input goes into of w g. */
export function throughWeights(g: Gradient, map: LinearMap, outputs: number): Gradient {
  const power = outputs * map.axes.reduce((n, axis) => n * uses(axis), 1) * powerOf(map.weight);
  // A kernel over the whole map has other weights at each place.
  const whole =
    map.axes.length > 0 && map.axes.every((axis) => axis.output === 1 && axis.kernel === axis.input);
  return {
    second: g.second * power,
    place: whole ? 0 : g.place * power,
    cross: g.cross * power,
    apart: whole ? 0 : g.apart * power,
    widen: g.widen,
  };
}

/** Gradients of weight and bias: Σ over the batch and the places of the output. */
export function weightGradients(
  g: Gradient,
  x: Moments,
  map: LinearMap,
  bottom: Shape,
  top: Shape,
): ParamGradient[] {
  const out = sizesOf(top);
  const met = map.axes.reduce((share, axis) => (share * axisSums(axis).taps) / Math.max(1, axis.kernel), 1);
  const transposed = map.axes[0]?.transposed === true;
  // Each weight of a deconvolution is used once per input place.
  const places = transposed ? sizesOf(bottom).places : out.places;
  const products = productsOf(x, bottom);
  const weight: ParamGradient = {
    second: (transposed ? 1 : met) * summed(g, products, out.inputs, places),
    weight: powerOf(map.weight),
  };
  if (!map.bias) return [weight];
  return [weight, { second: summed(g, ONES, out.inputs, out.places), weight: powerOf(map.bias) }];
}
