/**
 * RefineDet: what sfzhang15/RefineDet adds to the schema of ssd.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const refinedet = (): Dialect => ({
  id: 'refinedet',
  title: 'RefineDet',
  repository: 'sfzhang15/RefineDet',
  extends: 'ssd',
  layerTypes: [],
  messages: {
    MultiBoxLossParameter: {
      objectness_score: [24, 'o', 'float', '0.01'],
    },
    DetectionOutputParameter: {
      objectness_score: [24, 'o', 'float', '0.01'],
    },
  },
  enums: {},
});
