/**
 * ParseNet: what weiliu89/caffe (fcn) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const parsenet = (): Dialect => ({
  id: 'parsenet',
  title: 'ParseNet',
  repository: 'weiliu89/caffe',
  branch: 'fcn',
  layerTypes: ['BN', 'Grouping', 'Normalize', 'ParseEvaluate', 'ParseOutput', 'UnPooling'],
  messages: {
    SolverParameter: {
      log_avg_gradient_norm: [39, 'o', 'bool', 'true'],
      eval_type: [37, 'o', 'string', 'classification'],
      test_before_snapshot: [38, 'o', 'bool', 'false'],
    },
    LayerParameter: {
      bn_param: [137, 'o', 'message:BNParameter'],
      norm_param: [134, 'o', 'message:NormalizeParameter'],
      parse_evaluate_param: [132, 'o', 'message:ParseEvaluateParameter'],
      unpooling_param: [133, 'o', 'message:UnPoolingParameter'],
    },
    TransformationParameter: {
      resize_param: [6, 'r', 'message:ResizeParameter'],
      noise_param: [7, 'r', 'message:NoiseParameter'],
      vertical_mirror: [8, 'o', 'bool', 'false'],
      random_90_deg_rot: [9, 'o', 'bool', 'false'],
    },
    ConvolutionParameter: {
      filter_stride: [16, 'o', 'uint32', '1'],
      filter_stride_h: [17, 'o', 'uint32'],
      filter_stride_w: [18, 'o', 'uint32'],
    },
    DataParameter: {
      shuffle_buffer_size: [10, 'o', 'uint32'],
    },
    MVNParameter: {
      eps: [3, 'o', 'float', '1e-10'],
    },
    PoolingParameter: {
      bin_size: [13, 'o', 'uint32'],
      bin_h: [14, 'o', 'uint32'],
      bin_w: [15, 'o', 'uint32'],
    },
    NoiseParameter: {
      prob: [1, 'o', 'float', '0'],
      hist_eq: [2, 'o', 'bool', 'false'],
      inverse: [3, 'o', 'bool', 'false'],
      decolorize: [4, 'o', 'bool', 'false'],
      gauss_blur: [5, 'o', 'bool', 'false'],
      jpeg: [6, 'o', 'float', '-1'],
      posterize: [7, 'o', 'bool', 'false'],
      erode: [8, 'o', 'bool', 'false'],
      saltpepper: [9, 'o', 'bool', 'false'],
      saltpepper_param: [10, 'o', 'message:SaltPepperParameter'],
      clahe: [11, 'o', 'bool', 'false'],
    },
    SaltPepperParameter: {
      type: [3, 'q', 'enum:SaltPepperParameter.SaltType', 'relative'],
      fraction: [1, 'o', 'float', '0'],
      value: [2, 'r', 'float'],
    },
    ResizeParameter: {
      prob: [1, 'o', 'float', '0'],
      resize_mode: [2, 'o', 'enum:ResizeParameter.Resize_mode', 'WARP'],
      height: [3, 'o', 'uint32', '0'],
      width: [4, 'o', 'uint32', '0'],
      pad_mode: [5, 'o', 'enum:ResizeParameter.Pad_mode', 'CONSTANT'],
      pad_value: [6, 'r', 'float'],
      interp_mode: [7, 'o', 'enum:ResizeParameter.Interp_mode', 'LINEAR'],
      center_object: [8, 'o', 'bool', 'false'],
      max_angle: [9, 'o', 'float', '0'],
    },
    UnPoolingParameter: {
      unpool: [1, 'o', 'enum:UnPoolingParameter.UnPoolMethod', 'FIXED'],
      out_pad: [4, 'o', 'uint32', '0'],
      out_pad_h: [9, 'o', 'uint32', '0'],
      out_pad_w: [10, 'o', 'uint32', '0'],
      out_kernel_size: [2, 'o', 'uint32'],
      out_kernel_h: [5, 'o', 'uint32'],
      out_kernel_w: [6, 'o', 'uint32'],
      out_stride: [3, 'o', 'uint32', '1'],
      out_stride_h: [7, 'o', 'uint32'],
      out_stride_w: [8, 'o', 'uint32'],
    },
    ParseEvaluateParameter: {
      num_labels: [1, 'o', 'int32'],
      ignore_label: [2, 'r', 'int32'],
    },
    NormalizeParameter: {
      across_spatial: [1, 'o', 'bool', 'true'],
      scale_filler: [2, 'o', 'message:FillerParameter'],
      channel_shared: [3, 'o', 'bool', 'true'],
      fix_scale: [4, 'o', 'bool', 'true'],
      eps: [5, 'o', 'float', '1e-10'],
    },
    BNParameter: {
      scale_filler: [1, 'o', 'message:FillerParameter'],
      shift_filler: [2, 'o', 'message:FillerParameter'],
      var_eps: [3, 'o', 'float', '1e-10'],
      moving_average: [4, 'o', 'bool', 'false'],
      decay: [5, 'o', 'float', '0.95'],
      across_spatial: [6, 'o', 'bool', 'true'],
    },
  },
  enums: {
    'SaltPepperParameter.SaltType': {
      relative: 1,
      absolute: 2,
    },
    'ResizeParameter.Interp_mode': {
      LINEAR: 1,
      AREA: 2,
      NEAREST: 3,
      CUBIC: 4,
      LANCZOS4: 5,
    },
    'ResizeParameter.Pad_mode': {
      CONSTANT: 1,
      MIRRORED: 2,
      REPEAT_NEAREST: 3,
    },
    'ResizeParameter.Resize_mode': {
      WARP: 1,
      FIT_SMALL_SIZE: 2,
      FIT_LARGE_SIZE_AND_PAD: 3,
    },
    'UnPoolingParameter.UnPoolMethod': {
      FIXED: 0,
      DIV: 1,
      REP: 2,
    },
    'DataParameter.DB': {
      DATUMFILE: 2,
    },
    'V1LayerParameter.LayerType': {
      CROP: 40,
      PARSE_OUTPUT: 41,
      PARSE_EVALUATE: 42,
    },
  },
});
