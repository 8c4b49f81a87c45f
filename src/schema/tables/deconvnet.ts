/**
 * DeconvNet: what HyeonwooNoh/caffe adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const deconvnet = (): Dialect => ({
  id: 'deconvnet',
  title: 'DeconvNet',
  repository: 'HyeonwooNoh/caffe',
  layerTypes: [],
  messages: {
    V1LayerParameter: {
      binary_accuracy_param: [48, 'o', 'message:BinaryAccuracyParameter'],
      bn_param: [45, 'o', 'message:BNParameter'],
      eltwise_accuracy_param: [43, 'o', 'message:EltwiseAccuracyParameter'],
      red_softmax_loss_param: [46, 'o', 'message:RedSoftmaxWithLossParameter'],
      red_accuracy_param: [47, 'o', 'message:RedAccuracyParameter'],
      select_seg_binary_param: [50, 'o', 'message:SelectSegBinaryParameter'],
      unpooling_param: [44, 'o', 'message:UnpoolingParameter'],
      window_cls_data_param: [49, 'o', 'message:WindowClsDataParameter'],
    },
    ImageDataParameter: {
      ignore_label: [15, 'o', 'int32', '255'],
      other_object_label: [17, 'o', 'int32', '0'],
      label_type: [16, 'o', 'enum:ImageDataParameter.LabelType', 'IMAGE'],
      has_label: [13, 'o', 'bool', 'true'],
      max_labels: [14, 'o', 'int32', '1'],
    },
    WindowClsDataParameter: {
      label_dim: [1, 'o', 'uint32', '1'],
    },
    UnpoolingParameter: {
      unpool: [1, 'o', 'enum:UnpoolingParameter.UnpoolMethod', 'MAX'],
      pad: [4, 'o', 'uint32', '0'],
      pad_h: [9, 'o', 'uint32', '0'],
      pad_w: [10, 'o', 'uint32', '0'],
      kernel_size: [2, 'o', 'uint32'],
      kernel_h: [5, 'o', 'uint32'],
      kernel_w: [6, 'o', 'uint32'],
      stride: [3, 'o', 'uint32', '1'],
      stride_h: [7, 'o', 'uint32'],
      stride_w: [8, 'o', 'uint32'],
      unpool_size: [12, 'o', 'uint32'],
      unpool_h: [13, 'o', 'uint32'],
      unpool_w: [14, 'o', 'uint32'],
      engine: [11, 'o', 'enum:UnpoolingParameter.Engine', 'DEFAULT'],
    },
    SelectSegBinaryParameter: {
      cls_label_base: [1, 'o', 'uint32', '0'],
    },
    RedAccuracyParameter: {
      top_k: [1, 'o', 'uint32', '1'],
      ignore_label: [2, 'o', 'int32'],
      class_num: [3, 'o', 'uint32'],
    },
    RedSoftmaxWithLossParameter: {
      class_num: [1, 'o', 'uint32'],
    },
    EltwiseAccuracyParameter: {
      top_k: [1, 'o', 'uint32', '1'],
      ignore_label: [2, 'o', 'int32'],
    },
    BNParameter: {
      bn_mode: [3, 'o', 'enum:BNParameter.BNMode', 'LEARN'],
      scale_filler: [1, 'o', 'message:FillerParameter'],
      shift_filler: [2, 'o', 'message:FillerParameter'],
    },
    BinaryAccuracyParameter: {
      accuracy_mode: [1, 'o', 'enum:BinaryAccuracyParameter.AccuracyMode', 'Accuracy'],
    },
  },
  enums: {
    'ImageDataParameter.LabelType': {
      NONE: 0,
      IMAGE: 1,
      PIXEL: 2,
    },
    'UnpoolingParameter.Engine': {
      DEFAULT: 0,
      CAFFE: 1,
    },
    'UnpoolingParameter.UnpoolMethod': {
      MAX: 0,
      AVE: 1,
      TILE: 2,
    },
    'BNParameter.BNMode': {
      LEARN: 0,
      INFERENCE: 1,
    },
    'BinaryAccuracyParameter.AccuracyMode': {
      Accuracy: 0,
      Precision: 1,
      Recall: 2,
      F_measure: 3,
    },
    'V1LayerParameter.LayerType': {
      BIN_ACCURACY: 49,
      BN: 43,
      CROP: 40,
      DROPOUT_CHANNEL: 53,
      ELTWISE_ACCURACY: 41,
      IMAGE_SEG_DATA: 46,
      RED_SOFTMAX_LOSS: 44,
      RED_ACCURACY: 45,
      SELECT_SEG_BINARY: 52,
      UNPOOLING: 42,
      WINDOW_CLS_DATA: 50,
      WINDOW_SEG_DATA: 47,
      WINDOW_SEG_BINARY: 51,
      WINDOW_INST_SEG_DATA: 48,
    },
  },
});
