/**
 * Memory-efficient DenseNet block: what Tongcheng/caffe adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const denseblock = (): Dialect => ({
  id: 'denseblock',
  title: 'Memory-efficient DenseNet block',
  repository: 'Tongcheng/caffe',
  layerTypes: ['DenseBlock'],
  messages: {
    LayerParameter: {
      denseblock_param: [147, 'o', 'message:DenseBlockParameter'],
    },
    AccuracyParameter: {
      use_log: [4, 'o', 'bool', 'false'],
    },
    ConcatParameter: {
      use_log: [3, 'o', 'bool', 'false'],
    },
    BatchNormParameter: {
      use_log: [4, 'o', 'bool', 'false'],
      scale_filler: [5, 'o', 'message:FillerParameter'],
      bias_filler: [6, 'o', 'message:FillerParameter'],
      engine: [15, 'o', 'enum:BatchNormParameter.Engine', 'DEFAULT'],
    },
    ConvolutionParameter: {
      use_log: [20, 'o', 'bool', 'false'],
    },
    DataParameter: {
      random_order: [11, 'o', 'bool', 'true'],
      init_seed: [12, 'o', 'uint32', '1234'],
    },
    ReLUParameter: {
      use_log: [3, 'o', 'bool', 'false'],
    },
    ScaleParameter: {
      use_log: [6, 'o', 'bool', 'false'],
    },
    DenseBlockParameter: {
      numTransition: [1, 'o', 'int32', '40'],
      initChannel: [2, 'o', 'int32', '16'],
      growthRate: [3, 'o', 'int32', '12'],
      pad_h: [4, 'o', 'int32', '1'],
      pad_w: [5, 'o', 'int32', '1'],
      conv_verticalStride: [6, 'o', 'int32', '1'],
      conv_horizentalStride: [7, 'o', 'int32', '1'],
      filter_H: [8, 'o', 'int32', '3'],
      filter_W: [9, 'o', 'int32', '3'],
      Filter_Filler: [10, 'o', 'message:FillerParameter'],
      BN_Scaler_Filler: [11, 'o', 'message:FillerParameter'],
      BN_Bias_Filler: [12, 'o', 'message:FillerParameter'],
      gpuIdx: [15, 'o', 'int32', '0'],
      use_dropout: [16, 'o', 'bool', 'false'],
      dropout_amount: [17, 'o', 'float', '0'],
      use_BC: [18, 'o', 'bool', 'false'],
      BC_ultra_space_efficient: [19, 'o', 'bool', 'false'],
      workspace_MB: [20, 'o', 'int32', '8'],
      moving_average_fraction: [21, 'o', 'float', '0.1'],
    },
  },
  enums: {
    'BatchNormParameter.Engine': {
      DEFAULT: 0,
      CAFFE: 1,
      CUDNN: 2,
    },
  },
});
