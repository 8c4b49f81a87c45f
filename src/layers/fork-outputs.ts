/** Outputs of single forks whose shape the text tells: SegAccuracy, YoloDetectionOutput, DetectNetTransformation. */
import { UNKNOWN } from '../shapes/shape.js';
import { toInt } from './blob-check.js';
import { forkLayer } from './fork-layer.js';
import type { SetupContext, SetupResult } from './layer-type.js';
import { legacyShape, needDim, sameLegacy } from './legacy-shape.js';
import { required } from './required.js';

/** Pixel accuracy, class accuracy and intersection over union (seg_accuracy_layer.cpp of DeepLab). */
function setupSegAccuracy(c: SetupContext): SetupResult {
  sameLegacy(c, 0, 1, [0]);
  needDim(c, 1, legacyShape(c, 1)[1], 1, 'the channels');
  sameLegacy(c, 0, 1, [2, 3]);
  return { tops: [[1, 1, 1, 3]], macs: 0 };
}

function setupYoloOutput(c: SetupContext): SetupResult {
  required(c, c.layer.msg('yolo_detection_output_param'), 'num_classes');
  return { tops: [[1, 1, UNKNOWN, 7]], macs: 0 };
}

/** Augmented images of a given size, and a coverage map (detectnet_transform_layer.cpp of NVIDIA). */
function setupDetectNet(c: SetupContext): SetupResult {
  const [num, channels] = legacyShape(c, 0);
  needDim(c, 0, channels, 3, 'the channels');
  sameLegacy(c, 0, 1, [0]);
  const param = c.layer.msg('detectnet_groundtruth_param');
  const size = (field: string) => toInt(param.num(field)) || UNKNOWN;
  return {
    tops: [
      [num, channels, size('image_size_y'), size('image_size_x')],
      [legacyShape(c, 1)[0], UNKNOWN, UNKNOWN, UNKNOWN],
    ],
    macs: 0,
  };
}

export const layers = [
  forkLayer({
    types: ['SegAccuracy'],
    bottoms: { exact: 2 },
    tops: { exact: 1 },
    noBackward: 'aborts',
    inPlace: false,
    setup: setupSegAccuracy,
  }),
  forkLayer({
    types: ['YoloDetectionOutput'],
    bottoms: { min: 1 },
    tops: { exact: 1 },
    noBackward: 'aborts',
    inPlace: false,
    setup: setupYoloOutput,
  }),
  forkLayer({
    types: ['DetectNetTransformation'],
    bottoms: { exact: 2 },
    tops: { exact: 2 },
    noBackward: 'no-gradient',
    inPlace: false,
    setup: setupDetectNet,
  }),
];
