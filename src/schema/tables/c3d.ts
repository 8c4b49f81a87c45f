/**
 * C3D v1.1: 3D convolution: what facebookarchive/C3D (C3D-v1.1) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const c3d = (): Dialect => ({
  id: 'c3d',
  title: 'C3D v1.1: 3D convolution',
  repository: 'facebookarchive/C3D',
  branch: 'C3D-v1.1',
  layerTypes: ['Convolution3D', 'Deconvolution3D', 'NdConvolution', 'NdPooling', 'Pooling3D', 'VideoData'],
  messages: {
    LayerParameter: {
      video_data_param: [6660, 'o', 'message:VideoDataParameter'],
      convolution3d_param: [6661, 'o', 'message:Convolution3DParameter'],
      pooling3d_param: [6662, 'o', 'message:Pooling3DParameter'],
    },
    Pooling3DParameter: {
      pool: [1, 'o', 'enum:Pooling3DParameter.PoolMethod', 'MAX'],
      kernel_size: [2, 'o', 'uint32'],
      stride: [3, 'o', 'uint32', '1'],
      pad: [4, 'o', 'uint32', '0'],
      kernel_depth: [5, 'o', 'uint32'],
      temporal_stride: [6, 'o', 'uint32', '1'],
    },
    Convolution3DParameter: {
      num_output: [1, 'o', 'uint32'],
      bias_term: [2, 'o', 'bool', 'true'],
      pad: [3, 'o', 'uint32', '0'],
      kernel_size: [4, 'o', 'uint32'],
      group: [5, 'o', 'uint32', '1'],
      kernel_depth: [6, 'o', 'uint32'],
      stride: [7, 'o', 'uint32', '1'],
      temporal_stride: [8, 'o', 'uint32', '1'],
      weight_filler: [9, 'o', 'message:FillerParameter'],
      bias_filler: [10, 'o', 'message:FillerParameter'],
      filter_group: [11, 'o', 'uint32', '1'],
      temporal_pad: [12, 'o', 'uint32', '0'],
    },
    VideoDataParameter: {
      source: [1, 'o', 'string'],
      batch_size: [4, 'o', 'uint32', '1'],
      rand_skip: [7, 'o', 'uint32', '0'],
      shuffle: [8, 'o', 'bool', 'false'],
      new_height: [9, 'o', 'uint32', '0'],
      new_width: [10, 'o', 'uint32', '0'],
      new_length: [13, 'o', 'uint32'],
      is_color: [11, 'o', 'bool', 'true'],
      scale: [2, 'o', 'float', '1'],
      mean_file: [3, 'o', 'string'],
      crop_size: [5, 'o', 'uint32', '0'],
      mirror: [6, 'o', 'bool', 'false'],
      root_folder: [12, 'o', 'string', ''],
      show_data: [14, 'o', 'bool', 'false'],
      use_image: [15, 'o', 'bool', 'false'],
      use_temporal_jitter: [16, 'o', 'bool', 'false'],
      sampling_rate: [17, 'o', 'uint32', '1'],
      max_sampling_rate: [18, 'o', 'uint32', '1'],
      use_sampling_rate_jitter: [19, 'o', 'bool', 'false'],
      use_multiple_label: [20, 'o', 'bool', 'false'],
      num_of_labels: [21, 'o', 'uint32', '1'],
    },
  },
  enums: {
    'Pooling3DParameter.PoolMethod': {
      MAX: 0,
      AVE: 1,
      STOCHASTIC: 2,
    },
  },
});
