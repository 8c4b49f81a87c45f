/**
 * Fast and Faster R-CNN: what rbgirshick/caffe-fast-rcnn (faster-rcnn) adds to the schema of BVLC. The first
 * model definitions of rbgirshick/fast-rcnn used ROI_POOLING in the V1 format; the fork that knew it was never public,
 * so its number is that of ShaoqingRen/caffe's ROIPOOLING.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const fasterRcnn = (): Dialect => ({
  id: 'faster-rcnn',
  title: 'Fast and Faster R-CNN',
  repository: 'rbgirshick/caffe-fast-rcnn',
  branch: 'faster-rcnn',
  layerTypes: ['ROIPooling', 'SmoothL1Loss'],
  messages: {
    LayerParameter: {
      roi_pooling_param: [8266711, 'o', 'message:ROIPoolingParameter'],
      smooth_l1_loss_param: [8266712, 'o', 'message:SmoothL1LossParameter'],
    },
    DropoutParameter: {
      scale_train: [2, 'o', 'bool', 'true'],
    },
    SmoothL1LossParameter: {
      sigma: [1, 'o', 'float', '1'],
    },
    ROIPoolingParameter: {
      pooled_h: [1, 'o', 'uint32', '0'],
      pooled_w: [2, 'o', 'uint32', '0'],
      spatial_scale: [3, 'o', 'float', '1'],
    },
    V1LayerParameter: {
      reshape_param: [44, 'o', 'message:ReshapeParameter'],
      roi_pooling_param: [43, 'o', 'message:ROIPoolingParameter'],
    },
  },
  enums: {
    'V1LayerParameter.LayerType': {
      RESHAPE: 40,
      ROIPOOLING: 41,
      SMOOTH_L1_LOSS: 42,
      ROI_POOLING: 41,
    },
  },
});
