/**
 * Multi-task Network Cascades: what AndreiBarsan/caffe-mnc (mnc) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const mnc = (): Dialect => ({
  id: 'mnc',
  title: 'Multi-task Network Cascades',
  repository: 'AndreiBarsan/caffe-mnc',
  branch: 'mnc',
  layerTypes: ['MaskPooling', 'MaskResize', 'ROIPooling', 'ROIWarping', 'SmoothL1Loss'],
  messages: {
    LayerParameter: {
      roi_pooling_param: [8266711, 'o', 'message:ROIPoolingParameter'],
      roi_warping_param: [11870, 'o', 'message:ROIWarpingParameter'],
      mask_resize_param: [11890, 'o', 'message:MaskResizeParameter'],
      smooth_l1_loss_param: [8266712, 'o', 'message:SmoothL1LossParameter'],
    },
    DropoutParameter: {
      scale_train: [2, 'o', 'bool', 'true'],
    },
    SmoothL1LossParameter: {
      sigma: [1, 'o', 'float', '1'],
    },
    MaskResizeParameter: {
      output_height: [1, 'o', 'uint32', '0'],
      output_width: [2, 'o', 'uint32', '0'],
    },
    ROIWarpingParameter: {
      pooled_h: [1, 'o', 'uint32', '0'],
      pooled_w: [2, 'o', 'uint32', '0'],
      spatial_scale: [3, 'o', 'float', '1'],
    },
    ROIPoolingParameter: {
      pooled_h: [1, 'o', 'uint32', '0'],
      pooled_w: [2, 'o', 'uint32', '0'],
      spatial_scale: [3, 'o', 'float', '1'],
    },
  },
  enums: {},
});
