/**
 * Layers of face recognition: MarginInnerProduct (wy1iu/sphereface), LargeMarginInnerProduct
 * (wy1iu/LargeMargin_Softmax_Loss), CenterLoss (ydwen/caffe-face).
 */
import { count, isKnown, showShape, times } from '../shapes/shape.js';
import type { Shape } from '../shapes/shape.js';
import { canonicalAxis, checkBlob, toInt } from './blob-check.js';
import { checkFiller } from './filler-check.js';
import { forkLayer } from './fork-layer.js';
import type { ParamBlob, SetupContext, SetupResult } from './layer-type.js';
import { legacyShape, lossTop, needDim, sameLegacy } from './legacy-shape.js';
import { place } from './place.js';
import { firstTop, knownOr, paramStats } from '../numeric/forward.js';
import { linear } from '../numeric/linear.js';
import { constant, type ForwardContext, type Moments } from '../numeric/moments.js';

/** Axes from `axis` on become one vector; a row of weights for each output. */
function rows(
  c: SetupContext,
  message: string,
  filler: string,
): { axis: number | undefined; outputs: number; weight: ParamBlob } {
  const param = c.layer.msg(message);
  const bottom = c.bottoms[0];
  const outputs = toInt(param.num('num_output'));
  const written = param.has('axis') ? param.num('axis') : 1;
  const axis = canonicalAxis(c, bottom, written, place(c, param, 'axis'), c.bottomNames[0] ?? '');
  const shape: Shape = [outputs, bottom && axis !== undefined ? count(bottom, axis) : count(undefined)];
  if (outputs <= 0)
    c.refuse(
      param.has('num_output') ? 'invalid-layer-parameter' : 'missing-layer-parameter',
      place(c, param, 'num_output'),
      `${c.type} needs "num_output", the number of classes, and it is ${param.has('num_output') ? outputs : 'not set'}`,
    );
  checkBlob(c, shape, place(c, param, 'num_output'), 'the weight blob');
  return { axis, outputs, weight: { shape, role: 'weight', filler: checkFiller(c, param, filler, shape) } };
}

/** An inner product whose labelled output is pushed back by a margin; a second top gives lambda. */
function setupMargin(c: SetupContext, message: string): SetupResult {
  sameLegacy(c, 0, 1, [0]);
  const { axis, outputs, weight } = rows(c, message, 'weight_filler');
  const bottom = c.bottoms[0];
  const top: Shape = bottom && axis !== undefined ? [...bottom.slice(0, axis), outputs] : undefined;
  const macs = bottom && axis !== undefined ? times(count(bottom, 0, axis), count(weight.shape)) : undefined;
  return {
    tops: [top, [1]].slice(0, c.topNames.length),
    params: [weight],
    macs: macs !== undefined && isKnown(macs) ? macs : undefined,
  };
}

function setupCenterLoss(c: SetupContext): SetupResult {
  const { weight } = rows(c, 'center_loss_param', 'center_filler');
  const label = legacyShape(c, 1);
  [1, 2, 3].forEach((axis) => {
    needDim(c, 1, label[axis]!, 1, `one label for each image (${showShape(c.bottoms[1])}), so axis ${axis}`);
  });
  return { tops: c.topNames.map(() => lossTop(c)), params: [weight], macs: 0 };
}

const margin = { bottoms: { exact: 2 }, inPlace: false };

/** An inner product; the margin of SphereFace's divides each row of the weights by its length first. */
function forwardMargin(m: Moments, c: ForwardContext, unitRows: boolean): Moments | undefined {
  const shape = c.params[0]?.shape;
  const inputs = knownOr(shape?.[1], 0);
  if (!c.params[0] || inputs === 0) return undefined;
  const filled = paramStats(c.params[0]);
  const weight = unitRows ? { mean: 0, variance: 1 / inputs, known: true } : filled;
  return linear(m, { inputs, width: inputs, axes: [], weight });
}

export const layers = [
  forkLayer({
    ...margin,
    types: ['MarginInnerProduct'],
    tops: { min: 1, max: 2 },
    backwardReads: { bottomData: true },
    setup: (c) => setupMargin(c, 'margin_inner_product_param'),
    forward: firstTop((m, c) => forwardMargin(m, c, true)),
  }),
  forkLayer({
    ...margin,
    types: ['LargeMarginInnerProduct'],
    tops: { min: 1, max: 2 },
    backwardReads: { bottomData: true },
    setup: (c) => setupMargin(c, 'largemargin_inner_product_param'),
    forward: firstTop((m, c) => forwardMargin(m, c, false)),
  }),
  // Its LayerSetUp does not call LossLayer's, so that it has no loss weight unless the text sets one.
  forkLayer({
    ...margin,
    types: ['CenterLoss'],
    tops: { min: 1 },
    autoTops: true,
    noForceBackward: [1],
    noGradientTo: [1],
    setup: setupCenterLoss,
    // Half the squared distance to centres that start where the filler puts them.
    forward: firstTop((m, c) => {
      const centre = paramStats(c.params[0]);
      const square = m.second + centre.variance + centre.mean ** 2 - 2 * m.mean * centre.mean;
      return constant((square * knownOr(count(c.bottomShapes[0], 1), 1)) / 2);
    }),
  }),
];
