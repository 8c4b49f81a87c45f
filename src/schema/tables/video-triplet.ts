/**
 * Unsupervised learning from videos: what xiaolonw/caffe-video_triplet adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const videoTriplet = (): Dialect => ({
  id: 'video-triplet',
  title: 'Unsupervised learning from videos',
  repository: 'xiaolonw/caffe-video_triplet',
  layerTypes: ['Norm', 'RankHardLoss'],
  messages: {
    LayerParameter: {
      rank_param: [139, 'o', 'message:RankParameter'],
    },
    ImageDataParameter: {
      pair_size: [13, 'o', 'uint32', '1'],
    },
    V1LayerParameter: {
      rank_param: [43, 'o', 'message:RankParameter'],
    },
    RankParameter: {
      neg_num: [1, 'o', 'uint32', '1'],
      pair_size: [2, 'o', 'uint32', '1'],
      hard_ratio: [3, 'o', 'float'],
      rand_ratio: [4, 'o', 'float'],
      margin: [5, 'o', 'float', '0.5'],
    },
  },
  enums: {
    'V1LayerParameter.LayerType': {
      RANK_HARD_LOSS: 40,
      NORM: 41,
    },
  },
});
