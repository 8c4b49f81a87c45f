/**
 * Large-Margin Softmax: what wy1iu/LargeMargin_Softmax_Loss adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const largeMargin = (): Dialect => ({
  id: 'large-margin',
  title: 'Large-Margin Softmax',
  repository: 'wy1iu/LargeMargin_Softmax_Loss',
  layerTypes: ['BN', 'LargeMarginInnerProduct'],
  messages: {
    LayerParameter: {
      bn_param: [201, 'o', 'message:BNParameter'],
      largemargin_inner_product_param: [202, 'o', 'message:LargeMarginInnerProductParameter'],
    },
    LargeMarginInnerProductParameter: {
      num_output: [1, 'o', 'uint32'],
      type: [2, 'o', 'enum:LargeMarginInnerProductParameter.LargeMarginType', 'SINGLE'],
      weight_filler: [3, 'o', 'message:FillerParameter'],
      axis: [4, 'o', 'int32', '1'],
      base: [5, 'o', 'float', '1'],
      gamma: [6, 'o', 'float', '0'],
      power: [7, 'o', 'float', '1'],
      iteration: [8, 'o', 'int32', '0'],
      lambda_min: [9, 'o', 'float', '0'],
    },
    BNParameter: {
      slope_filler: [1, 'o', 'message:FillerParameter'],
      bias_filler: [2, 'o', 'message:FillerParameter'],
      momentum: [3, 'o', 'float', '0.9'],
      eps: [4, 'o', 'float', '1e-05'],
      frozen: [5, 'o', 'bool', 'false'],
      engine: [6, 'o', 'enum:BNParameter.Engine', 'DEFAULT'],
    },
  },
  enums: {
    'LargeMarginInnerProductParameter.LargeMarginType': {
      SINGLE: 0,
      DOUBLE: 1,
      TRIPLE: 2,
      QUADRUPLE: 3,
    },
    'BNParameter.Engine': {
      DEFAULT: 0,
      CAFFE: 1,
      CUDNN: 2,
    },
  },
});
