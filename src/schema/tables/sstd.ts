/**
 * SSTD: text detection with attention: what BestSonny/SSTD adds to the schema of ssd.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const sstd = (): Dialect => ({
  id: 'sstd',
  title: 'SSTD: text detection with attention',
  repository: 'BestSonny/SSTD',
  extends: 'ssd',
  layerTypes: [
    'AnnotatedDataMask',
    'DetectionOrientedOutput',
    'MaskPooling',
    'MaskResize',
    'MultiBoxOrientedLoss',
  ],
  messages: {
    LayerParameter: {
      mask_param: [148, 'o', 'message:TransformationParameter'],
      mask_resize_param: [147, 'o', 'message:MaskResizeParameter'],
    },
    V1LayerParameter: {
      mask_param: [47, 'o', 'message:TransformationParameter'],
    },
    MaskResizeParameter: {
      output_height: [1, 'o', 'uint32', '0'],
      output_width: [2, 'o', 'uint32', '0'],
      factor_height: [3, 'o', 'float', '0'],
      factor_width: [4, 'o', 'float', '0'],
    },
    MultiBoxLossParameter: {
      oriented_weight: [24, 'o', 'float', '1'],
    },
    AnnotatedDataParameter: {
      oriented: [4, 'o', 'bool', 'false'],
    },
  },
  enums: {},
});
