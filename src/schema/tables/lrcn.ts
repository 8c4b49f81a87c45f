/**
 * LRCN: recurrent networks and compact bilinear pooling: what LisaAnne/lisa-caffe-public (lstm_video_deploy) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const lrcn = (): Dialect => ({
  id: 'lrcn',
  title: 'LRCN: recurrent networks and compact bilinear pooling',
  repository: 'LisaAnne/lisa-caffe-public',
  branch: 'lstm_video_deploy',
  layerTypes: ['CompactBilinear', 'Scalar'],
  messages: {
    TransformationParameter: {
      flow: [6, 'o', 'bool', 'false'],
    },
    AccuracyParameter: {
      denominator: [4, 'o', 'float', '0'],
    },
    EltwiseParameter: {
      coeff_blob: [4, 'o', 'bool', 'false'],
    },
    ImageDataParameter: {
      min_height: [13, 'o', 'uint32', '0'],
      min_width: [14, 'o', 'uint32', '0'],
    },
    LayerParameter: {
      scalar_param: [140, 'o', 'message:ScalarParameter'],
      compact_bilinear_param: [147, 'o', 'message:CompactBilinearParameter'],
    },
    InnerProductParameter: {
      transpose_weights: [6, 'o', 'bool', 'false'],
    },
    RecurrentParameter: {
      expose_hidden_state: [5, 'o', 'bool', 'false'],
    },
    ScalarParameter: {
      axis: [1, 'o', 'int32', '0'],
    },
    CompactBilinearParameter: {
      num_output: [1, 'o', 'uint32'],
      sum_pool: [2, 'o', 'bool', 'true'],
    },
  },
  enums: {},
});
