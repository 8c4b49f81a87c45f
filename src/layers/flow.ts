/** Layers of lmb-freiburg/flownet2 that compare or warp images. */
import { isKnown, mapDim } from '../shapes/shape.js';
import type { Dim } from '../shapes/shape.js';
import { toInt } from './blob-check.js';
import { forkLayer } from './fork-layer.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { legacyShape, needDim, sameLegacy } from './legacy-shape.js';
import { place } from './place.js';
import { positive, required } from './required.js';

/** One channel for each displacement on a grid (correlation_layer.cpp). */
function setupCorrelation(c: SetupContext): SetupResult {
  const param = c.layer.msg('correlation_param');
  required(c, param, 'kernel_size');
  required(c, param, 'max_displacement');
  const kernel = toInt(param.num('kernel_size'));
  if (kernel % 2 === 0)
    c.refuse(
      'invalid-layer-parameter',
      place(c, param, 'kernel_size'),
      `"kernel_size" is ${kernel}, and Correlation takes odd sizes only`,
    );
  sameLegacy(c, 0, 1, [3, 2, 1]);
  const reach = toInt(param.num('max_displacement'));
  const [stride1, stride2] = [positive(c, param, 'stride_1'), positive(c, param, 'stride_2')];
  const border = reach + (kernel - 1) / 2;
  const [num, , height, width] = legacyShape(c, 0);
  const side = (dim: Dim): Dim =>
    mapDim(dim, (n) => Math.ceil(Math.fround((n + 2 * param.num('pad') - 2 * border) / stride1)));
  const grid = 2 * Math.trunc(reach / stride2) + 1;
  const [h, w] = [side(height), side(width)];
  if ([h, w].some((dim) => isKnown(dim) && dim < 1))
    c.refuse(
      'kernel-larger-than-input',
      place(c, param, 'max_displacement'),
      `displacements up to ${reach} and a kernel of ${kernel} do not fit into ${height} x ${width} with ${param.num('pad')} of padding`,
    );
  return { tops: [[num, grid * grid, h, w]] };
}

function setupFlowWarp(c: SetupContext): SetupResult {
  sameLegacy(c, 0, 1, [0]);
  needDim(c, 1, legacyShape(c, 1)[1], 2, 'the channels (the flow in x and y)');
  sameLegacy(c, 0, 1, [3, 2]);
  return { tops: [[...legacyShape(c, 0)]] };
}

function setupChannelNorm(c: SetupContext): SetupResult {
  const [num, , height, width] = legacyShape(c, 0);
  return { tops: [[num, 1, height, width]] };
}

const fork = { tops: { exact: 1 }, inPlace: false };

export const layers = [
  forkLayer({ ...fork, types: ['Correlation'], bottoms: { exact: 2 }, setup: setupCorrelation }),
  forkLayer({ ...fork, types: ['FlowWarp'], bottoms: { exact: 2 }, setup: setupFlowWarp }),
  forkLayer({ ...fork, types: ['ChannelNorm'], bottoms: { exact: 1 }, setup: setupChannelNorm }),
];
