/**
 * Microsoft Caffe: what microsoft/caffe adds to the schema of r-fcn.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const microsoft = (): Dialect => ({
  id: 'microsoft',
  title: 'Microsoft Caffe',
  repository: 'microsoft/caffe',
  extends: 'r-fcn',
  layerTypes: ['SmoothL1LossOHEM', 'SoftmaxWithLossOHEM'],
  messages: {
    LayerParameter: {
      mil_data_param: [5065028, 'o', 'message:MILDataParameter'],
      mil_param: [5065036, 'o', 'message:MILParameter'],
    },
    MILParameter: {
      type: [1, 'o', 'enum:MILParameter.MILType', 'MAX'],
    },
    MILDataParameter: {
      source: [1, 'o', 'string'],
      num_scales: [2, 'o', 'uint32', '1'],
      scale_factor: [6, 'o', 'float', '1'],
      channels: [4, 'o', 'uint32', '3'],
      images_per_batch: [3, 'o', 'uint32'],
      n_classes: [5, 'o', 'uint32'],
      label_file: [7, 'o', 'string'],
      root_dir: [11, 'o', 'string'],
      ext: [12, 'o', 'string'],
      randomize: [13, 'o', 'bool', 'true'],
    },
  },
  enums: {
    'MILParameter.MILType': {
      MAX: 0,
      NOR: 1,
    },
  },
});
