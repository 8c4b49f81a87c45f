/**
 * Deep Compression: what may0324/DeepCompression-caffe adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const deepCompression = (): Dialect => ({
  id: 'deep-compression',
  title: 'Deep Compression',
  repository: 'may0324/DeepCompression-caffe',
  layerTypes: ['CmpConvolution', 'CmpInnerProduct'],
  messages: {
    ConvolutionParameter: {
      sparse_ratio: [19, 'o', 'float', '0'],
      class_num: [20, 'o', 'int32', '256'],
      quantize_term: [21, 'o', 'bool', 'false'],
    },
    InnerProductParameter: {
      sparse_ratio: [7, 'o', 'float', '0'],
      class_num: [8, 'o', 'int32', '32'],
      quantize_term: [9, 'o', 'bool', 'false'],
    },
  },
  enums: {},
});
