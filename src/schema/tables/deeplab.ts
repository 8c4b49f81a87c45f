/**
 * DeepLab v2: what xmyqsh/deeplab-v2 adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const deeplab = (): Dialect => ({
  id: 'deeplab',
  title: 'DeepLab v2',
  repository: 'xmyqsh/deeplab-v2',
  layerTypes: [
    'AdaptiveBiasChannel',
    'BiasChannel',
    'DenseCRF',
    'DomainTransform',
    'DomainTransformForwardOnly',
    'ImageSegData',
    'Interp',
    'MatRead',
    'MatWrite',
    'SegAccuracy',
    'SpatialProduct',
    'UniqueLabel',
  ],
  messages: {
    LayerParameter: {
      adaptive_bias_channel_param: [148, 'o', 'message:AdaptiveBiasChannelParameter'],
      bias_channel_param: [149, 'o', 'message:BiasChannelParameter'],
      dense_crf_param: [152, 'o', 'message:DenseCRFParameter'],
      domain_transform_param: [147, 'o', 'message:DomainTransformParameter'],
      interp_param: [153, 'o', 'message:InterpParameter'],
      mat_read_param: [151, 'o', 'message:MatReadParameter'],
      mat_write_param: [155, 'o', 'message:MatWriteParameter'],
      seg_accuracy_param: [154, 'o', 'message:SegAccuracyParameter'],
      unique_label_param: [150, 'o', 'message:UniqueLabelParameter'],
    },
    TransformationParameter: {
      scale_factors: [8, 'r', 'float'],
      crop_width: [9, 'o', 'uint32', '0'],
      crop_height: [10, 'o', 'uint32', '0'],
    },
    BatchNormParameter: {
      update_global_stats: [4, 'o', 'bool', 'false'],
    },
    ImageDataParameter: {
      ignore_label: [15, 'o', 'int32', '255'],
      label_type: [16, 'o', 'enum:ImageDataParameter.LabelType', 'IMAGE'],
    },
    UniqueLabelParameter: {
      max_labels: [1, 'q', 'int32'],
      ignore_label: [2, 'r', 'int32'],
      force_label: [3, 'r', 'float'],
    },
    SegAccuracyParameter: {
      metric: [1, 'o', 'enum:SegAccuracyParameter.AccuracyMetric', 'PixelAccuracy'],
      ignore_label: [2, 'r', 'int32'],
      reset: [3, 'o', 'bool', 'true'],
    },
    MatWriteParameter: {
      prefix: [1, 'q', 'string'],
      source: [2, 'o', 'string', ''],
      strip: [3, 'o', 'int32', '0'],
      period: [4, 'o', 'int32', '1'],
    },
    MatReadParameter: {
      prefix: [1, 'q', 'string'],
      source: [2, 'o', 'string', ''],
      strip: [3, 'o', 'int32', '0'],
      batch_size: [4, 'o', 'int32', '1'],
    },
    InterpParameter: {
      height: [1, 'o', 'int32', '0'],
      width: [2, 'o', 'int32', '0'],
      zoom_factor: [3, 'o', 'int32', '1'],
      shrink_factor: [4, 'o', 'int32', '1'],
      pad_beg: [5, 'o', 'int32', '0'],
      pad_end: [6, 'o', 'int32', '0'],
    },
    DomainTransformParameter: {
      num_iter: [1, 'o', 'int32', '3'],
      spatial_sigma: [2, 'o', 'float', '50'],
      range_sigma: [3, 'o', 'float', '5'],
      min_weight: [4, 'o', 'float', '0'],
    },
    DenseCRFParameter: {
      max_iter: [1, 'o', 'int32', '10'],
      pos_xy_std: [2, 'r', 'float'],
      pos_w: [3, 'r', 'float'],
      bi_xy_std: [4, 'r', 'float'],
      bi_rgb_std: [5, 'r', 'float'],
      bi_w: [6, 'r', 'float'],
      output_probability: [7, 'o', 'bool', 'true'],
    },
    BiasChannelParameter: {
      bg_bias: [1, 'o', 'float', '1'],
      fg_bias: [2, 'o', 'float', '2'],
      ignore_label: [3, 'r', 'int32'],
      label_type: [4, 'o', 'enum:BiasChannelParameter.LabelType', 'IMAGE'],
      background_label: [6, 'o', 'int32', '0'],
    },
    AdaptiveBiasChannelParameter: {
      num_iter: [1, 'o', 'int32', '1'],
      bg_portion: [2, 'o', 'float', '0.2'],
      fg_portion: [3, 'o', 'float', '0.2'],
      suppress_others: [4, 'o', 'bool', 'true'],
      margin_others: [5, 'o', 'float', '1e-05'],
    },
  },
  enums: {
    'ImageDataParameter.LabelType': {
      NONE: 0,
      IMAGE: 1,
      PIXEL: 2,
    },
    'SegAccuracyParameter.AccuracyMetric': {
      PixelAccuracy: 0,
      ClassAccuracy: 1,
      PixelIOU: 2,
    },
    'BiasChannelParameter.LabelType': {
      IMAGE: 1,
      PIXEL: 2,
    },
  },
});
