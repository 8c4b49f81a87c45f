/**
 * R-FCN: Region-based Fully Convolutional Networks: what daijifeng001/caffe-rfcn (r-fcn) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const rFcn = (): Dialect => ({
  id: 'r-fcn',
  title: 'R-FCN: Region-based Fully Convolutional Networks',
  repository: 'daijifeng001/caffe-rfcn',
  branch: 'r-fcn',
  layerTypes: ['BoxAnnotatorOHEM', 'PSROIPooling', 'ROIPooling', 'SmoothL1Loss'],
  messages: {
    LayerParameter: {
      box_annotator_ohem_param: [10000, 'o', 'message:BoxAnnotatorOHEMParameter'],
      psroi_pooling_param: [10001, 'o', 'message:PSROIPoolingParameter'],
      roi_pooling_param: [8266711, 'o', 'message:ROIPoolingParameter'],
      smooth_l1_loss_param: [8266712, 'o', 'message:SmoothL1LossParameter'],
    },
    LossParameter: {
      pre_fixed_normalizer: [4, 'o', 'float', '1'],
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
    PSROIPoolingParameter: {
      spatial_scale: [1, 'q', 'float'],
      output_dim: [2, 'q', 'int32'],
      group_size: [3, 'q', 'int32'],
    },
    BoxAnnotatorOHEMParameter: {
      roi_per_img: [1, 'q', 'uint32'],
      ignore_label: [2, 'o', 'int32', '-1'],
    },
  },
  enums: {
    'LossParameter.NormalizationMode': {
      PRE_FIXED: 3,
    },
  },
});
