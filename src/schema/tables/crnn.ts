/**
 * CRNN: CTC loss: what yalecyu/crnn.caffe adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const crnn = (): Dialect => ({
  id: 'crnn',
  title: 'CRNN: CTC loss',
  repository: 'yalecyu/crnn.caffe',
  layerTypes: ['ContinuationIndicator', 'CtcLoss', 'LabelsequenceAccuracy', 'Permute'],
  messages: {
    LayerParameter: {
      ctc_loss_param: [200, 'o', 'message:CtcLossParameter'],
      continuation_indicator_param: [201, 'o', 'message:ContinuationIndicatorParameter'],
      permute_param: [202, 'o', 'message:PermuteParameter'],
      labelsequence_accuracy_param: [203, 'o', 'message:LabelsequenceAccuracyParameter'],
    },
    LabelsequenceAccuracyParameter: {
      blank_label: [1, 'o', 'int32', '0'],
    },
    PermuteParameter: {
      order: [1, 'r', 'uint32'],
    },
    ContinuationIndicatorParameter: {
      time_step: [1, 'o', 'uint32', '0'],
      batch_size: [2, 'o', 'uint32', '0'],
    },
    CtcLossParameter: {
      alphabet_size: [1, 'o', 'uint32', '0'],
      time_step: [3, 'o', 'uint32', '0'],
      blank_label: [4, 'o', 'int32', '0'],
    },
  },
  enums: {},
});
