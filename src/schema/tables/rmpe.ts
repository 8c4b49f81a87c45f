/**
 * RMPE / AlphaPose: what MVIG-SJTU/RMPE adds to the schema of ssd.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const rmpe = (): Dialect => ({
  id: 'rmpe',
  title: 'RMPE / AlphaPose',
  repository: 'MVIG-SJTU/RMPE',
  extends: 'ssd',
  layerTypes: [
    'AccuracyHeatmap',
    'DataHeatmap',
    'EltwiseAffine',
    'EuclideanLossHeatmap',
    'PredictionHeatmap',
    'SpatialTransformer',
  ],
  messages: {
    FillerParameter: {
      file: [9, 'o', 'string'],
    },
    LayerParameter: {
      visualise: [208, 'o', 'bool', 'false'],
      visualise_channel: [209, 'o', 'uint32', '0'],
      accuracy_heatmap_param: [214, 'o', 'message:AccuracyHeatmapParameter'],
      eltwise_affine_param: [211, 'o', 'message:EltwiseAffineParameter'],
      heatmap_data_param: [210, 'o', 'message:HeatmapDataParameter'],
      prediction_heatmap_param: [213, 'o', 'message:PredictionHeatmapParameter'],
      st_param: [212, 'o', 'message:SpatialTransformerParameter'],
    },
    V1LayerParameter: {
      heatmap_data_param: [43, 'o', 'message:HeatmapDataParameter'],
    },
    HeatmapDataParameter: {
      segmentation: [1000, 'o', 'bool', 'false'],
      multfact: [1001, 'o', 'uint32', '1'],
      num_channels: [1002, 'o', 'uint32', '3'],
      batchsize: [1003, 'o', 'uint32'],
      root_img_dir: [1004, 'o', 'string'],
      data_augment: [1005, 'o', 'bool', 'false'],
      sample_per_cluster: [1006, 'o', 'bool'],
      labelinds: [1007, 'o', 'string', ''],
      source: [1008, 'o', 'string'],
      outsize: [1012, 'o', 'uint32', '0'],
      label_width: [1014, 'o', 'uint32', '1'],
      label_height: [1015, 'o', 'uint32', '1'],
      angle_max: [1016, 'o', 'float', '0'],
      bbox_or_centerscale: [1017, 'o', 'string', 'centerscale'],
      scale_width: [1018, 'o', 'float', '1'],
      scale_height: [1019, 'o', 'float', '1'],
      shuffle: [1020, 'o', 'bool'],
    },
    SpatialTransformerParameter: {
      transform_type: [1, 'o', 'string', 'affine'],
      sampler_type: [2, 'o', 'string', 'bilinear'],
      output_H: [3, 'o', 'int32'],
      output_W: [4, 'o', 'int32'],
      to_compute_dU: [5, 'o', 'bool', 'true'],
      theta_1_1: [6, 'o', 'double'],
      theta_1_2: [7, 'o', 'double'],
      theta_1_3: [8, 'o', 'double'],
      theta_2_1: [9, 'o', 'double'],
      theta_2_2: [10, 'o', 'double'],
      theta_2_3: [11, 'o', 'double'],
      de_transform: [12, 'o', 'bool', 'false'],
    },
    PriorBoxParameter: {
      min_size: [1, 'o', 'float'],
      max_size: [2, 'o', 'float'],
      clip: [5, 'o', 'bool', 'true'],
    },
    PredictionHeatmapParameter: {
      num_joints: [1, 'o', 'uint32'],
    },
    MultiBoxLossParameter: {
      do_neg_mining: [11, 'o', 'bool', 'true'],
    },
    EltwiseAffineParameter: {
      slope_filler: [1, 'o', 'message:FillerParameter'],
      bias_filler: [2, 'o', 'message:FillerParameter'],
      channel_shared: [3, 'o', 'bool', 'false'],
    },
    AccuracyHeatmapParameter: {
      threshold: [1, 'o', 'float', '0.5'],
    },
  },
  enums: {
    'V1LayerParameter.LayerType': {
      DATA_HEATMAP: 40,
      EUCLIDEAN_LOSS_HEATMAP: 41,
    },
  },
});
