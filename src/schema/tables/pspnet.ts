/**
 * PSPNet: Pyramid Scene Parsing: what hszhao/PSPNet adds to the schema of deeplab.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const pspnet = (): Dialect => ({
  id: 'pspnet',
  title: 'PSPNet: Pyramid Scene Parsing',
  repository: 'hszhao/PSPNet',
  extends: 'deeplab',
  layerTypes: ['BN'],
  messages: {
    LayerParameter: {
      bn_param: [152, 'o', 'message:BNParameter'],
      video_data_param: [140, 'o', 'message:VideoDataParameter'],
      roi_pooling_param: [150, 'o', 'message:ROIPoolingParameter'],
      batch_reduction_param: [162, 'o', 'message:BatchReductionParameter'],
    },
    TransformationParameter: {
      rand_resize: [8, 'r', 'float'],
      rand_rotate: [9, 'r', 'float'],
      gaussian_blur: [10, 'o', 'bool', 'false'],
      rand_aspect_ratio: [11, 'r', 'float'],
      label_scalefactor: [12, 'r', 'float'],
      label_offset: [13, 'r', 'float'],
      rotate90n: [14, 'o', 'bool', 'false'],
      crop_w: [15, 'o', 'uint32', '0'],
      crop_h: [16, 'o', 'uint32', '0'],
    },
    ImageDataParameter: {
      is_rsdata: [17, 'o', 'bool', 'false'],
      rs_channels: [19, 'o', 'uint32', '4'],
      is_modis_bin: [20, 'o', 'bool', 'false'],
      modis_channles: [21, 'o', 'uint32'],
      modis_channel_list: [22, 'r', 'uint32'],
      modis_class_num: [23, 'o', 'uint32', '4'],
    },
    SegAccuracyParameter: {
      output_label: [1, 'r', 'int32'],
    },
    InterpParameter: {
      interp_type: [7, 'o', 'string', 'bilinear'],
    },
    BNParameter: {
      slope_filler: [1, 'o', 'message:FillerParameter'],
      bias_filler: [2, 'o', 'message:FillerParameter'],
      momentum: [3, 'o', 'float', '0.9'],
      eps: [4, 'o', 'float', '1e-05'],
      frozen: [5, 'o', 'bool', 'false'],
      engine: [6, 'o', 'enum:BNParameter.Engine', 'DEFAULT'],
      scale_filler: [1, 'o', 'message:FillerParameter'],
      shift_filler: [2, 'o', 'message:FillerParameter'],
      var_eps: [3, 'o', 'float', '1e-10'],
      moving_average: [4, 'o', 'bool', 'false'],
      decay: [5, 'o', 'float', '0.05'],
      axis: [6, 'o', 'int32', '1'],
    },
    SolverParameter: {
      device_id: [18, 'r', 'int32'],
      richness: [37, 'o', 'int32', '300'],
    },
    ConvolutionParameter: {
      hole: [17, 'o', 'uint32', '1'],
      hole_h: [18, 'o', 'uint32', '1'],
      hole_w: [19, 'o', 'uint32', '1'],
    },
    DataParameter: {
      shuffle: [10, 'o', 'bool', 'false'],
    },
    V1LayerParameter: {
      interp_param: [43, 'o', 'message:InterpParameter'],
      seg_accuracy_param: [44, 'o', 'message:SegAccuracyParameter'],
    },
    BatchReductionParameter: {
      level: [1, 'r', 'int32'],
      reduction_param: [2, 'o', 'message:ReductionParameter'],
    },
    ROIPoolingParameter: {
      pooled_h: [1, 'o', 'uint32', '0'],
      pooled_w: [2, 'o', 'uint32', '0'],
      spatial_scale: [3, 'o', 'float', '1'],
    },
    VideoDataParameter: {
      source: [1, 'o', 'string'],
      batch_size: [4, 'o', 'uint32'],
      rand_skip: [7, 'o', 'uint32', '0'],
      shuffle: [8, 'o', 'bool', 'false'],
      new_height: [9, 'o', 'uint32', '0'],
      new_width: [10, 'o', 'uint32', '0'],
      new_length: [11, 'o', 'uint32', '1'],
      num_segments: [12, 'o', 'uint32', '1'],
      scale: [2, 'o', 'float', '1'],
      mean_file: [3, 'o', 'string'],
      crop_size: [5, 'o', 'uint32', '0'],
      mirror: [6, 'o', 'bool', 'false'],
      modality: [13, 'o', 'enum:VideoDataParameter.Modality', 'FLOW'],
      name_pattern: [14, 'o', 'string'],
      encoded: [15, 'o', 'bool', 'false'],
    },
  },
  enums: {
    'BNParameter.Engine': {
      DEFAULT: 0,
      CAFFE: 1,
      CUDNN: 2,
    },
    'VideoDataParameter.Modality': {
      RGB: 0,
      FLOW: 1,
    },
    'V1LayerParameter.LayerType': {
      IMAGE_SEG_DATA: 40,
      HOLE_CONVOLUTION: 41,
      INTERP: 42,
      SEG_ACCURACY: 43,
    },
  },
});
