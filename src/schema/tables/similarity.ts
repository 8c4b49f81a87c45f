/**
 * Similarity learning: what wanji/caffe-sl adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const similarity = (): Dialect => ({
  id: 'similarity',
  title: 'Similarity learning',
  repository: 'wanji/caffe-sl',
  layerTypes: [
    'BatchTripletLoss',
    'BinaryData',
    'DotProductSimilarity',
    'EuclideanSimilarity',
    'HDMLLossUpperBound',
    'L2Norm',
    'NaiveTripletLoss',
    'PairwiseRankingLoss',
    'RankAccuracy',
    'TripletBinaryData',
    'TripletImageData',
  ],
  messages: {
    LayerParameter: {
      triplet_loss_param: [201, 'o', 'message:TripletLossParameter'],
    },
    TripletLossParameter: {
      margin: [1, 'o', 'float', '1'],
      sim_type: [2, 'o', 'string', 'EuclideanSimilarity'],
      mu: [3, 'o', 'float', '1'],
      sample: [4, 'o', 'bool', 'false'],
    },
  },
  enums: {},
});
