/**
 * Convolutional Pose Machines: what shihenw/caffe adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const cpm = (): Dialect => ({
  id: 'cpm',
  title: 'Convolutional Pose Machines',
  repository: 'shihenw/caffe',
  layerTypes: ['CPMData'],
  messages: {
    LayerParameter: {
      cpmdata_param: [147, 'o', 'message:CPMDataParameter'],
      roi_pooling_param: [148, 'o', 'message:ROIPoolingParameter'],
    },
    TransformationParameter: {
      stride: [6, 'o', 'uint32', '4'],
      scale_cvg: [7, 'o', 'float', '0.5'],
      max_cvg_len: [8, 'o', 'uint32', '50'],
      min_cvg_len: [9, 'o', 'uint32', '50'],
      opaque_coverage: [10, 'o', 'bool', 'true'],
      coverage: [11, 'o', 'string', 'gridbox_max'],
      flip_prob: [12, 'o', 'float', '0.5'],
      max_rotate_degree: [13, 'o', 'float', '5'],
      visualize: [14, 'o', 'bool', 'false'],
      crop_size_x: [15, 'o', 'uint32', '368'],
      crop_size_y: [16, 'o', 'uint32', '368'],
      scale_prob: [17, 'o', 'float', '0.5'],
      scale_min: [18, 'o', 'float', '0.9'],
      scale_max: [19, 'o', 'float', '1.1'],
      bbox_norm_factor: [20, 'o', 'float', '300'],
      img_header: [21, 'o', 'string', '.'],
      target_dist: [24, 'o', 'float', '1'],
      center_perterb_max: [25, 'o', 'float', '10'],
      sigma: [26, 'o', 'float', '7'],
      sigma_center: [27, 'o', 'float', '21'],
      clahe_tile_size: [28, 'o', 'float', '8'],
      clahe_clip_limit: [29, 'o', 'float', '4'],
      do_clahe: [30, 'o', 'bool', 'false'],
      num_parts: [31, 'o', 'uint32', '14'],
      num_total_augs: [32, 'o', 'uint32', '82'],
      aug_way: [33, 'o', 'string', 'rand'],
      gray: [34, 'o', 'uint32', '0'],
      np_in_lmdb: [35, 'o', 'uint32', '16'],
      transform_body_joint: [38, 'o', 'bool', 'true'],
      put_gaussian: [39, 'o', 'bool', 'true'],
      visualize_label: [40, 'o', 'bool', 'false'],
    },
    HDF5DataParameter: {
      debug: [4, 'o', 'bool', 'false'],
    },
    ROIPoolingParameter: {
      pooled_h: [1, 'o', 'uint32', '0'],
      pooled_w: [2, 'o', 'uint32', '0'],
      spatial_scale: [3, 'o', 'float', '1'],
    },
    CPMDataParameter: {
      source: [1, 'o', 'string'],
      lbl_source: [11, 'o', 'string'],
      batch_size: [4, 'o', 'uint32'],
      rand_skip: [7, 'o', 'uint32', '0'],
      backend: [8, 'o', 'enum:CPMDataParameter.DB', 'LEVELDB'],
      scale: [2, 'o', 'float', '1'],
      mean_file: [3, 'o', 'string'],
      crop_size: [5, 'o', 'uint32', '0'],
      mirror: [6, 'o', 'bool', 'false'],
      force_encoded_color: [9, 'o', 'bool', 'false'],
      prefetch: [10, 'o', 'uint32', '4'],
    },
  },
  enums: {
    'CPMDataParameter.DB': {
      LEVELDB: 0,
      LMDB: 1,
    },
    'V1LayerParameter.LayerType': {
      ROIPOOLING: 40,
    },
  },
});
