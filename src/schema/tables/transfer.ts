/**
 * Transfer learning (MMD): what thuml/transfer-caffe adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const transfer = (): Dialect => ({
  id: 'transfer',
  title: 'Transfer learning (MMD)',
  repository: 'thuml/transfer-caffe',
  layerTypes: ['MMDLoss'],
  messages: {
    LayerParameter: {
      mmd_param: [147, 'o', 'message:MMDParameter'],
    },
    MMDParameter: {
      kernel_num: [1, 'o', 'uint32', '5'],
      kernel_mul: [2, 'o', 'float', '2'],
      fix_gamma: [3, 'o', 'bool', 'false'],
    },
  },
  enums: {},
});
