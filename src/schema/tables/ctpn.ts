/**
 * CTPN: text proposals: what tianzhi0549/CTPN adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const ctpn = (): Dialect => ({
  id: 'ctpn',
  title: 'CTPN: text proposals',
  repository: 'tianzhi0549/CTPN',
  layerTypes: ['Lstm', 'ROIPooling', 'Reverse', 'SmoothL1Loss', 'Transpose'],
  messages: {
    LayerParameter: {
      roi_pooling_param: [8266711, 'o', 'message:ROIPoolingParameter'],
      smooth_l1_loss_param: [8266712, 'o', 'message:SmoothL1LossParameter'],
      lstm_param: [140, 'o', 'message:LSTMParameter'],
      ctc_param: [141, 'o', 'message:CTCParameter'],
      transpose_param: [142, 'o', 'message:TransposeParameter'],
      reverse_param: [143, 'o', 'message:ReverseParameter'],
      bn_param: [144, 'o', 'message:BNParameter'],
    },
    AccuracyParameter: {
      ignore_label: [3, 'r', 'int32'],
    },
    DropoutParameter: {
      scale_train: [2, 'o', 'bool', 'true'],
    },
    BNParameter: {
      scale_filler: [1, 'o', 'message:FillerParameter'],
      shift_filler: [2, 'o', 'message:FillerParameter'],
      var_eps: [3, 'o', 'float', '1e-10'],
      moving_average: [4, 'o', 'bool', 'false'],
      decay: [5, 'o', 'float', '0.05'],
      axis: [6, 'o', 'float', '1'],
    },
    ReverseParameter: {
      axis: [1, 'o', 'int32', '0'],
    },
    TransposeParameter: {
      dim: [1, 'r', 'int32'],
    },
    CTCParameter: {
      threshold: [1, 'o', 'float', '0.7'],
      decode_type: [2, 'o', 'enum:CTCParameter.Decoder', 'best_path'],
    },
    LSTMParameter: {
      num_output: [1, 'o', 'uint32'],
      clipping_threshold: [2, 'o', 'float', '0'],
      weight_filler: [3, 'o', 'message:FillerParameter'],
      bias_filler: [4, 'o', 'message:FillerParameter'],
      batch_size: [5, 'o', 'uint32', '1'],
    },
    SmoothL1LossParameter: {
      sigma: [1, 'o', 'float', '1'],
    },
    ROIPoolingParameter: {
      pooled_h: [1, 'o', 'uint32', '0'],
      pooled_w: [2, 'o', 'uint32', '0'],
      spatial_scale: [3, 'o', 'float', '1'],
    },
  },
  enums: {
    'CTCParameter.Decoder': {
      best_path: 0,
      best_path_thres: 1,
      prefix_search: 2,
    },
  },
});
