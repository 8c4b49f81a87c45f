/**
 * SphereFace (A-Softmax): what wy1iu/sphereface adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const sphereface = (): Dialect => ({
  id: 'sphereface',
  title: 'SphereFace (A-Softmax)',
  repository: 'wy1iu/sphereface',
  layerTypes: ['MarginInnerProduct'],
  messages: {
    LayerParameter: {
      margin_inner_product_param: [147, 'o', 'message:MarginInnerProductParameter'],
    },
    MarginInnerProductParameter: {
      num_output: [1, 'o', 'uint32'],
      type: [2, 'o', 'enum:MarginInnerProductParameter.MarginType', 'SINGLE'],
      weight_filler: [3, 'o', 'message:FillerParameter'],
      axis: [4, 'o', 'int32', '1'],
      base: [5, 'o', 'float', '1'],
      gamma: [6, 'o', 'float', '0'],
      power: [7, 'o', 'float', '1'],
      iteration: [8, 'o', 'int32', '0'],
      lambda_min: [9, 'o', 'float', '0'],
    },
  },
  enums: {
    'MarginInnerProductParameter.MarginType': {
      SINGLE: 0,
      DOUBLE: 1,
      TRIPLE: 2,
      QUADRUPLE: 3,
    },
  },
});
