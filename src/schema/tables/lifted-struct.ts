/**
 * Lifted structured feature embedding: what rksltnl/Caffe-Deep-Metric-Learning-CVPR16 adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const liftedStruct = (): Dialect => ({
  id: 'lifted-struct',
  title: 'Lifted structured feature embedding',
  repository: 'rksltnl/Caffe-Deep-Metric-Learning-CVPR16',
  layerTypes: ['LiftedStructSimilaritySoftmaxLoss'],
  messages: {
    LayerParameter: {
      lifted_struct_sim_softmax_loss_param: [145, 'o', 'message:LiftedStructSimilaritySoftmaxLossParameter'],
    },
    LiftedStructSimilaritySoftmaxLossParameter: {
      margin: [1, 'o', 'float', '1'],
    },
  },
  enums: {},
});
