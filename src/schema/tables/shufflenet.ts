/**
 * ShuffleNet: what farmingyard/ShuffleNet adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const shufflenet = (): Dialect => ({
  id: 'shufflenet',
  title: 'ShuffleNet',
  repository: 'farmingyard/ShuffleNet',
  layerTypes: ['ShuffleChannel'],
  messages: {
    LayerParameter: {
      shuffle_channel_param: [164, 'o', 'message:ShuffleChannelParameter'],
    },
    ShuffleChannelParameter: {
      group: [1, 'o', 'uint32', '1'],
    },
  },
  enums: {},
});
