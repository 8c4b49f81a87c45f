/**
 * CRF as RNN: what torrvision/crfasrnn adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const crfasrnn = (): Dialect => ({
  id: 'crfasrnn',
  title: 'CRF as RNN',
  repository: 'torrvision/crfasrnn',
  layerTypes: ['MultiStageMeanfield'],
  messages: {
    V1LayerParameter: {
      multi_stage_meanfield_param: [44, 'o', 'message:MultiStageMeanfieldParameter'],
    },
    MultiStageMeanfieldParameter: {
      compatibility_mode: [1, 'o', 'enum:MultiStageMeanfieldParameter.Mode', 'POTTS'],
      threshold: [2, 'o', 'float'],
      theta_alpha: [3, 'q', 'float', '10'],
      theta_beta: [4, 'q', 'float', '10'],
      theta_gamma: [5, 'q', 'float', '10'],
      num_iterations: [6, 'q', 'uint32', '1'],
      spatial_filter_weight: [7, 'o', 'float', '1'],
      bilateral_filter_weight: [8, 'o', 'float', '1'],
      forced_spatial_filter_weight: [9, 'o', 'float'],
      forced_bilateral_filter_weight: [10, 'o', 'float'],
    },
    LayerParameter: {
      multi_stage_meanfield_param: [146, 'o', 'message:MultiStageMeanfieldParameter'],
    },
  },
  enums: {
    'MultiStageMeanfieldParameter.Mode': {
      POTTS: 0,
    },
    'V1LayerParameter.LayerType': {
      CROP: 40,
      MULTI_STAGE_MEANFIELD: 42,
      SIMPLE_FAST_MEANFIELD: 41,
    },
  },
});
