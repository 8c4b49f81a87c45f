/**
 * Deep saliency detection: what Robert0812/deepsaldet adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const deepsaldet = (): Dialect => ({
  id: 'deepsaldet',
  title: 'Deep saliency detection',
  repository: 'Robert0812/deepsaldet',
  layerTypes: [],
  messages: {
    V1LayerParameter: {
      mcwindow_data_param: [34, 'o', 'message:MCWindowDataParameter'],
      namcwindow_data_param: [35, 'o', 'message:NAMCWindowDataParameter'],
      euclidean_loss_param: [36, 'o', 'message:EuclideanLossParameter'],
    },
    WindowDataParameter: {
      shuffle: [12, 'o', 'bool', 'false'],
    },
    EuclideanLossParameter: {
      coeff: [1, 'o', 'float', '1'],
    },
    NAMCWindowDataParameter: {
      source: [1, 'o', 'string'],
      scale: [2, 'o', 'float', '1'],
      mean_file: [3, 'o', 'string'],
      batch_size: [4, 'o', 'uint32'],
      crop_size: [5, 'o', 'uint32', '0'],
      mirror: [6, 'o', 'bool', 'false'],
      fg_threshold: [7, 'o', 'float', '0.5'],
      bg_threshold: [8, 'o', 'float', '0.5'],
      fg_fraction: [9, 'o', 'float', '0.25'],
      context_pad: [10, 'o', 'uint32', '0'],
      crop_mode: [11, 'o', 'string', 'warp'],
      shuffle: [12, 'o', 'bool', 'false'],
    },
    MCWindowDataParameter: {
      source: [1, 'o', 'string'],
      scale: [2, 'o', 'float', '1'],
      mean_file: [3, 'o', 'string'],
      batch_size: [4, 'o', 'uint32'],
      crop_size: [5, 'o', 'uint32', '0'],
      mirror: [6, 'o', 'bool', 'false'],
      fg_threshold: [7, 'o', 'float', '0.5'],
      bg_threshold: [8, 'o', 'float', '0.5'],
      fg_fraction: [9, 'o', 'float', '0.25'],
      context_pad: [10, 'o', 'uint32', '0'],
      crop_mode: [11, 'o', 'string', 'warp'],
      shuffle: [12, 'o', 'bool', 'false'],
      mask_crop_size: [13, 'o', 'uint32', '0'],
    },
  },
  enums: {
    'V1LayerParameter.LayerType': {
      MCWINDOW_DATA: 35,
      NAMCWINDOW_DATA: 36,
    },
  },
});
