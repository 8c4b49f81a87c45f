/**
 * Depthwise convolution: what yonghenglh6/DepthwiseConvolution adds to the schema of BVLC.
 * Data, not code: one row per field, read by descriptor.ts.
 */
import type { Dialect } from '../dialects.js';

export const depthwise = (): Dialect => ({
  id: 'depthwise',
  title: 'Depthwise convolution',
  repository: 'yonghenglh6/DepthwiseConvolution',
  layerTypes: ['DepthwiseConvolution'],
  messages: {},
  enums: {},
});
