/**
 * Layers that pool regions: ROIPooling (rbgirshick/caffe-fast-rcnn), PSROIPooling and
 * BoxAnnotatorOHEM (daijifeng001/caffe-rfcn), ROIAlign (soeaver, zhaoweicai/mscnn), ROIWarping and
 * MaskPooling (Oh233/caffe-mnc), Proposal (sanghoon/caffe).
 */
import { UNKNOWN } from '../shapes/shape.js';
import type { Dim } from '../shapes/shape.js';
import { forkLayer } from './fork-layer.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { legacyShape, needDim, sameLegacy } from './legacy-shape.js';
import { positive } from './required.js';
import { firstTop } from '../numeric/forward.js';
import { averagePool, maxPool } from '../numeric/pooling.js';

/** The first dimension of the regions, and the channels of the features. */
function regions(c: SetupContext): { rois: Dim; channels: Dim } {
  const channels = legacyShape(c, 0)[1];
  return { rois: legacyShape(c, 1)[0], channels };
}

function setupRoiPooling(c: SetupContext, field: string): SetupResult {
  const param = c.layer.msg(field);
  const [h, w] = [positive(c, param, 'pooled_h'), positive(c, param, 'pooled_w')];
  const { rois, channels } = regions(c);
  return { tops: [[rois, channels, h, w]], macs: 0 };
}

/** With `roi_align_param` the pooled size; MS-CNN's takes `roi_pooling_param` and pools a grid one larger. */
function setupRoiAlign(c: SetupContext): SetupResult {
  if (c.layer.has('roi_align_param')) return setupRoiPooling(c, 'roi_align_param');
  const { rois, channels } = regions(c);
  return { tops: [[rois, channels, UNKNOWN, UNKNOWN]], macs: 0 };
}

function setupPsRoiPooling(c: SetupContext): SetupResult {
  const param = c.layer.msg('psroi_pooling_param');
  const [outputs, group] = [positive(c, param, 'output_dim'), positive(c, param, 'group_size')];
  const { rois, channels } = regions(c);
  needDim(c, 0, channels, outputs * group * group, 'the channels (output_dim · group_size²)');
  return { tops: [[rois, outputs, group, group]], macs: 0 };
}

function setupMaskPooling(c: SetupContext): SetupResult {
  sameLegacy(c, 0, 1, [2, 3, 0]);
  return { tops: [[...legacyShape(c, 0)]], macs: 0 };
}

function setupBoxAnnotator(c: SetupContext): SetupResult {
  positive(c, c.layer.msg('box_annotator_ohem_param'), 'roi_per_img');
  const [num, channels, h, w] = legacyShape(c, 0);
  needDim(c, 0, channels, 5, 'the channels (batch index and box)');
  for (const i of [1, 2]) {
    sameLegacy(c, 0, i, [0]);
    needDim(c, i, legacyShape(c, i)[1], 1, 'the channels');
    sameLegacy(c, 0, i, [2, 3]);
  }
  sameLegacy(c, 0, 3, [0, 2, 3]);
  return {
    tops: [
      [num, 1, h, w],
      [num, legacyShape(c, 3)[1], h, w],
    ],
    macs: 0,
  };
}

/** As many regions as survive the suppression, known at run time only. */
const setupProposal = (c: SetupContext): SetupResult => ({
  tops: c.topNames.map((_, i) => (i === 0 ? [UNKNOWN, 5] : [UNKNOWN])),
  macs: 0,
});

const fork = { inPlace: false };
const two = { bottoms: { exact: 2 }, tops: { exact: 1 } };

/** Bins of unknown size; a few pixels a side are usual. */
const BIN = { input: UNKNOWN, output: UNKNOWN, kernel: 2, stride: 2, pad: 0 };
const UNSURE = Math.log(1.5);
const pooledBins = firstTop((m) => ({ ...maxPool(m, BIN, BIN), widen: m.widen + UNSURE }));
const averagedBins = firstTop((m) => ({ ...averagePool(m, BIN, BIN), widen: m.widen + UNSURE }));

export const layers = [
  forkLayer({
    ...fork,
    ...two,
    types: ['ROIPooling'],
    setup: (c) => setupRoiPooling(c, 'roi_pooling_param'),
    forward: pooledBins,
  }),
  forkLayer({
    ...fork,
    ...two,
    types: ['ROIWarping'],
    setup: (c) => setupRoiPooling(c, 'roi_warping_param'),
    forward: averagedBins,
  }),
  forkLayer({
    ...fork,
    types: ['ROIAlign'],
    bottoms: { min: 2, max: 3 },
    tops: { exact: 1 },
    setup: setupRoiAlign,
    forward: averagedBins,
  }),
  forkLayer({ ...fork, ...two, types: ['PSROIPooling'], setup: setupPsRoiPooling, forward: averagedBins }),
  forkLayer({ ...fork, ...two, types: ['MaskPooling'], setup: setupMaskPooling }),
  forkLayer({
    ...fork,
    types: ['BoxAnnotatorOHEM'],
    bottoms: { exact: 4 },
    tops: { exact: 2 },
    noBackward: 'no-gradient',
    setup: setupBoxAnnotator,
  }),
  forkLayer({
    ...fork,
    types: ['Proposal'],
    bottoms: { min: 1 },
    tops: { min: 1 },
    noBackward: 'no-gradient',
    setup: setupProposal,
  }),
];
