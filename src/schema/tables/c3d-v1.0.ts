/**
 * C3D v1.0: 3D convolution in the V1 format: what facebookarchive/C3D (C3D-v1.0) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const c3dV10 = (): Dialect => ({
  id: 'c3d-v1.0',
  title: 'C3D v1.0: 3D convolution in the V1 format',
  repository: 'facebookarchive/C3D',
  branch: 'C3D-v1.0',
  layerTypes: [],
  messages: {
    BlobProto: {
      length: [3, 'o', 'int32', '0'],
    },
    V1LayerParameter: {
      down_sampling_param: [23, 'o', 'message:DownSamplingParameter'],
    },
    ConvolutionParameter: {
      kernel_depth: [6, 'o', 'uint32'],
      temporal_stride: [8, 'o', 'uint32', '1'],
      filter_group: [11, 'o', 'uint32', '1'],
      temporal_pad: [12, 'o', 'uint32', '0'],
    },
    DataParameter: {
      show_data: [8, 'o', 'int32', '0'],
    },
    ImageDataParameter: {
      new_length: [11, 'o', 'uint32', '0'],
      show_data: [12, 'o', 'int32', '0'],
      use_image: [13, 'o', 'bool', 'false'],
      sampling_rate: [14, 'o', 'int32', '1'],
      use_label: [15, 'o', 'bool', 'true'],
      use_temporal_jitter: [16, 'o', 'bool', 'false'],
      mean_value: [17, 'o', 'float', '0'],
      num_truth_channels: [18, 'o', 'uint32', '1'],
      use_byte_input: [19, 'o', 'bool', 'false'],
      is_flow: [20, 'o', 'bool', 'false'],
      truth_scale: [21, 'o', 'float', '1'],
      clip_min: [22, 'o', 'float'],
      clip_max: [23, 'o', 'float'],
      use_stream: [113, 'o', 'bool', 'false'],
    },
    PoolingParameter: {
      kernel_depth: [5, 'o', 'uint32'],
      temporal_stride: [6, 'o', 'uint32', '1'],
    },
    DownSamplingParameter: {
      type: [1, 'o', 'enum:DownSamplingParameter.DownSamplingType', 'VOTE'],
      spatial_factor: [2, 'o', 'int32'],
      temporal_factor: [3, 'o', 'int32'],
    },
  },
  enums: {
    'DownSamplingParameter.DownSamplingType': {
      NONE: 0,
      VOTE: 1,
      AVERAGE: 2,
    },
    'V1LayerParameter.LayerType': {
      CONVOLUTION3D: 30,
      POOLING3D: 31,
      VOLUME_DATA: 32,
      VIDEO_DATA: 33,
      DECONVOLUTION3D: 34,
      VIDEO_SEGMENTATION_DATA: 35,
      VOXEL_SOFTMAX: 36,
      VOXEL_SOFTMAX_LOSS: 37,
      VIDEO_WITH_VOXEL_TRUTH_DATA: 38,
      VOXEL_CUSTOM_LOSS: 39,
      DOWN_SAMPLING: 40,
    },
  },
});
