/**
 * Center loss for face recognition: what ydwen/caffe-face (caffe-face) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const centerLoss = (): Dialect => ({
  id: 'center-loss',
  title: 'Center loss for face recognition',
  repository: 'ydwen/caffe-face',
  branch: 'caffe-face',
  layerTypes: ['CenterLoss'],
  messages: {
    LayerParameter: {
      center_loss_param: [147, 'o', 'message:CenterLossParameter'],
    },
    CenterLossParameter: {
      num_output: [1, 'o', 'uint32'],
      center_filler: [2, 'o', 'message:FillerParameter'],
      axis: [3, 'o', 'int32', '1'],
    },
  },
  enums: {},
});
