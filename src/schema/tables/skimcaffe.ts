/**
 * SkimCaffe and structured sparsity: what IntelLabs/SkimCaffe (intel_scnn) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const skimcaffe = (): Dialect => ({
  id: 'skimcaffe',
  title: 'SkimCaffe and structured sparsity',
  repository: 'IntelLabs/SkimCaffe',
  branch: 'intel_scnn',
  layerTypes: [
    'ConvolutionReLU',
    'ConvolutionReLUPool',
    'ConvolutionReLUPoolLRN',
    'InnerProductReLUDropout',
    'MKLBatchNorm',
    'MKLConvolution',
    'MKLLRN',
    'MKLPooling',
    'MKLReLU',
    'ReLUPooling',
    'Sparsify',
    'SymmetricRectify',
    'Winograd',
  ],
  messages: {
    SolverParameter: {
      breadth_decay: [41, 'o', 'float', '0'],
      kernel_shape_decay: [42, 'o', 'float', '0'],
      block_group_decay: [43, 'o', 'float', '0'],
      prune_threshold: [44, 'o', 'float', '0.0001'],
      measure_threshold: [45, 'o', 'float', '0.0001'],
      max_threshold_factor: [46, 'o', 'float', '1'],
      winograd_sparsity_factor: [47, 'o', 'float', '0'],
      winograd_adjust_threshold: [48, 'o', 'int32', '1'],
      force_direction: [45, 'o', 'string', 'all'],
      force_decay_type: [44, 'o', 'string', 'fixed'],
      force_decay: [42, 'o', 'float', '0'],
      force_type: [41, 'o', 'string', 'Degradation'],
      force_iter: [43, 'o', 'int32', '-1'],
    },
    ParamSpec: {
      breadth_decay_mult: [5, 'o', 'float', '0'],
      kernel_shape_decay_mult: [6, 'o', 'float', '0'],
      block_group_lasso: [7, 'r', 'message:BlockGroupLassoSpec'],
      regularization_type: [8, 'o', 'string', ''],
      decay_proto: [9, 'o', 'string', ''],
      force_mult: [6, 'o', 'float', '0'],
      force_regularize: [5, 'o', 'message:ForceRegular'],
    },
    LayerParameter: {
      connectivity_mode: [12, 'o', 'enum:LayerParameter.ConnectivityMode', 'CONNECTED'],
      display: [12, 'o', 'bool', 'false'],
      sparsify_param: [147, 'o', 'message:SparsifyParameter'],
      symmetric_rectify_param: [148, 'o', 'message:SymmetricRectifyParameter'],
    },
    BatchNormParameter: {
      use_weight_bias: [5, 'o', 'bool', 'true'],
      bias_term: [6, 'o', 'bool', 'true'],
      filler: [7, 'o', 'message:FillerParameter'],
      bias_filler: [8, 'o', 'message:FillerParameter'],
    },
    ConvolutionParameter: {
      conv_mode: [21, 'o', 'enum:ConvolutionParameter.ConvMode', 'LOWERED_GEMM'],
      dump_parameter: [22, 'o', 'bool', 'false'],
      dump_activation: [23, 'o', 'bool', 'false'],
      parameter_sparsity_pattern_histogram: [24, 'o', 'bool', 'false'],
    },
    InnerProductParameter: {
      gemm_mode: [7, 'o', 'enum:InnerProductParameter.GemmMode', 'GEMM'],
      spmdm_transpose_in: [8, 'o', 'bool', 'true'],
      spmdm_transpose_out: [9, 'o', 'bool', 'true'],
      dump_parameter: [10, 'o', 'bool', 'false'],
      dump_activation: [11, 'o', 'bool', 'false'],
    },
    BlockGroupLassoSpec: {
      xdimen: [1, 'o', 'uint32', '1'],
      ydimen: [2, 'o', 'uint32', '1'],
      block_decay_mult: [3, 'o', 'float', '1'],
    },
    SymmetricRectifyParameter: {
      filler: [1, 'o', 'message:FillerParameter'],
      channel_shared: [2, 'o', 'bool', 'false'],
      thre_decay: [3, 'o', 'float', '0'],
    },
    SparsifyParameter: {
      thre: [1, 'o', 'float', '0'],
      coef: [2, 'o', 'float', '0'],
    },
    ForceRegular: {
      xdim: [1, 'o', 'int32', '1'],
      ydim: [2, 'o', 'int32', '1'],
      multi: [3, 'o', 'float', '0'],
    },
  },
  enums: {
    'InnerProductParameter.GemmMode': {
      GEMM: 0,
      SPMDM: 1,
      SPGEMM: 2,
    },
    'ConvolutionParameter.ConvMode': {
      LOWERED_GEMM: 0,
      LOWERED_CCNMM: 1,
      DIRECT_SCONV: 2,
      DIRECT_DCONV: 3,
      LOWERED_CSRMM: 1,
    },
    'LayerParameter.ConnectivityMode': {
      CONNECTED: 0,
      DISCONNECTED_ELTWISE: 1,
      DISCONNECTED_GRPWISE: 2,
    },
  },
});
