/**
 * video-caffe: C3D for BVLC: what chuckcho/video-caffe adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const videoCaffe = (): Dialect => ({
  id: 'video-caffe',
  title: 'video-caffe: C3D for BVLC',
  repository: 'chuckcho/video-caffe',
  layerTypes: ['NdConvolution', 'NdPooling', 'VideoData'],
  messages: {
    BlobProto: {
      length: [7777, 'o', 'int32', '0'],
    },
    LayerParameter: {
      video_data_param: [7777, 'o', 'message:VideoDataParameter'],
    },
    ConvolutionParameter: {
      pad_shape: [7777, 'o', 'message:BlobShape'],
      kernel_shape: [7778, 'o', 'message:BlobShape'],
      stride_shape: [7779, 'o', 'message:BlobShape'],
    },
    MemoryDataParameter: {
      length: [7777, 'o', 'uint32', '1'],
    },
    PoolingParameter: {
      pad_shape: [7777, 'o', 'message:BlobShape'],
      kernel_shape: [7778, 'o', 'message:BlobShape'],
      stride_shape: [7779, 'o', 'message:BlobShape'],
    },
    VideoDataParameter: {
      source: [1, 'o', 'string'],
      batch_size: [4, 'o', 'uint32', '1'],
      rand_skip: [7, 'o', 'uint32', '0'],
      shuffle: [8, 'o', 'bool', 'false'],
      new_length: [9, 'o', 'uint32', '1'],
      new_height: [10, 'o', 'uint32', '0'],
      new_width: [11, 'o', 'uint32', '0'],
      is_color: [12, 'o', 'bool', 'true'],
      root_folder: [13, 'o', 'string', ''],
    },
  },
  enums: {},
});
