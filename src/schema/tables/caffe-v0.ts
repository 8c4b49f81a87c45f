/**
 * Caffe before the V1 format (v0.1 to v0.99 and what lay between): what BVLC/caffe (v0.99) adds to the schema of BVLC. The
 * fields that the development versions of 2013 and 2014 had and later ones dropped.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const caffeV0 = (): Dialect => ({
  id: 'caffe-v0',
  title: 'Caffe before the V1 format (v0.1 to v0.99 and what lay between)',
  repository: 'BVLC/caffe',
  branch: 'v0.99',
  layerTypes: [],
  messages: {
    V0LayerParameter: {
      subtraction: [18, 'o', 'float', '0'],
      can_clobber: [57, 'o', 'bool', 'true'],
      context_pad: [58, 'o', 'uint32', '0'],
      shuffle_data: [61, 'o', 'bool', 'true'],
      crop_mode: [59, 'o', 'string', 'warp'],
      resize_image: [62, 'o', 'int32', '0'],
      data_param: [6, 'o', 'message:DataParameter'],
      inner_product_param: [7, 'o', 'message:InnerProductParameter'],
      convolution_param: [8, 'o', 'message:ConvolutionParameter'],
      pool_param: [9, 'o', 'message:PoolParameter'],
      dropout_param: [10, 'o', 'message:DropoutParameter'],
      lrn_param: [11, 'o', 'message:LRNParameter'],
      datum_dims: [10000, 'r', 'message:DatumDimensions'],
    },
    SolverParameter: {
      min_lr: [6, 'o', 'float', '0'],
      max_lr: [7, 'o', 'float', '1e+10'],
      adagrad_gamma: [15, 'o', 'float'],
      adagrad_skip: [16, 'o', 'float'],
      tcp_port: [20, 'o', 'string', '20901'],
      tcp_server: [21, 'o', 'string'],
      communication_interval: [22, 'o', 'int32'],
    },
    PaddingParameter: {
      pad: [1, 'o', 'uint32', '0'],
    },
    LRNMapParameter: {
      local_size: [1, 'o', 'uint32', '5'],
      alpha: [2, 'o', 'float', '1'],
      beta: [3, 'o', 'float', '0.75'],
    },
    PoolParameter: {
      pool: [1, 'o', 'enum:PoolParameter.PoolMethod', 'MAX'],
    },
    NetParameter: {
      version: [1, 'o', 'int32', '1'],
    },
    DatumDimensions: {
      channels: [1, 'o', 'int32'],
      height: [2, 'o', 'int32'],
      width: [3, 'o', 'int32'],
    },
  },
  enums: {
    'PoolParameter.PoolMethod': {
      MAX: 0,
      AVE: 1,
      STOCHASTIC: 2,
    },
  },
});
