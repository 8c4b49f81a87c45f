/**
 * Project Greentea: image segmentation: what naibaf7/caffe adds to the schema of opencl.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const greentea = (): Dialect => ({
  id: 'greentea',
  title: 'Project Greentea: image segmentation',
  repository: 'naibaf7/caffe',
  extends: 'opencl',
  layerTypes: [],
  messages: {
    LayerParameter: {
      buffer: [96, 'o', 'int64', '-1'],
      srprnn_param: [149, 'o', 'message:SRPRNNParameter'],
      coord_param: [150, 'o', 'message:CoordParameter'],
    },
    CoordParameter: {
      srcgrid: [1, 'o', 'enum:GridType', 'CARTESIAN'],
      dstgrid: [2, 'o', 'enum:GridType', 'CARTESIAN'],
      num_output: [3, 'o', 'int64', '0'],
      outheight: [4, 'o', 'int64', '0'],
      outwidth: [5, 'o', 'int64', '0'],
      outdim: [6, 'r', 'int64'],
      interpol: [7, 'o', 'enum:CoordParameter.InterpolMode', 'BILINEAR'],
      scale: [8, 'o', 'enum:CoordParameter.ScaleMode', 'MAX'],
    },
    SRPRNNParameter: {
      grid: [1, 'o', 'enum:GridType', 'CARTESIAN'],
      backprop_steps: [2, 'o', 'int64', '0'],
      input_neuron: [3, 'r', 'string'],
      output_neuron: [4, 'r', 'string'],
      export_neuron: [5, 'r', 'string'],
      hidden_neuron: [6, 'r', 'message:SRPRNNNeuron'],
    },
    SRPRNNNeuron: {
      name: [1, 'o', 'string', ''],
      periodicity: [2, 'r', 'int64'],
      bias: [3, 'o', 'float'],
      activation: [4, 'o', 'enum:SRPRNNNeuron.SRPRNNActivation', 'ReLU'],
      operation: [5, 'o', 'enum:SRPRNNNeuron.SRPRNNOperation', 'ADD'],
      input: [6, 'r', 'message:SRPRNNInput'],
      bias_restriction: [7, 'o', 'enum:SRPRNNRestriction', 'FREE'],
    },
    SRPRNNInput: {
      name: [1, 'o', 'string', ''],
      weight: [2, 'o', 'float', '0'],
      temp_offset: [3, 'o', 'int64', '0'],
      offset: [4, 'r', 'int64'],
      weight_restriction: [5, 'o', 'enum:SRPRNNRestriction', 'FREE'],
    },
  },
  enums: {
    'CoordParameter.ScaleMode': {
      MAX: 0,
      MIN: 1,
    },
    'CoordParameter.InterpolMode': {
      NEAREST: 0,
      BILINEAR: 1,
      OMMATIDIA: 2,
    },
    GridType: {
      CARTESIAN: 0,
      HEXTILES: 1,
    },
    SRPRNNRestriction: {
      FREE: 0,
      FIXED_SIGN: 1,
      FIXED_VALUE: 2,
    },
    'SRPRNNNeuron.SRPRNNOperation': {
      ADD: 0,
      MUL: 1,
    },
    'SRPRNNNeuron.SRPRNNActivation': {
      None: 0,
      ReLU: 1,
      TanH: 2,
      Sigmoid: 3,
    },
  },
});
