/**
 * yjxiong, early branches in the V1 format: what yjxiong/caffe (conv_map) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const yjxiongV1 = (): Dialect => ({
  id: 'yjxiong-v1',
  title: 'yjxiong, early branches in the V1 format',
  repository: 'yjxiong/caffe',
  branch: 'conv_map',
  layerTypes: [],
  messages: {
    SolverParameter: {
      update_interval: [33, 'o', 'int32', '1'],
      debug_display: [40, 'o', 'int32'],
    },
    V1LayerParameter: {
      label_transform_param: [41, 'o', 'message:LabelTransformParameter'],
      tree_param: [42, 'o', 'message:TreeParameter'],
    },
    TransformationParameter: {
      multiscale: [5, 'o', 'bool', 'false'],
    },
    DataParameter: {
      mem_data_source: [16, 'o', 'string'],
      mpi_skip_step: [15, 'o', 'uint32', '0'],
    },
    TreeParameter: {
      node_weight: [1, 'r', 'float'],
      tree_depth: [2, 'q', 'uint32'],
      label_transform_file: [3, 'r', 'string'],
    },
    LabelTransformParameter: {
      label_transform_file: [1, 'q', 'string'],
    },
  },
  enums: {
    'V1LayerParameter.LayerType': {
      COMPACT_DATA: 43,
      LABEL_TRANSFORM: 38,
      TRANSFORM_SOFTMAX_LOSS: 39,
      SOFTMAX_LOSS_TREE: 42,
      ACCURACY_TREE: 41,
      TRANSFORM_ACCURACY: 40,
      MULTI_LABEL_ACCURACY: 45,
      MULTI_LABEL_LOSS: 46,
      MAP_REGRESSION_LOSS: 48,
    },
  },
});
