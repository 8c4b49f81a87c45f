/**
 * Ristretto: fixed-point networks: what pmgysel/caffe adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const ristretto = (): Dialect => ({
  id: 'ristretto',
  title: 'Ristretto: fixed-point networks',
  repository: 'pmgysel/caffe',
  layerTypes: ['ConvolutionRistretto', 'DeconvolutionRistretto', 'FcRistretto', 'LRNRistretto'],
  messages: {
    LayerParameter: {
      quantization_param: [149, 'o', 'message:QuantizationParameter'],
    },
    QuantizationParameter: {
      precision: [1, 'o', 'enum:QuantizationParameter.Precision', 'DYNAMIC_FIXED_POINT'],
      rounding_scheme: [2, 'o', 'enum:QuantizationParameter.Rounding', 'NEAREST'],
      bw_layer_in: [3, 'o', 'uint32', '32'],
      bw_layer_out: [4, 'o', 'uint32', '32'],
      bw_params: [5, 'o', 'uint32', '32'],
      fl_layer_in: [6, 'o', 'int32', '16'],
      fl_layer_out: [7, 'o', 'int32', '16'],
      fl_params: [8, 'o', 'int32', '16'],
      mant_bits: [9, 'o', 'uint32', '23'],
      exp_bits: [10, 'o', 'uint32', '8'],
      exp_min: [11, 'o', 'int32', '-8'],
      exp_max: [12, 'o', 'int32', '-1'],
    },
  },
  enums: {
    'QuantizationParameter.Rounding': {
      NEAREST: 0,
      STOCHASTIC: 1,
    },
    'QuantizationParameter.Precision': {
      DYNAMIC_FIXED_POINT: 0,
      MINIFLOAT: 1,
      INTEGER_POWER_OF_2_WEIGHTS: 2,
    },
  },
});
