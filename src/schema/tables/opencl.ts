/**
 * Caffe for OpenCL (Greentea): what BVLC/caffe (opencl) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const opencl = (): Dialect => ({
  id: 'opencl',
  title: 'Caffe for OpenCL (Greentea)',
  repository: 'BVLC/caffe',
  branch: 'opencl',
  layerTypes: [
    'Affinity',
    'ConnectedComponent',
    'LibDNNConvolution',
    'LibDNNPooling',
    'MOE',
    'MalisLoss',
    'MergeCrop',
    'Noise',
    'Quantizer',
  ],
  messages: {
    BlobProto: {
      data_type: [13, 'o', 'enum:DataType'],
      shape_stride: [10, 'o', 'message:BlobShape'],
      packed_data: [11, 'o', 'bytes'],
      packed_diff: [12, 'o', 'bytes'],
    },
    NetParameter: {
      data_type: [42, 'o', 'enum:DataType'],
      quantizer: [80, 'r', 'message:QuantizerParameter'],
      reduced_memory_inference: [81, 'o', 'bool', 'false'],
      autotune: [82, 'o', 'enum:Autotune'],
    },
    SolverParameter: {
      data_type: [43, 'o', 'enum:DataType'],
      device: [18, 'o', 'int64', '-1'],
    },
    NetState: {
      quantizer_mode: [4, 'o', 'enum:QuantizerMode', 'CAFFE_QUANT_PASSIVE'],
    },
    LayerParameter: {
      bottom_data_type: [12, 'o', 'enum:DataType'],
      compute_data_type: [13, 'o', 'enum:DataType'],
      top_data_type: [14, 'o', 'enum:DataType'],
      bottom_quantizer: [16, 'r', 'message:QuantizerParameter'],
      top_quantizer: [17, 'r', 'message:QuantizerParameter'],
      net_quantizer: [18, 'o', 'message:QuantizerParameter'],
      blobs_quantizer: [19, 'r', 'message:QuantizerParameter'],
      autotune: [20, 'o', 'enum:Autotune'],
      device: [95, 'o', 'int64', '-1'],
      bottom_shared_index: [96, 'r', 'int64'],
      top_shared_index: [97, 'r', 'int64'],
      mergecrop_param: [148, 'o', 'message:MergeCropParameter'],
      affinity_param: [149, 'o', 'message:AffinityParameter'],
      moe_param: [150, 'o', 'message:MOEParameter'],
      noise_param: [151, 'o', 'message:NoiseParameter'],
    },
    BatchNormParameter: {
      fused_relu: [4, 'o', 'bool', 'false'],
    },
    ConvolutionParameter: {
      fuse_type: [19, 'o', 'enum:ConvolutionParameter.FuseType', 'UNFUSED'],
      eltwise_param: [20, 'o', 'message:EltwiseParameter'],
      relu_param: [30, 'o', 'message:ReLUParameter'],
    },
    DropoutParameter: {
      scale_train: [2, 'o', 'bool', 'true'],
    },
    LRNParameter: {
      fuse_type: [7, 'o', 'enum:LRNParameter.FuseType', 'UNFUSED'],
      pooling_param: [8, 'o', 'message:PoolingParameter'],
      unit_test_mode: [9, 'o', 'bool', 'false'],
      unit_test_fuse_kernel: [10, 'o', 'bool', 'false'],
    },
    MemoryDataParameter: {
      dim: [5, 'r', 'uint64'],
    },
    PoolingParameter: {
      pad: [4, 'r', 'uint64'],
      kernel_size: [2, 'r', 'uint64'],
      stride: [3, 'r', 'uint64'],
      dilation: [13, 'r', 'uint64'],
      axis: [16, 'o', 'int64', '1'],
    },
    V1LayerParameter: {
      affinity_param: [43, 'o', 'message:AffinityParameter'],
    },
    AffinityParameter: {
      offset: [1, 'r', 'int64'],
    },
    NoiseParameter: {
      mu: [1, 'o', 'float', '0'],
      sigma: [2, 'o', 'float', '1'],
    },
    MOEParameter: {
      gating_net: [1, 'o', 'message:NetParameter'],
      expert_net: [2, 'r', 'message:NetParameter'],
      expert_instances: [3, 'r', 'int64'],
      select_experts: [4, 'o', 'int64'],
      full_forward: [6, 'o', 'bool', 'false'],
      map_bottom: [5, 'r', 'enum:MOEParameter.BottomMapping'],
    },
    MergeCropParameter: {
      operation: [1, 'o', 'enum:MergeCropParameter.MergeOp', 'STACK'],
      forward: [2, 'r', 'bool'],
      backward: [3, 'r', 'bool'],
    },
    QuantizerParameter: {
      name: [1, 'o', 'string'],
      zone: [2, 'o', 'int64'],
      input_data_type: [3, 'o', 'enum:DataType'],
      output_data_type: [4, 'o', 'enum:DataType'],
      observed_max: [5, 'o', 'double'],
      observed_min: [6, 'o', 'double'],
      max_in: [7, 'o', 'double'],
      min_in: [8, 'o', 'double'],
      max_out: [9, 'o', 'double'],
      min_out: [10, 'o', 'double'],
      mode: [11, 'o', 'enum:QuantizerMode', 'CAFFE_QUANT_PASSIVE'],
      pseudo_target_type: [13, 'o', 'enum:DataType', 'CAFFE_INT8_QUANTIZED'],
      pseudo_reset_observed: [14, 'o', 'bool', 'false'],
      device: [12, 'o', 'int64', '-1'],
    },
  },
  enums: {
    'LRNParameter.FuseType': {
      UNFUSED: 0,
      FUSED_POOL_MAX: 1,
    },
    'ConvolutionParameter.FuseType': {
      UNFUSED: 0,
      FUSED_CONV_MAX_POOLING_RELU: 1,
      FUSED_CONV_RELU: 2,
      FUSED_CONV_ELTWISE_RELU: 3,
    },
    'MOEParameter.BottomMapping': {
      GATING: 1,
      EXPERT: 2,
      GATING_AND_EXPERT: 3,
    },
    'MergeCropParameter.MergeOp': {
      STACK: 0,
      ADD: 1,
    },
    Autotune: {
      CAFFE_AUTOTUNE_DISABLED: 0,
      CAFFE_AUTOTUNE_FUNCTION: 1,
      CAFFE_AUTOTUNE_FUNCTION_PARAMETER: 2,
    },
    DataType: {
      CAFFE_FLOAT: 0,
      CAFFE_HALF: 1,
      CAFFE_DOUBLE: 2,
      CAFFE_INT8_QUANTIZED: 3,
      CAFFE_INT16_QUANTIZED: 4,
      CAFFE_INT32_QUANTIZED: 5,
      CAFFE_INT64_QUANTIZED: 6,
      CAFFE_PACKED_BINARY: 7,
    },
    QuantizerMode: {
      CAFFE_QUANT_PASSIVE: 0,
      CAFFE_QUANT_OBSERVE: 1,
      CAFFE_QUANT_PSEUDO: 2,
    },
    'ConvolutionParameter.Engine': {
      LIBDNN: 3,
      INTEL_SPATIAL: 4,
      FFT: 5,
    },
    'PoolingParameter.Engine': {
      LIBDNN: 3,
    },
  },
});
