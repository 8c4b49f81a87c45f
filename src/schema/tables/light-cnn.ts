/**
 * Light CNN for face representation: what AlfredXiangWu/caffe (caffe-rc3) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const lightCnn = (): Dialect => ({
  id: 'light-cnn',
  title: 'Light CNN for face representation',
  repository: 'AlfredXiangWu/caffe',
  branch: 'caffe-rc3',
  layerTypes: [
    'BinaryLabel',
    'CMDLoss',
    'CenterLoss',
    'DenseFaceImageData',
    'L1Loss',
    'L2Normalization',
    'MultiView',
    'OrthogonalConstraint',
    'PairData',
    'RelevanceConstraint',
    'Sparsify',
    'SymmetricRectify',
    'TripletLoss',
    'TripletSelection',
    'Upsample',
  ],
  messages: {
    LayerParameter: {
      pair_data_param: [501, 'o', 'message:PairDataParameter'],
      binary_label_param: [502, 'o', 'message:BinaryLabelParameter'],
      slice_label_param: [503, 'o', 'message:SliceLabelParameter'],
      triplet_loss_param: [504, 'o', 'message:TripletLossParameter'],
      multi_view_param: [505, 'o', 'message:MultiViewParameter'],
      upsample_param: [506, 'o', 'message:UpsampleParameter'],
      dense_face_image_data_param: [507, 'o', 'message:DenseFaceImageDataParameter'],
      relevance_constraint_param: [508, 'o', 'message:RelevanceConstraintParameter'],
      center_distance_param: [509, 'o', 'message:CenterDistanceParameter'],
      center_loss_param: [510, 'o', 'message:CenterLossParameter'],
      cmd_loss_param: [511, 'o', 'message:CMDLossParameter'],
      orthogonal_constraint_param: [512, 'o', 'message:OrthogonalConstraintParameter'],
      sparsify_param: [513, 'o', 'message:SparsifyParameter'],
      symmetric_rectify_param: [514, 'o', 'message:SymmetricRectifyParameter'],
      triplet_selection_param: [515, 'o', 'message:TripletSelectionParamter'],
    },
    TransformationParameter: {
      crop_size_h: [8, 'o', 'uint32', '0'],
      crop_size_w: [9, 'o', 'uint32', '0'],
    },
    TripletSelectionParamter: {
      max_num: [1, 'o', 'uint32', '1000'],
      thr: [2, 'o', 'float', '400'],
    },
    SymmetricRectifyParameter: {
      filler: [1, 'o', 'message:FillerParameter'],
      channel_shared: [2, 'o', 'bool', 'false'],
      thre_decay: [3, 'o', 'float', '0'],
    },
    SparsifyParameter: {
      thre: [1, 'o', 'float', '0'],
      coef: [2, 'o', 'float', '0'],
    },
    OrthogonalConstraintParameter: {
      num_output: [1, 'o', 'uint32'],
      bias_term: [2, 'o', 'bool', 'true'],
      weight_filler: [3, 'o', 'message:FillerParameter'],
      bias_filler: [4, 'o', 'message:FillerParameter'],
      lambda: [5, 'o', 'float'],
    },
    CMDLossParameter: {
      K: [1, 'o', 'int32', '5'],
      eps: [2, 'o', 'float', '1e-05'],
      decay: [3, 'o', 'float', '0.5'],
    },
    CenterLossParameter: {
      num_output: [1, 'o', 'uint32'],
      center_filler: [2, 'o', 'message:FillerParameter'],
      axis: [3, 'o', 'int32', '1'],
    },
    CenterDistanceParameter: {
      num_output: [1, 'o', 'uint32'],
      center_filler: [2, 'o', 'message:FillerParameter'],
      axis: [3, 'o', 'int32', '1'],
    },
    RelevanceConstraintParameter: {
      num_output: [1, 'o', 'uint32'],
      bias_term: [2, 'o', 'bool', 'true'],
      weight_filler: [3, 'o', 'message:FillerParameter'],
      bias_filler: [4, 'o', 'message:FillerParameter'],
      lambda: [5, 'o', 'float'],
    },
    DenseFaceImageDataParameter: {
      source: [1, 'o', 'string'],
      batch_size: [2, 'o', 'uint32'],
      rand_skip: [3, 'o', 'uint32', '0'],
      shuffle: [4, 'o', 'bool', 'false'],
      new_height: [5, 'o', 'uint32', '0'],
      new_width: [6, 'o', 'uint32', '0'],
      is_color: [7, 'o', 'bool', 'true'],
      mean_file: [8, 'o', 'string'],
      root_folder: [9, 'o', 'string', ''],
      mirror: [10, 'o', 'bool', 'false'],
      is_color_clean: [13, 'o', 'bool', 'true'],
    },
    UpsampleParameter: {
      scale: [1, 'o', 'uint32', '2'],
      scale_h: [2, 'o', 'uint32'],
      scale_w: [3, 'o', 'uint32'],
      pad_out_h: [4, 'o', 'bool', 'false'],
      pad_out_w: [5, 'o', 'bool', 'false'],
      upsample_h: [6, 'o', 'uint32'],
      upsample_w: [7, 'o', 'uint32'],
    },
    MultiViewParameter: {
      num_output_shared: [1, 'o', 'uint32'],
      num_output_unique: [2, 'o', 'uint32'],
      bias_term_shared: [3, 'o', 'bool', 'true'],
      weight_filler_shared: [4, 'o', 'message:FillerParameter'],
      bias_filler_shared: [5, 'o', 'message:FillerParameter'],
      weight_filler_unique_1: [6, 'o', 'message:FillerParameter'],
      weight_filler_unique_2: [7, 'o', 'message:FillerParameter'],
      lambda: [8, 'o', 'float'],
    },
    TripletLossParameter: {
      margin: [1, 'o', 'float', '1'],
    },
    SliceLabelParameter: {
      num: [1, 'o', 'uint32'],
    },
    BinaryLabelParameter: {
      negative_target: [1, 'o', 'float', '-1'],
    },
    PairDataParameter: {
      source: [1, 'o', 'string'],
      source_list: [2, 'o', 'string'],
      pairs_list: [3, 'o', 'string'],
      batch_size: [4, 'o', 'uint32'],
      backend: [8, 'o', 'enum:PairDataParameter.DB'],
    },
  },
  enums: {
    'PairDataParameter.DB': {
      LEVELDB: 0,
      LMDB: 1,
    },
  },
});
