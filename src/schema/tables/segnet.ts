/**
 * SegNet: what alexgkendall/caffe-segnet (segnet-cleaned) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const segnet = (): Dialect => ({
  id: 'segnet',
  title: 'SegNet',
  repository: 'alexgkendall/caffe-segnet',
  branch: 'segnet-cleaned',
  layerTypes: ['BN', 'DenseImageData', 'Upsample'],
  messages: {
    LayerParameter: {
      bn_param: [45, 'o', 'message:BNParameter'],
      dense_image_data_param: [138, 'o', 'message:DenseImageDataParameter'],
      upsample_param: [137, 'o', 'message:UpsampleParameter'],
    },
    LossParameter: {
      weight_by_label_freqs: [3, 'o', 'bool', 'false'],
      class_weighting: [4, 'r', 'float'],
    },
    DropoutParameter: {
      sample_weights_test: [2, 'o', 'bool', 'false'],
    },
    UpsampleParameter: {
      scale: [1, 'o', 'uint32', '2'],
      scale_h: [2, 'o', 'uint32'],
      scale_w: [3, 'o', 'uint32'],
      pad_out_h: [4, 'o', 'bool', 'false'],
      pad_out_w: [5, 'o', 'bool', 'false'],
      upsample_h: [6, 'o', 'uint32'],
      upsample_w: [7, 'o', 'uint32'],
    },
    DenseImageDataParameter: {
      source: [1, 'o', 'string'],
      batch_size: [2, 'o', 'uint32'],
      rand_skip: [3, 'o', 'uint32', '0'],
      shuffle: [4, 'o', 'bool', 'false'],
      new_height: [5, 'o', 'uint32', '0'],
      new_width: [6, 'o', 'uint32', '0'],
      is_color: [7, 'o', 'bool', 'true'],
      mean_file: [8, 'o', 'string'],
      root_folder: [9, 'o', 'string', ''],
      mirror: [10, 'o', 'bool', 'false'],
      crop_width: [11, 'o', 'uint32', '0'],
      crop_height: [12, 'o', 'uint32', '0'],
    },
    BNParameter: {
      bn_mode: [3, 'o', 'enum:BNParameter.BNMode', 'LEARN'],
      scale_filler: [1, 'o', 'message:FillerParameter'],
      shift_filler: [2, 'o', 'message:FillerParameter'],
    },
  },
  enums: {
    'BNParameter.BNMode': {
      LEARN: 0,
      INFERENCE: 1,
    },
  },
});
