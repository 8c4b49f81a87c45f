/**
 * OICR and PCL: what ppengtang/oicr (pcl-multiGPU) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const oicr = (): Dialect => ({
  id: 'oicr',
  title: 'OICR and PCL',
  repository: 'ppengtang/oicr',
  branch: 'pcl-multiGPU',
  layerTypes: [
    'BoxAnnotatorOHEM',
    'FocalLoss',
    'GlobalMaxPooling',
    'GlobalSumPooling',
    'InnerProductBlob',
    'MulticlassCrossEntropyLoss',
    'MulticlassSigmoidCrossEntropyLoss',
    'PSROIPooling',
    'ROIPooling',
    'RefineLoss',
    'SmoothL1Loss',
    'SmoothL1LossOHEM',
    'SoftmaxWithLossOHEM',
  ],
  messages: {
    LayerParameter: {
      roi_pooling_param: [147, 'o', 'message:ROIPoolingParameter'],
      psroi_pooling_param: [148, 'o', 'message:PSROIPoolingParameter'],
      inner_product_blob_param: [149, 'o', 'message:InnerProductBlobParameter'],
      smooth_l1_loss_param: [150, 'o', 'message:SmoothL1LossParameter'],
      box_annotator_ohem_param: [151, 'o', 'message:BoxAnnotatorOHEMParameter'],
      focal_loss_param: [152, 'o', 'message:FocalLossParameter'],
    },
    LossParameter: {
      pre_fixed_normalizer: [4, 'o', 'float', '1'],
    },
    FocalLossParameter: {
      gamma: [1, 'o', 'float', '0'],
    },
    BoxAnnotatorOHEMParameter: {
      roi_per_img: [1, 'q', 'uint32'],
      ignore_label: [2, 'o', 'int32', '-1'],
    },
    SmoothL1LossParameter: {
      sigma: [1, 'o', 'float', '1'],
    },
    InnerProductBlobParameter: {
      transpose: [1, 'o', 'bool', 'true'],
    },
    PSROIPoolingParameter: {
      spatial_scale: [1, 'q', 'float'],
      output_dim: [2, 'q', 'int32'],
      group_size: [3, 'q', 'int32'],
    },
    ROIPoolingParameter: {
      pooled_h: [1, 'o', 'uint32', '0'],
      pooled_w: [2, 'o', 'uint32', '0'],
      spatial_scale: [3, 'o', 'float', '1'],
    },
  },
  enums: {
    'LossParameter.NormalizationMode': {
      PRE_FIXED: 3,
    },
  },
});
