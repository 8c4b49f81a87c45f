/**
 * Domain adaptation by gradient reversal: what ddtm/caffe (grl) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const gradientReversal = (): Dialect => ({
  id: 'gradient-reversal',
  title: 'Domain adaptation by gradient reversal',
  repository: 'ddtm/caffe',
  branch: 'grl',
  layerTypes: ['GradientScaler'],
  messages: {
    LayerParameter: {
      gradient_scaler_param: [200, 'o', 'message:GradientScalerParameter'],
    },
    DataParameter: {
      cursor: [10, 'o', 'enum:DataParameter.CURSOR_TYPE', 'ORDINARY'],
    },
    GradientScalerParameter: {
      lower_bound: [1, 'o', 'float', '0'],
      upper_bound: [2, 'o', 'float', '1'],
      alpha: [3, 'o', 'float', '10'],
      max_iter: [4, 'o', 'float', '1'],
    },
  },
  enums: {
    'DataParameter.CURSOR_TYPE': {
      ORDINARY: 0,
      SHUFFLING: 1,
    },
  },
});
