/**
 * Deformable convolution for Caffe: what unsky/Deformable-ConvNets-caffe adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const deformable = (): Dialect => ({
  id: 'deformable',
  title: 'Deformable convolution for Caffe',
  repository: 'unsky/Deformable-ConvNets-caffe',
  layerTypes: ['Conadd', 'DeformableConvolution', 'ROIPooling', 'SmoothL1Loss'],
  messages: {
    LayerParameter: {
      conadd_param: [200, 'o', 'message:ConaddParameter'],
      deformable_convolution_param: [999, 'o', 'message:DeformableConvolutionParameter'],
      roi_pooling_param: [8266711, 'o', 'message:ROIPoolingParameter'],
      smooth_l1_loss_param: [8266712, 'o', 'message:SmoothL1LossParameter'],
    },
    DropoutParameter: {
      scale_train: [2, 'o', 'bool', 'true'],
    },
    V1LayerParameter: {
      conadd_param: [99, 'o', 'message:ConaddParameter'],
      deformable_convolution_param: [999, 'o', 'message:DeformableConvolutionParameter'],
    },
    DeformableConvolutionParameter: {
      num_output: [1, 'o', 'uint32'],
      bias_term: [2, 'o', 'bool', 'true'],
      pad: [3, 'r', 'uint32'],
      kernel_size: [4, 'r', 'uint32'],
      stride: [6, 'r', 'uint32'],
      dilation: [18, 'r', 'uint32'],
      pad_h: [9, 'o', 'uint32', '0'],
      pad_w: [10, 'o', 'uint32', '0'],
      kernel_h: [11, 'o', 'uint32'],
      kernel_w: [12, 'o', 'uint32'],
      stride_h: [13, 'o', 'uint32'],
      stride_w: [14, 'o', 'uint32'],
      group: [5, 'o', 'uint32', '1'],
      deformable_group: [19, 'o', 'uint32', '4'],
      weight_filler: [7, 'o', 'message:FillerParameter'],
      bias_filler: [8, 'o', 'message:FillerParameter'],
      engine: [15, 'o', 'enum:DeformableConvolutionParameter.Engine', 'DEFAULT'],
      axis: [16, 'o', 'int32', '1'],
      force_nd_im2col: [17, 'o', 'bool', 'false'],
    },
    ConaddParameter: {},
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
    'DeformableConvolutionParameter.Engine': {
      DEFAULT: 0,
      CAFFE: 1,
      CUDNN: 2,
    },
    'V1LayerParameter.LayerType': {
      CONADD: 50,
      DEFORMABLECONVOLUTION: 99,
    },
  },
});
