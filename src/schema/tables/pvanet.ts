/**
 * PVANet: what sanghoon/caffe (dev_pvanet) adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const pvanet = (): Dialect => ({
  id: 'pvanet',
  title: 'PVANet',
  repository: 'sanghoon/caffe',
  branch: 'dev_pvanet',
  layerTypes: ['Proposal', 'ROIPooling', 'SmoothL1Loss'],
  messages: {
    SolverParameter: {
      plateau_winsize: [41, 'r', 'int32'],
    },
    SolverState: {
      minimum_loss: [5, 'o', 'float', '1e+38'],
      iter_last_event: [6, 'o', 'int32', '0'],
    },
    LayerParameter: {
      roi_pooling_param: [8266711, 'o', 'message:ROIPoolingParameter'],
      smooth_l1_loss_param: [8266712, 'o', 'message:SmoothL1LossParameter'],
      proposal_param: [8266713, 'o', 'message:ProposalParameter'],
    },
    ProposalParameter: {
      feat_stride: [1, 'o', 'uint32', '16'],
      base_size: [2, 'o', 'uint32', '16'],
      min_size: [3, 'o', 'uint32', '16'],
      ratio: [4, 'r', 'float'],
      scale: [5, 'r', 'float'],
      pre_nms_topn: [6, 'o', 'uint32', '6000'],
      post_nms_topn: [7, 'o', 'uint32', '300'],
      nms_thresh: [8, 'o', 'float', '0.7'],
    },
    SmoothL1LossParameter: {
      sigma: [1, 'o', 'float', '1'],
    },
    ROIPoolingParameter: {
      pooled_h: [1, 'o', 'uint32', '0'],
      pooled_w: [2, 'o', 'uint32', '0'],
      spatial_scale: [3, 'o', 'float', '1'],
    },
  },
  enums: {},
});
