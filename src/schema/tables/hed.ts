/**
 * HED: Holistically-Nested Edge Detection: what s9xie/hed adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const hed = (): Dialect => ({
  id: 'hed',
  title: 'HED: Holistically-Nested Edge Detection',
  repository: 's9xie/hed',
  layerTypes: ['ImageLabelmapData'],
  messages: {},
  enums: {
    'V1LayerParameter.LayerType': {
      CROP: 40,
    },
  },
});
