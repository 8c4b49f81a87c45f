/**
 * ENet: what TimoSaemann/caffe-enet adds to the schema of segnet.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const enet = (): Dialect => ({
  id: 'enet',
  title: 'ENet',
  repository: 'TimoSaemann/caffe-enet',
  extends: 'segnet',
  layerTypes: [],
  messages: {
    ImageDataParameter: {
      label_divide_factor: [13, 'o', 'uint32', '1'],
    },
    DenseImageDataParameter: {
      label_divide_factor: [13, 'o', 'uint32', '1'],
    },
  },
  enums: {},
});
