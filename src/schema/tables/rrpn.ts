/**
 * RRPN: rotated regions: what mjq11302010044/RRPN adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const rrpn = (): Dialect => ({
  id: 'rrpn',
  title: 'RRPN: rotated regions',
  repository: 'mjq11302010044/RRPN',
  layerTypes: ['ROIPooling', 'RotateROIAlign', 'RotateROIPooling', 'SmoothL1Loss'],
  messages: {
    LayerParameter: {
      roi_pooling_param: [8266711, 'o', 'message:ROIPoolingParameter'],
      smooth_l1_loss_param: [8266712, 'o', 'message:SmoothL1LossParameter'],
      rotate_pooling_param: [123456, 'o', 'message:RotateROIPoolingParameter'],
      rotate_align_param: [666666, 'o', 'message:RotateROIAlignParameter'],
    },
    DropoutParameter: {
      scale_train: [2, 'o', 'bool', 'true'],
    },
    RotateROIAlignParameter: {
      pooled_h: [1, 'o', 'uint32', '0'],
      pooled_w: [2, 'o', 'uint32', '0'],
      spatial_scale: [3, 'o', 'float', '1'],
    },
    RotateROIPoolingParameter: {
      pooled_h: [1, 'o', 'uint32', '0'],
      pooled_w: [2, 'o', 'uint32', '0'],
      spatial_scale: [3, 'o', 'float', '1'],
    },
    SmoothL1LossParameter: {
      sigma: [1, 'o', 'float', '1'],
    },
    ROIPoolingParameter: {
      pooled_h: [1, 'o', 'uint32', '0'],
      pooled_w: [2, 'o', 'uint32', '0'],
      spatial_scale: [3, 'o', 'float', '1'],
    },
  },
  enums: {},
});
