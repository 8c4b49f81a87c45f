/**
 * Heatmap regression for pose estimation: what tpfister/caffe-heatmap adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const heatmap = (): Dialect => ({
  id: 'heatmap',
  title: 'Heatmap regression for pose estimation',
  repository: 'tpfister/caffe-heatmap',
  layerTypes: ['DataHeatmap', 'EuclideanLossHeatmap'],
  messages: {
    LayerParameter: {
      visualise: [200, 'o', 'bool', 'false'],
      visualise_channel: [201, 'o', 'uint32', '0'],
      heatmap_data_param: [140, 'o', 'message:HeatmapDataParameter'],
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
      random_crop: [1005, 'o', 'bool'],
      sample_per_cluster: [1006, 'o', 'bool'],
      labelinds: [1007, 'o', 'string', ''],
      source: [1008, 'o', 'string'],
      meanfile: [1009, 'o', 'string'],
      crop_meanfile: [1010, 'o', 'string'],
      cropsize: [1011, 'o', 'uint32', '0'],
      outsize: [1012, 'o', 'uint32', '0'],
      scale: [1013, 'o', 'float', '1'],
      label_width: [1014, 'o', 'uint32', '1'],
      label_height: [1015, 'o', 'uint32', '1'],
      dont_flip_first: [1016, 'o', 'bool', 'true'],
      angle_max: [1017, 'o', 'float', '0'],
      flip_joint_labels: [1018, 'o', 'bool', 'true'],
    },
  },
  enums: {
    'V1LayerParameter.LayerType': {
      DATA_HEATMAP: 40,
      EUCLIDEAN_LOSS_HEATMAP: 41,
    },
  },
});
