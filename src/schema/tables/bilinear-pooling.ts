/**
 * Hierarchical bilinear pooling: what ChaojianYu/Hierarchical-Bilinear-Pooling adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const bilinearPooling = (): Dialect => ({
  id: 'bilinear-pooling',
  title: 'Hierarchical bilinear pooling',
  repository: 'ChaojianYu/Hierarchical-Bilinear-Pooling',
  layerTypes: ['L2Normalize', 'SignedSqrt', 'SumPooling'],
  messages: {
    LayerParameter: {
      sum_pooling_param: [147, 'o', 'message:SumPoolingParameter'],
    },
    SumPoolingParameter: {
      pool: [1, 'o', 'enum:SumPoolingParameter.PoolMethod', 'MAX'],
      pad: [4, 'o', 'uint32', '0'],
      pad_h: [9, 'o', 'uint32', '0'],
      pad_w: [10, 'o', 'uint32', '0'],
      kernel_size: [2, 'o', 'uint32'],
      kernel_h: [5, 'o', 'uint32'],
      kernel_w: [6, 'o', 'uint32'],
      stride: [3, 'o', 'uint32', '1'],
      stride_h: [7, 'o', 'uint32'],
      stride_w: [8, 'o', 'uint32'],
      engine: [11, 'o', 'enum:SumPoolingParameter.Engine', 'DEFAULT'],
      global_pooling: [12, 'o', 'bool', 'false'],
    },
  },
  enums: {
    'SumPoolingParameter.Engine': {
      DEFAULT: 0,
      CAFFE: 1,
      CUDNN: 2,
    },
    'SumPoolingParameter.PoolMethod': {
      MAX: 0,
      AVE: 1,
      STOCHASTIC: 2,
      SUM: 3,
    },
  },
});
