/**
 * caffe-lstm: what junhyukoh/caffe-lstm adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const lstm = (): Dialect => ({
  id: 'lstm',
  title: 'caffe-lstm',
  repository: 'junhyukoh/caffe-lstm',
  layerTypes: ['Lstm'],
  messages: {
    LayerParameter: {
      lstm_param: [201, 'o', 'message:LSTMParameter'],
    },
    LSTMParameter: {
      num_output: [1, 'o', 'uint32'],
      clipping_threshold: [2, 'o', 'float', '0'],
      weight_filler: [3, 'o', 'message:FillerParameter'],
      bias_filler: [4, 'o', 'message:FillerParameter'],
      batch_size: [5, 'o', 'uint32', '1'],
    },
  },
  enums: {},
});
